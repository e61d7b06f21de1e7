"""The life of a batch, and of a payout in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.lifecycle import Lifecycle


class BatchStatus(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("a payout batch", "to be checked")
    CHECKED = "checked", pgettext_lazy("a payout batch", "checked")
    RELEASED = "released", pgettext_lazy("a payout batch", "released")
    SETTLED = "settled", pgettext_lazy("a payout batch", "settled")
    CANCELLED = "cancelled", pgettext_lazy("a payout batch", "cancelled")


class PayoutStatus(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("a payout", "planned")
    SENT = "sent", pgettext_lazy("a payout", "sent to the bank")
    PAID = "paid", pgettext_lazy("a payout", "paid")
    FAILED = "failed", pgettext_lazy("a payout", "failed")
    RETURNED = "returned", pgettext_lazy("a payout", "returned")
    CANCELLED = "cancelled", pgettext_lazy("a payout", "left out")


class Channel(models.TextChoices):
    BANK = "bank", _("bank account")
    ALIPAY = "alipay", _("Alipay")


class LeftOutBecause(models.TextChoices):
    """Why somebody to whom something is owed, or who owes, is in no batch."""

    DEBT = "debt", _("owes from before")
    TOO_SMALL = "too_small", _("below the least amount, carried over")
    UNDER_WAY = "under_way", _("another payout is under way")
    NOT_LOCKED = "not_locked", _("a month is not locked yet")
    NO_IDENTITY = "no_identity", _("no identity number on file")
    NO_ACCOUNT = "no_account", _("no confirmed account to pay to")
    CHANGED = "changed", _("changed between the check and the release")


B, P = BatchStatus, PayoutStatus

BATCH_LIFECYCLE = Lifecycle(
    {
        B.DRAFT: frozenset({B.CHECKED, B.CANCELLED}),
        B.CHECKED: frozenset({B.RELEASED, B.CANCELLED}),
        B.RELEASED: frozenset({B.SETTLED}),
    }
)

PAYOUT_LIFECYCLE = Lifecycle(
    {
        P.PLANNED: frozenset({P.SENT, P.CANCELLED}),
        P.SENT: frozenset({P.PAID, P.FAILED, P.RETURNED}),
        # Days later the receiving bank may send the money back.
        P.PAID: frozenset({P.RETURNED}),
    }
)

# Nobody is planned for a second payout while one is in these.
UNDER_WAY = (P.PLANNED, P.SENT)
TONES = {P.PLANNED: "waiting", P.SENT: "moving", P.PAID: "gained", P.FAILED: "alert", P.RETURNED: "alert"}
