"""A villager sells through the station, and says what name buyers may read."""

from __future__ import annotations

from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.produce.models import Farmer
from orders.villagers.holding import hold_villagers
from orders.villagers.models import Villager
from stations.refusals import Refused, check_fields

log = structlog.get_logger(__name__)


def farmer_of(*, actor: Any, villager: Villager) -> Farmer:
    """The villager as a farmer of the station; new where they never sold before. No name is shown yet.

    Holds the villager; raises Refused where the villager's data were erased.
    """
    del actor  # the lot says who recorded it
    with transaction.atomic():
        hold_villagers([villager.pk])
        farmer, _created = Farmer.objects.get_or_create(villager=villager)
    return farmer


def agree_to_name(*, actor: Any, farmer: Farmer, name: str, agreed: bool) -> Farmer:
    """The farmer agrees that buyers read this name; it replaces an earlier one. Locks the farmer.

    Raises Refused: no name, one that holds a number, the farmer did not agree, data erased.
    """
    name = name.strip()
    if not name:
        raise Refused(_("Say which name buyers may read."), code="name", field="display_name")
    if any(letter.isdigit() for letter in name):
        raise Refused(_("A name has no digits."), code="digits", field="display_name")
    if not agreed:
        raise Refused(
            _("Ask the farmer whether buyers may read this name."), code="consent", field="name_agreed"
        )
    with transaction.atomic():
        farmer = lock_farmer(farmer)
        if farmer.villager.erased_at is not None:
            raise Refused(_("This villager's data were erased."), code="erased", field="phone", conflict=True)
        farmer.display_name, farmer.agreed_at, farmer.withdrawn_at = name, timezone.now(), None
        check_fields(farmer, "display_name")
        farmer.save(update_fields=["display_name", "agreed_at", "withdrawn_at"])
    log.info("farmer_name_agreed", farmer=farmer.pk, actor=actor and actor.pk)
    return farmer


def take_name_back(*, actor: Any, farmer: Farmer) -> Farmer:
    """The farmer wants no name shown any more: it is gone from every page at once. Locks the farmer.

    Safe to repeat: without a name nothing changes.
    """
    with transaction.atomic():
        farmer = lock_farmer(farmer)
        if farmer.display_name:
            farmer.display_name, farmer.agreed_at, farmer.withdrawn_at = "", None, timezone.now()
            farmer.save(update_fields=["display_name", "agreed_at", "withdrawn_at"])
            log.info("farmer_name_taken_back", farmer=farmer.pk, actor=actor and actor.pk)
    return farmer


def lock_farmer(farmer: Farmer) -> Farmer:
    """Locks the farmer and the villager behind, and reads both again."""
    locked: Farmer = Farmer.objects.select_for_update().select_related("villager").get(pk=farmer.pk)
    return locked
