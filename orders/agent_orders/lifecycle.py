"""The life of an agent order.

The status says where the goods are; whether they are paid is `paid_at`, because an order
paid on arrival travels before its money comes. A partial refund before the hand-over leaves
the status alone (the goods go on travelling); after it, the status tells.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.lifecycle import Lifecycle


class OrderStatus(models.TextChoices):
    DRAFT = "draft", _("draft")
    PLACED = "placed", _("placed")
    PAID = "paid", _("paid")
    SHIPPED = "shipped", _("shipped")
    AT_COUNTY = "at_county", _("at the county center")
    AT_STATION = "at_station", _("at the station")
    HANDED_OVER = "handed_over", _("handed over")
    CANCELLED = "cancelled", _("cancelled")
    PARTLY_REFUNDED = "partly_refunded", _("partly refunded")
    REFUNDED = "refunded", _("refunded")


S = OrderStatus
# How a page marks it: quiet, waiting (for somebody here), moving, done, alert.
TONES = {
    S.PLACED: "moving",
    S.PAID: "moving",
    S.SHIPPED: "moving",
    S.AT_COUNTY: "moving",
    S.AT_STATION: "waiting",
    S.HANDED_OVER: "done",
    S.PARTLY_REFUNDED: "done",
}
ON_THE_WAY = (S.PLACED, S.PAID, S.SHIPPED, S.AT_COUNTY, S.AT_STATION)
# Where money may still be waited for, in the words of the index `agent_order_unpaid`.
PAYABLE = (S.PLACED, S.SHIPPED, S.AT_COUNTY, S.AT_STATION)

# An imported order may arrive in the house handed over already: the platform's times are
# authoritative, the stages between were not seen here.
ORDER_LIFECYCLE = Lifecycle(
    {
        S.DRAFT: frozenset({S.PLACED, S.CANCELLED}),
        S.PLACED: frozenset({S.PAID, S.SHIPPED, S.CANCELLED}),
        S.PAID: frozenset({S.SHIPPED, S.HANDED_OVER, S.CANCELLED, S.REFUNDED}),
        S.SHIPPED: frozenset({S.AT_COUNTY, S.AT_STATION, S.HANDED_OVER, S.CANCELLED, S.REFUNDED}),
        S.AT_COUNTY: frozenset({S.AT_STATION, S.HANDED_OVER, S.CANCELLED, S.REFUNDED}),
        S.AT_STATION: frozenset({S.HANDED_OVER, S.CANCELLED, S.REFUNDED}),
        S.HANDED_OVER: frozenset({S.PARTLY_REFUNDED, S.REFUNDED}),
        S.PARTLY_REFUNDED: frozenset({S.REFUNDED}),
    }
)
