"""The columns of an exported list of orders."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy
from import_export.fields import Field

from orders.agent_orders.models import AgentOrder
from stations.scope.exports import MaskedPhone, WordedResource


class AgentOrderResource(WordedResource):
    """Orders with the ends of the phones."""

    words: ClassVar = {
        "number": gettext_lazy("order number"),
        "phone": gettext_lazy("mobile number"),
        "pay_when": gettext_lazy("paid when"),
    }

    number = Field(attribute="number", readonly=True)
    station = Field(attribute="station__code", readonly=True)
    villager = Field(attribute="villager__name", readonly=True)
    platform = Field(attribute="platform_name", readonly=True)
    pay_when = Field(attribute="paid_when", readonly=True)
    phone = Field(attribute="villager__phone", readonly=True, widget=MaskedPhone())

    class Meta:
        name = gettext_lazy("mobile numbers masked")
        model = AgentOrder
        fields: ClassVar = (
            "number",
            "station",
            "villager",
            "phone",
            "platform",
            "platform_order_no",
            "status",
            "pay_when",
            "pay_how",
            "amount",
            "refunded",
            "placed_at",
            "paid_at",
            "handed_over_at",
        )
        export_order = fields

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("station", "villager")


class FullAgentOrderResource(AgentOrderResource):
    """The same for whoever calls the villagers: a right of its own."""

    phone = Field(attribute="villager__phone", readonly=True)

    class Meta(AgentOrderResource.Meta):
        name = gettext_lazy("mobile numbers in full")
