"""What may be done next with a presale order. Pages and API read it alike; the verbs check again."""

from __future__ import annotations

from enum import StrEnum

from orders.presale.lifecycle import DepositState
from orders.presale.models import PresaleOrder


class PresaleStep(StrEnum):
    BALANCE = "balance"
    GIVE_BACK = "give-back"
    GIVE_UP = "give-up"


def presale_steps(presale: PresaleOrder) -> list[PresaleStep]:
    """The most likely first; wants the good."""
    if presale.state == DepositState.OWED:
        return [PresaleStep.GIVE_BACK]
    if presale.state != DepositState.HELD:
        return []
    return [PresaleStep.BALANCE, PresaleStep.GIVE_UP] if presale.is_due else [PresaleStep.GIVE_UP]
