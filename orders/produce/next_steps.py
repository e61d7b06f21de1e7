"""What may be done next with a lot, by its state. Pages and the admin read it alike."""

from __future__ import annotations

from enum import StrEnum

from orders.produce.lifecycle import LOT_LIFECYCLE, LotStatus
from orders.produce.models import MOST_PHOTOS, ProduceLot


class LotStep(StrEnum):
    OFFER = "offer"
    HANDLE = "handle"
    PHOTOS = "photos"
    REMOVE_PHOTO = "remove_photo"
    SELL_OUT = "sell_out"
    SHOW_NAME = "show_name"
    HIDE_NAME = "hide_name"
    WITHDRAW = "withdraw"


def next_steps(lot: ProduceLot) -> list[LotStep]:
    """What the station may do now, the most likely first. The verbs check again under the lock."""
    steps = []
    if LOT_LIFECYCLE.allows(lot.status, LotStatus.OFFERED):
        steps.append(LotStep.OFFER)
    if lot.status != LotStatus.WITHDRAWN:
        steps.append(LotStep.HANDLE)
        if len(lot.photos.all()) < MOST_PHOTOS:
            steps.append(LotStep.PHOTOS)
    if LOT_LIFECYCLE.allows(lot.status, LotStatus.SOLD_OUT):
        steps.append(LotStep.SELL_OUT)
    if lot.photos.all():
        steps.append(LotStep.REMOVE_PHOTO)
    if lot.farmer.display_name:
        steps.append(LotStep.HIDE_NAME)
    elif lot.farmer.villager.erased_at is None:
        steps.append(LotStep.SHOW_NAME)
    if LOT_LIFECYCLE.allows(lot.status, LotStatus.WITHDRAWN):
        steps.append(LotStep.WITHDRAW)
    return steps
