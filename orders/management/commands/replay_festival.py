import os
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.festivals.live.replay import SPEED, Replay, replay_of, replayed_figures
from orders.festivals.models import Festival
from stations import wording
from stations.refusals import Refused

EVERY = 5  # seconds between two lines


class Command(BaseCommand):
    help = "Watches a festival that is over again: prints the address to open, and how the night goes on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", nargs="?", help="the last festival that is over, by default")
        parser.add_argument("--speed", type=int, default=SPEED, help=f"times as fast ({SPEED})")
        parser.add_argument("--base", help="address of the site, http://127.0.0.1:8000 by default")

    def handle(self, *args: Any, **options: Any) -> None:
        replay = self._begin(options["slug"], options["speed"])
        base = (options["base"] or f"http://127.0.0.1:{os.environ.get('PORT') or 8000}").rstrip("/")
        address = reverse("festival_replay", args=[replay.festival.slug])
        self.stdout.write(
            _("%(festival)s in %(seconds)s seconds. Open as head office or a county:")
            % {"festival": replay.festival, "seconds": f"{replay.takes.total_seconds():.0f}"}
        )
        self.stdout.write(f"  {base}{address}?{replay.query}")
        self.stdout.write(_("Nothing is written; Ctrl-C ends this list, not the page."))
        try:
            self._tell(replay)
        except KeyboardInterrupt:
            self.stdout.write("")

    def _begin(self, slug: str | None, speed: int) -> Replay:
        over = Festival.objects.filter(ends_at__lte=timezone.now()).order_by("-ends_at")
        festival = (over.filter(slug=slug) if slug else over).first()
        if festival is None:
            raise CommandError(_("There is no such festival that is over."))
        try:
            return replay_of(festival, since=int(timezone.now().timestamp()), speed=speed)
        except Refused as refused:
            raise CommandError(str(refused)) from refused

    def _tell(self, replay: Replay) -> None:
        while True:
            clock = replay.clock()
            figures = replayed_figures(replay.festival, None, clock)
            self.stdout.write(
                _("%(clock)s  paid %(paid)s, %(orders)s orders, %(stations)s stations selling")
                % {
                    "clock": wording.moment(clock),
                    "paid": wording.yuan(figures.turnovers.paid_amount),
                    "orders": wording.count(figures.turnovers.paid_orders),
                    "stations": wording.count(figures.stations_selling),
                }
            )
            if clock >= replay.festival.ends_at:
                return
            time.sleep(EVERY)
