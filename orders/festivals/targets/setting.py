"""Targets are set: counties' by head office, stations' by their county."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.festivals.models import Festival
from orders.festivals.targets.models import FestivalTarget
from stations.centers.models import CountyCenter
from stations.money import to_fen
from stations.network.models import Station
from stations.refusals import Refused
from stations.scope import scope_of
from stations.turns import wait_turn

# One digit more than the nation has ever done; a typing slip of three zeros stops here.
HIGHEST = Decimal("10000000000.00")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class NewTarget:
    """Yuan paid for a county or a station."""

    place: CountyCenter | Station
    amount: Decimal


def set_targets(
    *, actor: Any, festival: Festival, targets: Sequence[NewTarget], instead_of: Any = None
) -> int:
    """Sets targets of a festival, each in the place of the one the county or station had; returns how many.

    With `instead_of`, rows of FestivalTarget, those are taken away first. Raises Refused, all or
    nothing: a place beyond the actor's reach, a county's target by anybody but head office, an amount
    that makes no sense, a place named twice. Takes the festival's turn.
    """
    _check(actor, targets)
    now = timezone.now()
    with transaction.atomic():
        wait_turn(f"orders.festival_targets:{festival.pk}")
        if instead_of is not None:
            instead_of.delete()
        FestivalTarget.objects.bulk_create(
            [
                FestivalTarget(
                    festival=festival,
                    center=target.place if isinstance(target.place, CountyCenter) else None,
                    station=target.place if isinstance(target.place, Station) else None,
                    amount=target.amount,
                    set_by=actor,
                    set_at=now,
                )
                for target in targets
            ],
            update_conflicts=True,
            unique_fields=["festival", "center", "station"],
            update_fields=["amount", "set_by", "set_at"],
            batch_size=2_000,
        )
    log.info("targets_set", festival=festival.pk, count=len(targets), actor=actor and actor.pk)
    return len(targets)


def set_target(
    *, actor: Any, festival: Festival, place: CountyCenter | Station, amount: Decimal
) -> FestivalTarget:
    """Sets one target and returns it; refuses what `set_targets` refuses."""
    set_targets(actor=actor, festival=festival, targets=[NewTarget(place, amount)])
    of = {"center": place} if isinstance(place, CountyCenter) else {"station": place}
    return FestivalTarget.objects.get(festival=festival, **of)


def check_may_set(actor: Any, place: CountyCenter | Station) -> None:
    """Raises Refused unless this target is the actor's to set. None is the house itself."""
    if actor is None or scope_of(actor).everything:
        return
    if isinstance(place, CountyCenter):
        raise Refused(_("A county's target is set by head office."), code="not_yours", field="place")
    if place.center_id not in scope_of(actor).centers:
        raise Refused(_("There is no such county or station."), code="place", field="place")


def _check(actor: Any, targets: Iterable[NewTarget]) -> None:
    seen = set()
    for target in targets:
        check_may_set(actor, target.place)
        check_amount(target.amount)
        key = (type(target.place), target.place.pk)
        if key in seen:
            raise Refused(
                _("%(place)s is named twice.") % {"place": target.place}, code="twice", field="place"
            )
        seen.add(key)


def check_amount(amount: Decimal) -> None:
    if not 0 < amount <= HIGHEST or amount != to_fen(amount):
        raise Refused(
            _("A target is above zero and at most 10,000,000,000 yuan."), code="amount", field="amount"
        )
