"""Equipment comes to a station, goes, and is counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stations.clock import today
from stations.equipment.models import (
    EquipmentKind,
    EquipmentMove,
    EquipmentStock,
    StockLine,
    StockTaking,
)
from stations.network.changing import lock_station
from stations.network.lifecycle import StationStatus
from stations.network.models import Station
from stations.refusals import Refused

STANDARD = (
    ("computer", "电脑", 1, "3200.00"),
    ("screen", "42 寸显示屏", 1, "2400.00"),
    ("printer", "小票打印机", 1, "350.00"),
    ("shelf", "货架", 3, "180.00"),
    ("sign", "门头招牌", 1, "900.00"),
)
# Which way pieces go.
SIGN = {
    EquipmentMove.Reason.DELIVERED: 1,
    EquipmentMove.Reason.RETURNED: -1,
    EquipmentMove.Reason.BROKEN: -1,
}


def load_standard_kinds() -> None:
    """The kinds that every station is given, entered where they are not there."""
    for code, name, standard, value in STANDARD:
        EquipmentKind.objects.get_or_create(
            code=code, defaults={"name": name, "standard": standard, "value": Decimal(value)}
        )


def move_equipment(
    *, actor: Any, station: Station, kind: EquipmentKind, reason: str, pieces: int, words: str = ""
) -> EquipmentStock:
    """Pieces come (delivered) or go (taken back, broken). Locks the station.

    Raises Refused: no pieces, a reason that is not one of these, more than the station has, a
    delivery to a closed station.
    """
    if reason not in SIGN:
        raise Refused(_("Only a count puts the list right."), code="reason", field="reason")
    if not 0 < pieces <= 10_000:
        raise Refused(_("At least one piece."), code="pieces", field="pieces")
    with transaction.atomic():
        station = lock_station(station.pk)
        if station.status == StationStatus.CLOSED and reason == EquipmentMove.Reason.DELIVERED:
            raise Refused(_("%(station)s is closed.") % {"station": station}, code="closed", conflict=True)
        change = SIGN[EquipmentMove.Reason(reason)] * pieces
        return _move(actor, station, kind, reason, change, words)


def take_stock(
    *,
    actor: Any,
    station: Station,
    counts: Mapping[EquipmentKind, int],
    taken_on: dt.date | None = None,
    words: str = "",
) -> StockTaking:
    """Keeps a count and puts the list right where it differs. Locks the station.

    A kind that is not in `counts` was not counted and stays. Raises Refused: nothing counted, a
    day that is not yet, a count below nothing.
    """
    taken_on = taken_on or today()
    if not counts:
        raise Refused(_("Count at least one kind."), code="counts")
    if taken_on > today():
        raise Refused(_("This day is still to come."), code="day", field="taken_on")
    if any(not 0 <= counted <= 10_000 for counted in counts.values()):
        raise Refused(_("A count is a number from 0 on."), code="counts")
    with transaction.atomic():
        station = lock_station(station.pk)
        there = dict(EquipmentStock.objects.filter(station=station).values_list("kind", "quantity"))
        taking = StockTaking.objects.create(
            station=station, taken_on=taken_on, words=words.strip(), actor=actor
        )
        for kind, counted in sorted(counts.items(), key=lambda one: one[0].pk):
            expected = there.get(kind.pk, 0)
            StockLine.objects.create(taking=taking, kind=kind, expected=expected, counted=counted)
            if counted != expected:
                _move(actor, station, kind, EquipmentMove.Reason.COUNTED, counted - expected, words, taking)
    return taking


def still_there(station: Station) -> Iterator[str]:
    """What blocks a closing: equipment that was not taken back."""
    stock = EquipmentStock.objects.filter(station=station, quantity__gt=0)
    pieces = sum(stock.values_list("quantity", flat=True))
    if pieces:
        yield ngettext(
            "%(count)d piece of equipment is still there.",
            "%(count)d pieces of equipment are still there.",
            pieces,
        ) % {"count": pieces}


def _move(
    actor: Any,
    station: Station,
    kind: EquipmentKind,
    reason: str,
    change: int,
    words: str,
    taking: StockTaking | None = None,
) -> EquipmentStock:
    """Writes the move and the sum. The caller holds the station's lock."""
    stock, _made = EquipmentStock.objects.get_or_create(station=station, kind=kind)
    if stock.quantity + change < 0:
        raise Refused(
            _("%(station)s has only %(there)d of these: %(kind)s.")
            % {"station": station, "there": stock.quantity, "kind": kind},
            code="pieces",
            field="pieces",
        )
    EquipmentMove.objects.create(
        station=station,
        kind=kind,
        change=change,
        reason=reason,
        taking=taking,
        words=words.strip()[:200],
        actor=actor,
    )
    stock.quantity += change
    stock.save(update_fields=["quantity"])
    return stock
