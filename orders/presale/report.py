"""A festival's presale as of a moment: one frozen object that page, API and files print.

An order stands for the county and station that its station belongs to today, as the reader sees it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from orders.festivals.models import Festival
from orders.festivals.snapshot import one_snapshot
from orders.presale.lifecycle import DepositState
from orders.presale.models import CountyArrival, PresaleGood, PresaleOrder
from stations.money import ZERO

S = DepositState


@dataclass(frozen=True, slots=True)
class Figures:
    """Orders, pieces and yuan of one row.

    `taken` counts all orders ever taken, in full, as they count as placed; `held` are deposits whose
    balance is not paid yet, `converted` orders whose balance was paid (in full, as they count as
    paid), `forfeited` and `returned` deposits, the last with those that wait to be fetched (`owed`).
    """

    taken: int = 0
    taken_amount: Decimal = ZERO
    held: int = 0
    held_deposits: Decimal = ZERO
    converted: int = 0
    converted_amount: Decimal = ZERO
    forfeited: int = 0
    forfeited_deposits: Decimal = ZERO
    returned: int = 0
    returned_deposits: Decimal = ZERO
    owed: int = 0
    owed_deposits: Decimal = ZERO

    @property
    def conversion(self) -> Decimal | None:
        """Orders whose balance was paid, as a part of all taken."""
        return Decimal(self.converted) / self.taken if self.taken else None


@dataclass(frozen=True, slots=True)
class Row:
    """A good, county or station with its figures."""

    code: str
    name: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Stock:
    """Pieces of a good in a county: ordered and not given up, laid in, and what each station waits for."""

    county: str
    county_name: str
    good: str
    ordered: int
    laid_in: int
    stations: tuple[tuple[str, str, int], ...]

    @property
    def missing(self) -> int:
        return max(self.ordered - self.laid_in, 0)


@dataclass(frozen=True, slots=True)
class PresaleReport:
    festival: Festival
    as_of: dt.datetime
    total: Figures
    goods: tuple[Row, ...]
    counties: tuple[Row, ...]
    stations: tuple[Row, ...]
    stock: tuple[Stock, ...]


_GOOD = ("good_id", "good__title")
_COUNTY = ("order__station__center__county_id", "order__station__center__county__name")
_STATION = ("order__station__code", "order__station__name")


def presale_report(festival: Festival, user: object | None = None) -> PresaleReport:
    """The presale of what `user` may see, or of everything; one snapshot, so that its parts agree."""
    with one_snapshot() as moment:
        orders: Any = PresaleOrder.objects.filter(good__festival=festival)
        arrivals: Any = CountyArrival.objects.filter(good__festival=festival)
        if user is not None:
            orders, arrivals = orders.visible_to(user), arrivals.visible_to(user)
        known = {
            str(pk): title
            for pk, title in PresaleGood.objects.filter(festival=festival).values_list("pk", "title")
        }
        by_good = {row.code: row for row in _rows(orders, _GOOD)}
        return PresaleReport(
            festival=festival,
            as_of=moment.as_of,
            total=_total(orders),
            goods=tuple(by_good.get(pk, Row(pk, title, Figures())) for pk, title in known.items()),
            counties=_rows(orders, _COUNTY),
            stations=_rows(orders, _STATION),
            stock=_stock(orders, arrivals),
        )


def _sums() -> dict[str, Any]:
    def of(*states: str) -> Q:
        return Q(state__in=states)

    back = of(S.RETURNED, S.OWED)
    return {
        "taken": Count("pk"),
        "taken_amount": Sum("order__amount", default=ZERO),
        "held": Count("pk", filter=of(S.HELD)),
        "held_deposits": Sum("order__deposit", filter=of(S.HELD), default=ZERO),
        "converted": Count("pk", filter=of(S.CONVERTED)),
        "converted_amount": Sum("order__amount", filter=of(S.CONVERTED), default=ZERO),
        "forfeited": Count("pk", filter=of(S.FORFEITED)),
        "forfeited_deposits": Sum("order__deposit", filter=of(S.FORFEITED), default=ZERO),
        "returned": Count("pk", filter=back),
        "returned_deposits": Sum("order__deposit", filter=back, default=ZERO),
        "owed": Count("pk", filter=of(S.OWED)),
        "owed_deposits": Sum("order__deposit", filter=of(S.OWED), default=ZERO),
    }


def _total(orders: Any) -> Figures:
    return Figures(**orders.aggregate(**_sums()))


def _rows(orders: Any, keys: tuple[str, str]) -> tuple[Row, ...]:
    """By what was taken, the largest first; between equals the code decides."""
    sums = _sums()
    told = orders.order_by().values_list(*keys).annotate(**sums)
    rows = [Row(str(code), name, Figures(*figures)) for code, name, *figures in told]
    return tuple(sorted(rows, key=lambda row: (-row.figures.taken_amount, row.code)))


def _stock(orders: Any, arrivals: Any) -> tuple[Stock, ...]:
    """Every county and good with an order that stands, or with pieces laid in."""
    ordered: dict[tuple[str, str, str, str], list[tuple[str, str, int]]] = {}
    standing = (
        orders.standing()
        .order_by(*_COUNTY, "good__title", "order__station__code")
        .values_list(*_COUNTY, *_GOOD, *_STATION)
        .annotate(pieces=Sum("quantity"))
    )
    for county, county_name, good, title, code, name, pieces in standing:
        ordered.setdefault((county, county_name, str(good), title), []).append((code, name, pieces))
    laid = {
        (county, county_name, str(good), title): pieces
        for county, county_name, good, title, pieces in arrivals.order_by()
        .values_list("center__county_id", "center__county__name", *_GOOD)
        .annotate(pieces=Sum("pieces"))
    }
    return tuple(
        Stock(
            key[0],
            key[1],
            key[3],
            _pieces(ordered.get(key, ())),
            laid.get(key, 0),
            tuple(ordered.get(key, ())),
        )
        for key in sorted(ordered.keys() | laid.keys())
    )


def _pieces(stations: Iterable[tuple[str, str, int]]) -> int:
    return sum(pieces for _code, _name, pieces in stations)
