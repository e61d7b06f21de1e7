"""A report as a document that says the same for ever, and back again.

Canonical: keys sorted, no blanks, yuan as strings, moments with their offset; so its sha256 tells
whether a byte was changed. It carries the names of places and the definitions of its figures, in
both languages: nothing that prints it has to ask the database.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import override

from orders.festivals.definitions import LANGUAGES, definitions
from orders.festivals.freezing.refunds import Refunds
from orders.festivals.measures import Turnovers
from orders.festivals.models import Festival
from orders.festivals.places import Place, share_of
from orders.festivals.report import FestivalReport, Kind, Stretch
from partners.journal.kinds import Category
from stations.clock import SHANGHAI
from stations.money import ZERO

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Reading:
    """A report, with what was refunded up to then by the day of the refund."""

    report: FestivalReport
    refunds: Refunds

    def precedes(self, other: Reading) -> bool:
        """Whether what `other` says may be told as corrections of this: the same hours, later."""
        mine, others = self.report.festival, other.report.festival
        same_hours = (mine.starts_at, mine.ends_at) == (others.starts_at, others.ends_at)
        same_part = self.report.national == other.report.national
        return same_hours and same_part and self.report.as_of <= other.report.as_of


@dataclass(frozen=True, slots=True)
class Frozen(Reading):
    """What a document says. `definitions` are term and text, by language."""

    definitions: dict[str, list[list[str]]]


def document_of(reading: Reading) -> str:
    """The canonical text."""
    report, festival = reading.report, reading.report.festival
    county = None if report.national else report.counties[0]
    content = {
        "format": FORMAT,
        "festival": {
            "slug": festival.slug,
            "name": festival.name,
            "starts_at": _moment(festival.starts_at),
            "ends_at": _moment(festival.ends_at),
            "target": _yuan(report.target),
        },
        "county": county and {"code": county.code, "name": county.name, "province": county.within_name},
        "as_of": _moment(report.as_of),
        "pending": report.pending,
        "turnovers": _measures(report.turnovers),
        "stations_in_service": report.stations_in_service,
        "stations_selling": report.stations_selling,
        "mean_per_station": _yuan(report.mean_per_station),
        "median_per_station": _yuan(report.median_per_station),
        "hours": [_measures(one.turnovers) | {"starts_at": _moment(one.starts_at)} for one in report.hours],
        "opening": [
            _measures(one.turnovers) | {"starts_at": _moment(one.starts_at)} for one in report.opening
        ],
        "categories": [
            _measures(kind.turnovers) | {"code": kind.category.value, "name": _in_each(kind.category.label)}
            for kind in report.categories
        ],
        "provinces": [_place(row) for row in report.provinces],
        "counties": [_place(row) for row in report.counties],
        "stations": [_place(row) for row in report.stations],
        "refunds": [
            {"day": day.isoformat(), "amount": _yuan(amount), "orders": orders}
            for day, (amount, orders) in sorted(reading.refunds.items())
        ],
        "definitions": definitions(),
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def checksum_of(document: str) -> str:
    return hashlib.sha256(document.encode()).hexdigest()


def thaw(document: str) -> Frozen:
    """What a document says, as the report it was made from."""
    said = json.loads(document)
    sold = _turnovers(said["turnovers"])
    everything = sold.paid_amount
    festival = said["festival"]
    places = {
        level: tuple(_thawed_place(row, everything) for row in said[level])
        for level in ("provinces", "counties", "stations")
    }
    report = FestivalReport(
        festival=Festival(
            slug=festival["slug"],
            name=festival["name"],
            starts_at=_when(festival["starts_at"]),
            ends_at=_when(festival["ends_at"]),
            sales_target=_amount(festival["target"]),
        ),
        as_of=_when(said["as_of"]),
        pending=said["pending"],
        national=said["county"] is None,
        turnovers=sold,
        stations_in_service=said["stations_in_service"],
        stations_selling=said["stations_selling"],
        mean_per_station=_amount(said["mean_per_station"]),
        median_per_station=_amount(said["median_per_station"]),
        hours=tuple(Stretch(_when(row["starts_at"]), _turnovers(row)) for row in said["hours"]),
        opening=tuple(Stretch(_when(row["starts_at"]), _turnovers(row)) for row in said["opening"]),
        categories=tuple(
            Kind(Category(row["code"]), own, share_of(own, everything))
            for row in said["categories"]
            for own in [_turnovers(row)]
        ),
        provinces=places["provinces"],
        counties=places["counties"],
        stations=places["stations"],
    )
    refunds = {
        dt.date.fromisoformat(row["day"]): (Decimal(row["amount"]), int(row["orders"]))
        for row in said["refunds"]
    }
    return Frozen(report=report, refunds=refunds, definitions=said["definitions"])


# --- parts ---------------------------------------------------------------------------


def _measures(sold: Turnovers) -> dict[str, Any]:
    return {name: {"amount": _yuan(amount), "orders": orders} for name, amount, orders in sold}


def _turnovers(row: dict[str, Any]) -> Turnovers:
    pairs = (row[name] for name in ("placed", "paid", "net"))
    values: list[Any] = [value for pair in pairs for value in (Decimal(pair["amount"]), pair["orders"])]
    return Turnovers(*values)


def _place(row: Place) -> dict[str, Any]:
    return _measures(row.turnovers) | {
        "code": row.code,
        "name": row.name,
        "within": row.within,
        "within_name": row.within_name,
        "in_service": row.in_service,
        "selling": row.selling,
    }


def _thawed_place(row: dict[str, Any], everything: Decimal) -> Place:
    sold = _turnovers(row)
    named = (row["code"], row["name"], row["within"], row["within_name"])
    return Place(*named, sold, share_of(sold, everything), row["in_service"], row["selling"])


def _in_each(label: Any) -> dict[str, str]:
    words = {}
    for language in LANGUAGES:
        with override(language):
            words[language] = str(label)
    return words


def _yuan(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount + ZERO:.2f}"


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(SHANGHAI).isoformat()


def _when(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).astimezone(SHANGHAI)
