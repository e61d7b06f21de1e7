from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from partners.journal import consumers
from partners.journal.kinds import Kind


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = _("People")

    def ready(self) -> None:
        consumers.register("income", kinds=frozenset({Kind.PAID, Kind.REFUND, Kind.HANDED_OVER}))
