from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from orders.counter.gateways.sandbox.book import Book, path_of_book
from orders.counter.gateways.sandbox.playing import Play
from orders.counter.gateways.sandbox.server import SandboxServer, switch_temper
from orders.counter.gateways.sandbox.tempers import Temper
from orders.counter.kinds import GATEWAYS


class Command(BaseCommand):
    help = (
        "Plays operator, utility, travel agent, bank and hospital over HTTP, for the demo and the tests. With"
        " --switch it changes the temper of one that runs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, required=True)
        parser.add_argument("--callback", default="", help="an address of ours with {code} in it")
        parser.add_argument("--remember", action="store_true", help="keep the orders across a restart")
        parser.add_argument("--temper", choices=list(Temper), default=Temper.CALM)
        parser.add_argument("--sign-with", help="the id of the key it signs with, of those in GATEWAYS")
        parser.add_argument("--switch", choices=["*", *GATEWAYS], help="whose temper, of the one that runs")

    def handle(self, *args: Any, **options: Any) -> None:
        temper = Temper(options["temper"])
        if options["switch"]:
            try:
                switch_temper(f"http://127.0.0.1:{options['port']}", gateway=options["switch"], temper=temper)
            except OSError as error:
                raise CommandError(f"no sandbox at port {options['port']}: {error}") from error
            return
        account = next(iter(settings.GATEWAYS.values()), None)
        if account is None:
            raise CommandError("GATEWAYS is not set: `make run` sets it for the sandbox.")
        keys = dict(account["keys"])
        key_id = options["sign_with"] or next(iter(keys))
        if key_id not in keys:
            raise CommandError(f"GATEWAYS has no key {key_id}.")
        book = Book(str(path_of_book())) if options["remember"] else Book()
        play = Play(key_id, keys[key_id], options["callback"], book, tempers={"*": temper}, other_keys=keys)
        server = SandboxServer(("127.0.0.1", options["port"]), play)
        self.stdout.write(f"sandbox gateway on http://127.0.0.1:{options['port']}/ ({temper})")
        server.serve_forever()
