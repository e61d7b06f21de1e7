"""The life of a deposit: held, then one of three ends; what is owed is given back at the counter."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.lifecycle import Lifecycle


class DepositState(models.TextChoices):
    HELD = "held", pgettext_lazy("deposit of a presale", "held")
    CONVERTED = "converted", _("balance paid")
    FORFEITED = "forfeited", _("forfeited")
    # The float has it again; it lies in the drawer until the villager has it.
    OWED = "owed", _("to be given back")
    RETURNED = "returned", pgettext_lazy("deposit of a presale", "given back")


class Ending(models.TextChoices):
    """How a presale order ends without its balance. What becomes of the deposit is a rule's."""

    EARLY = "early", _("given up by the villager before the balance was due")
    LATE = "late", _("given up by the villager while the balance was due")
    OVERDUE = "overdue", _("balance not paid in time")
    CALLED_OFF = "called_off", _("called off by seller or platform")


class Outcome(models.TextChoices):
    RETURNED = "returned", _("the villager gets it back")
    FORFEITED = "forfeited", _("the seller keeps it")


S = DepositState
# How a page marks it.
TONES = {S.HELD: "moving", S.CONVERTED: "done", S.OWED: "waiting", S.RETURNED: "quiet", S.FORFEITED: "quiet"}

DEPOSIT_LIFECYCLE = Lifecycle(
    {
        S.HELD: frozenset({S.CONVERTED, S.FORFEITED, S.OWED, S.RETURNED}),
        S.OWED: frozenset({S.RETURNED}),
    }
)
