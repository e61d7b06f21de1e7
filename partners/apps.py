from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from partners.journal import consumers
from partners.journal.kinds import Kind
from partners.people import checks


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = _("People")

    def ready(self) -> None:
        checks.register("journal", "partners.journal.leaving.work_after")
        consumers.register("income", kinds=frozenset({Kind.PAID, Kind.REFUND, Kind.HANDED_OVER}))
