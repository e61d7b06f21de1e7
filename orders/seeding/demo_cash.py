"""Drawers of the demo: change put in, cash banked in the evening, days closed up to yesterday for most."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django.db import transaction
from django.db.models import Sum

from orders.cash.closing.counting import close_day
from orders.cash.closing.sheet import parcels_at
from orders.cash.kinds import CashKind
from orders.cash.models import CashDay, CashMovement, Drawer
from orders.cash.moving import NewMovement, move_cash
from partners.people.models import Tenure
from stations.clock import day_start, today
from stations.network.models import Station

# Who has not closed for how many days: the county sees them on its list.
LATE = {"FJYX002": 1, "ZJTL003": 3}
# Station, days ago, found by counting in yuan, why.
FOUND = {
    ("FJYX001", 4): (Decimal("-1.00"), "找零少给了一元"),
    ("FJYX004", 6): (Decimal("5.00"), "村民没拿找零，下次补给"),
    ("ZJTL001", 3): (Decimal("-20.00"), "付了送货的油钱，没有单据"),
    ("GDSX002", 8): (Decimal("0.50"), "零钱点错"),
}
CHANGE = Decimal(500)  # what is left in the drawer overnight
_STEP = Decimal(100)


def make_cash() -> int:
    """Banks what the last days took, closes them; returns how many days were closed. One transaction."""
    with transaction.atomic():
        moved = _moved_by_day()
        stations = Station.objects.in_bulk(moved)
        move_cash(
            actor=None,
            movements=[one for pk, days in moved.items() for one in _by_hand(stations[pk], days)],
        )
        return sum(_close_days(stations[pk]) for pk in moved)


def _moved_by_day() -> dict[int, dict[dt.date, Decimal]]:
    """Yuan by station and day, in the order of days."""
    moved: dict[int, dict[dt.date, Decimal]] = defaultdict(dict)
    rows = CashMovement.objects.values("station", "business_date").annotate(sum=Sum("amount"))
    for row in rows.order_by("station", "business_date"):
        moved[row["station"]][row["business_date"]] = row["sum"]
    return moved


def _by_hand(station: Station, days: dict[dt.date, Decimal]) -> list[NewMovement]:
    """Change on the first morning; in the evening of each full day what is above it goes to the bank."""
    first = min(days)
    made = [_movement(station, first, CashKind.PUT_IN, CHANGE, 7, "开店备用零钱")]
    holds = CHANGE
    for day, amount in days.items():
        holds += amount
        if holds < 0:  # a farmer was paid more than the drawer held
            missing = (-holds / _STEP).to_integral_value(ROUND_CEILING) * _STEP
            made.append(_movement(station, day, CashKind.PUT_IN, missing, 8, "付农户货款"))
            holds += missing
        spare = ((holds - CHANGE) / _STEP).to_integral_value(ROUND_FLOOR) * _STEP
        if spare >= 10 * _STEP and day < today():
            made.append(_movement(station, day, CashKind.BANKED, -spare, 19, f"{day:%m%d}{station.pk:06d}"))
            holds -= spare
    return made


def _movement(
    station: Station, day: dt.date, kind: CashKind, amount: Decimal, hour: int, note: str
) -> NewMovement:
    return NewMovement(
        station_id=station.pk,
        kind=kind,
        amount=amount,
        source_key=f"demo:{kind}:{station.pk}:{day}:{hour}",
        occurred_at=day_start(day) + dt.timedelta(hours=hour, minutes=station.pk % 50),
        note=note,
    )


def _close_days(station: Station) -> int:
    tenure = Tenure.objects.covering(today()).select_related("partner__user").get(station=station)
    last = today() - dt.timedelta(days=LATE.get(station.code, 0))
    lying, count = parcels_at(station), 0
    holds = Drawer.objects.get(station=station).amount
    days = list(CashDay.objects.filter(station=station).open_before(today()).values_list("day", flat=True))
    later = dict(
        CashMovement.objects.filter(station=station).values_list("business_date").annotate(sum=Sum("amount"))
    )
    found_so_far = Decimal(0)
    for day in days:
        if day >= last:
            break
        found, reason = FOUND.get((station.code, (today() - day).days), (Decimal(0), ""))
        found_so_far += found
        moved_after = sum((amount for other, amount in later.items() if other > day), Decimal(0))
        close_day(
            actor=tenure.partner.user,
            station=station,
            day=day,
            counted=holds - moved_after + found_so_far,
            parcels=lying,
            reason=reason,
            at=day_start(day) + dt.timedelta(hours=19, minutes=50),
        )
        count += 1
    return count
