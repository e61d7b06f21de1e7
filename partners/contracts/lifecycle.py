"""The life of a contract, and what may be done with its deposit in each state of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.lifecycle import Lifecycle


class ContractStatus(models.TextChoices):
    DRAFTED = "drafted", pgettext_lazy("a contract", "drafted")
    SIGNED = "signed", pgettext_lazy("a contract", "signed")
    IN_FORCE = "in_force", pgettext_lazy("a contract", "in force")
    ENDED = "ended", pgettext_lazy("a contract", "ended")
    TERMINATED = "terminated", pgettext_lazy("a contract", "terminated")


C = ContractStatus

CONTRACT_LIFECYCLE = Lifecycle(
    {
        C.DRAFTED: frozenset({C.SIGNED, C.TERMINATED}),
        C.SIGNED: frozenset({C.IN_FORCE, C.TERMINATED}),
        C.IN_FORCE: frozenset({C.ENDED, C.TERMINATED}),
    }
)

# One of these at a time for a partner at a station.
UNFINISHED = (C.DRAFTED, C.SIGNED)
OVER = (C.ENDED, C.TERMINATED)
TONES = {C.DRAFTED: "quiet", C.SIGNED: "waiting", C.IN_FORCE: "done", C.ENDED: "quiet", C.TERMINATED: "alert"}


class EntryKind(models.TextChoices):
    """What happens to a deposit. Carried: from one contract of a partner to the next one."""

    PAID_IN = "paid_in", _("paid in")
    DEBT = "debt", _("taken for a debt")
    DAMAGE = "damage", _("taken for a damage")
    RELEASE = "release", _("released")
    CARRIED_IN = "carried_in", _("taken over from the contract before")
    CARRIED_OUT = "carried_out", _("taken over into the next contract")


# What adds to a deposit; all else takes from it.
ADDING = frozenset({EntryKind.PAID_IN, EntryKind.CARRIED_IN})
# Written by a conversion, in one act with the contract: nothing leaves the deposit's account.
CARRIED = frozenset({EntryKind.CARRIED_IN, EntryKind.CARRIED_OUT})

# While the contract is in force the deposit is frozen: it may be filled and charged, not given back.
ALLOWED_IN = {
    EntryKind.PAID_IN: (C.SIGNED, C.IN_FORCE),
    EntryKind.DEBT: (C.IN_FORCE, C.ENDED, C.TERMINATED),
    EntryKind.DAMAGE: (C.IN_FORCE, C.ENDED, C.TERMINATED),
    EntryKind.RELEASE: (C.ENDED, C.TERMINATED),
}
