"""The drawer is counted: when a day begins, and when it is closed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.cash.closing.sheet import parcels_at, sum_of
from orders.cash.kinds import CashKind
from orders.cash.models import CashDay, CashMovement, Drawer
from orders.cash.moving import HeldDrawer, NewMovement, lock_drawers, move_cash
from partners.ledger.models import Balance
from stations.clock import day_end, day_start, today
from stations.money import ZERO, to_fen
from stations.network.models import Station
from stations.refusals import Refused, check_reason
from stations.wording import day as written_day
from stations.wording import yuan

MOMENT = dt.timedelta(microseconds=1)
HIGHEST_COUNT = Decimal("10000000.00")


def open_day(*, actor: Any, station: Station, counted: Decimal, reason: str = "") -> CashDay:
    """Counts the opening cash of today. Locks the drawer.

    What it holds more or less than at the last count is booked with a reason; the first cash ever
    is the partner's own and needs none. Raises Refused: an earlier day is not closed, today is
    closed or was opened, cash has moved today already, a difference without a reason.
    """
    counted, day = _check_count(counted), today()
    with transaction.atomic():
        drawer = lock_drawers([station.pk])[station.pk]
        _check_open(station, drawer, day)
        row, _made = CashDay.objects.get_or_create(station=station, day=day)
        moved = CashMovement.objects.filter(station=station)
        if row.opened_at is not None or moved.filter(occurred_at__gte=day_start(day)).exists():
            raise Refused(
                _("Today has begun already: what differs is found when the day is closed."),
                code="begun",
                conflict=True,
            )
        difference = counted - drawer.amount
        first = not moved.exists()
        if difference and not first:
            reason = _check_explained(_told(counted, drawer.amount), reason)
        _book(
            actor=actor,
            row=row,
            amount=difference,
            kind=CashKind.PUT_IN if first else CashKind.COUNTED,
            source_key=f"cash-day:{row.pk}:opening",
            at=timezone.now(),
            note=reason or (_("opening cash") if first else ""),
        )
        row.opening_counted, row.opened_by, row.opened_at = counted, actor, timezone.now()
        row.save(update_fields=["opening_counted", "opened_by", "opened_at"])
    return row


def close_day(
    *,
    actor: Any,
    station: Station,
    day: dt.date,
    counted: Decimal,
    parcels: int,
    reason: str = "",
    at: dt.datetime | None = None,
) -> CashDay:
    """Closes a day of a drawer by what was counted at its end; cash in yuan. Locks the drawer.

    A difference is booked on the day, so that the next one opens with what is there; the day takes
    no movement any more. Raises Refused: nothing to close, a day to come, closed already, an earlier
    day that is open, a difference without a reason, a count that cannot be.
    """
    counted, at = _check_count(counted), at or timezone.now()
    with transaction.atomic():
        drawer = lock_drawers([station.pk])[station.pk]
        if parcels < 0:
            raise Refused(_("Count the parcels."), code="parcels", field="parcels")
        if day > today():
            raise Refused(_("This day is still to come."), code="day", field="day")
        _check_open(station, drawer, day)
        row = CashDay.objects.filter(station=station, day=day).first()
        if row is None:
            if day < today():
                raise Refused(_("No cash moved on this day: there is nothing to close."), code="nothing")
            row = CashDay.objects.create(station=station, day=day)
        expected = drawer.amount - sum_of(CashMovement.objects.filter(station=station, business_date__gt=day))
        lying = parcels_at(station)
        reason = _check_differences((counted, expected), (parcels, lying), reason)
        _check_possible(drawer, counted - expected)
        _book(
            actor=actor,
            row=row,
            amount=counted - expected,
            kind=CashKind.COUNTED,
            source_key=f"cash-day:{row.pk}:closing",
            at=min(at, day_end(day) - MOMENT),
            note=reason,
        )
        row.expected, row.counted, row.reason = expected, counted, reason.strip()
        row.parcels_expected, row.parcels_counted = lying, parcels
        row.float_balance = _float_of(station)
        row.closed_by, row.closed_at = actor, at
        row.save()
        Drawer.objects.filter(station=station).update(closed_through=day)
    return row


def _float_of(station: Station) -> Decimal:
    balance = Balance.objects.filter(account__station=station).first()
    return balance.amount if balance else ZERO


def _check_open(station: Station, drawer: HeldDrawer, day: dt.date) -> None:
    if drawer.closed_through is not None and day <= drawer.closed_through:
        raise Refused(
            _("%(day)s is closed already.") % {"day": written_day(day)}, code="closed", conflict=True
        )
    earlier = CashDay.objects.filter(station=station).open_before(day).first()
    if earlier is not None:
        raise Refused(
            _("%(day)s is not closed yet: close it first.") % {"day": written_day(earlier.day)},
            code="earlier_day",
            conflict=True,
        )


def _check_count(counted: Decimal) -> Decimal:
    counted = to_fen(counted)
    if not 0 <= counted <= HIGHEST_COUNT:
        raise Refused(
            _("Count the cash: zero or more, at most 10,000,000 yuan."), code="counted", field="counted"
        )
    return counted


def _check_possible(drawer: HeldDrawer, difference: Decimal) -> None:
    if drawer.free + difference < 0:
        raise Refused(
            _(
                "So little cannot have been there: more went out since, or is promised to villagers."
                " Count again, or put cash in first."
            ),
            code="counted",
            field="counted",
        )


def _check_differences(cash: tuple[Decimal, Decimal], parcels: tuple[int, int], reason: str) -> str:
    """The reason of what differs, counted against expected; raises Refused where none is given."""
    told = [_told(*cash)] if cash[0] != cash[1] else []
    told += [_told_parcels(*parcels)] if parcels[0] != parcels[1] else []
    return _check_explained(" ".join(told), reason) if told else reason


def _check_explained(told: str, reason: str) -> str:
    if not reason.strip():
        raise Refused(_("%(difference)s Say why.") % {"difference": told}, code="difference", field="reason")
    return check_reason(reason)


def _told(counted: Decimal, expected: Decimal) -> str:
    words = {"counted": yuan(counted), "expected": yuan(expected), "by": yuan(abs(counted - expected))}
    if counted < expected:
        return _("Counted %(counted)s, expected %(expected)s: %(by)s too little.") % words
    return _("Counted %(counted)s, expected %(expected)s: %(by)s too much.") % words


def _told_parcels(counted: int, expected: int) -> str:
    return _("Counted %(counted)d parcels, expected %(expected)d.") % {
        "counted": counted,
        "expected": expected,
    }


def _book(
    *,
    actor: Any,
    row: CashDay,
    amount: Decimal,
    kind: CashKind,
    source_key: str,
    at: dt.datetime,
    note: str,
) -> None:
    """Books what a count has found; the caller holds the drawer's lock."""
    if not amount:
        return
    movement = NewMovement(
        station_id=row.station_id,
        kind=kind,
        amount=amount,
        source_key=source_key,
        occurred_at=at,
        note=note.strip(),
    )
    move_cash(actor=actor, movements=[movement], field="counted")
