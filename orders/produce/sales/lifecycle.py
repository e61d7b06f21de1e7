"""The life of a listing on a platform, and of what was sold there.

A sale's status says where the goods are, and at last that the farmer has the money. It is paid
from its first moment: a platform reports what its buyers have paid.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.lifecycle import Lifecycle


class ListingStatus(models.TextChoices):
    ON_SALE = "on_sale", _("on sale")
    PAUSED = "paused", pgettext_lazy("of a listing", "paused")
    ENDED = "ended", pgettext_lazy("of a listing", "ended")


class SaleStatus(models.TextChoices):
    SOLD = "sold", pgettext_lazy("of a sale", "sold")
    PACKED = "packed", pgettext_lazy("of a sale", "packed")
    AT_COUNTY = "at_county", _("at the county center")
    SENT = "sent", _("on the way to the buyer")
    RECEIVED = "received", _("received by the buyer")
    SETTLED = "settled", _("settled with the farmer")
    REFUNDED = "refunded", _("refunded")
    CANCELLED = "cancelled", _("cancelled")


LISTING_TONES = {ListingStatus.ON_SALE: "moving", ListingStatus.PAUSED: "waiting"}
LISTING_LIFECYCLE = Lifecycle(
    {
        ListingStatus.ON_SALE: frozenset({ListingStatus.PAUSED, ListingStatus.ENDED}),
        ListingStatus.PAUSED: frozenset({ListingStatus.ON_SALE, ListingStatus.ENDED}),
    }
)

S = SaleStatus
TONES = {
    S.SOLD: "waiting",
    S.PACKED: "moving",
    S.AT_COUNTY: "moving",
    S.SENT: "moving",
    S.RECEIVED: "waiting",
    S.SETTLED: "done",
}
ON_THE_WAY = (S.PACKED, S.AT_COUNTY, S.SENT)
# The farmer still waits for money of it.
UNSETTLED = (S.SOLD, *ON_THE_WAY, S.RECEIVED)
OVER = (S.REFUNDED, S.CANCELLED)

# What went past our manifests is received without them: the platform's word counts. A parcel leaves
# for its buyer from the county center only. Goods that are packed are no longer taken back from the
# buyer, only refunded.
SALE_LIFECYCLE = Lifecycle(
    {
        S.SOLD: frozenset({S.PACKED, S.RECEIVED, S.REFUNDED, S.CANCELLED}),
        S.PACKED: frozenset({S.AT_COUNTY, S.RECEIVED, S.REFUNDED}),
        S.AT_COUNTY: frozenset({S.SENT, S.RECEIVED, S.REFUNDED}),
        S.SENT: frozenset({S.RECEIVED, S.REFUNDED}),
        S.RECEIVED: frozenset({S.SETTLED, S.REFUNDED}),
        S.SETTLED: frozenset({S.REFUNDED}),
    }
)
