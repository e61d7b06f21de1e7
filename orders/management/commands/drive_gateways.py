from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from orders.counter.driving import drive_gateway, gateways_with_work
from orders.counter.hearing import judge_kept_callbacks


class Command(BaseCommand):
    help = "Sends confirmed services to their gateways and asks about those that are being checked."

    def handle(self, *args: Any, **options: Any) -> None:
        judge_kept_callbacks()
        heard = sum(drive_gateway(code) for code in gateways_with_work())
        self.stdout.write(_("Heard of %(count)d services.") % {"count": heard})
