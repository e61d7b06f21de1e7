from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from orders.festivals.rolling_up import rebuild_turnover


class Command(BaseCommand):
    help = "Empties the turnover tables and adds up the whole journal again; orders go on meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        rows = rebuild_turnover()
        self.stdout.write(_("Turnover rebuilt from %(rows)s journal rows.") % {"rows": f"{rows:,}"})
