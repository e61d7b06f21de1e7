from typing import Any

from django.core.management.base import BaseCommand

from partners.income.awarding.giving import give_subsidies


class Command(BaseCommand):
    help = "Gives the subsidies of openings, trainings and festivals; a second run adds nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        done = give_subsidies(wait=True)
        self.stdout.write(f"{done.noted} new events, {done.events} taken up, {done.lines} new lines")
