from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from partners.journal import consumers
from partners.journal.kinds import Kind


class OrdersConfig(AppConfig):
    name = "orders"
    verbose_name = _("Work")

    def ready(self) -> None:
        consumers.register("turnover", kinds=frozenset({Kind.PLACED, Kind.PAID, Kind.REFUND}))
