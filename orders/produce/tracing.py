"""What anybody may know of a lot: the one place where it is put together.

The page, the JSON and the tests read `Trace`; what is not in it cannot get out.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from orders.produce.lifecycle import LotStatus
from orders.produce.models import ProduceLot


@dataclass(frozen=True, slots=True)
class Step:
    """How the lot was handled: what, when, where. Not by whom."""

    kind: str
    at: dt.datetime
    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Photo:
    name: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Trace:
    """A lot as strangers see it; words in the language in use. Of a withdrawn one only that it is."""

    code: str
    withdrawn: bool
    sold_out: bool
    product: str
    category: str
    harvested_on: dt.date
    station: str
    village: str
    town: str
    county: str
    plot: str
    farmer: str
    quantity: str
    fertiliser: str
    spraying: str
    waiting_days: int | None
    water: str
    quality_notes: str
    steps: tuple[Step, ...]
    photos: tuple[Photo, ...]


def trace_of(code: str) -> Trace | None:
    """The public side of a published lot by the code on its label; None where there is none."""
    lot = (
        ProduceLot.objects.published()
        .select_related("station__center__county", "village__parent", "farmer")
        .filter(code=code)
        .first()
    )
    if lot is None:
        return None
    withdrawn = lot.status == LotStatus.WITHDRAWN
    return Trace(
        code=lot.grouped_code,
        withdrawn=withdrawn,
        sold_out=lot.status == LotStatus.SOLD_OUT,
        product=lot.product,
        category=str(lot.get_category_display()),
        harvested_on=lot.harvested_on,
        station=lot.station.name,
        village=lot.village.name,
        town=lot.village.parent.name if lot.village.parent else "",
        county=lot.station.center.county.name,
        **(_nothing() if withdrawn else _story(lot)),
    )


def _story(lot: ProduceLot) -> dict[str, Any]:
    return {
        "plot": lot.plot,
        "farmer": lot.farmer.display_name,
        "quantity": lot.amount_in_words,
        "fertiliser": str(lot.get_fertiliser_display()),
        "spraying": str(lot.get_spraying_display()),
        "waiting_days": lot.waiting_days,
        "water": str(lot.get_water_display()),
        "quality_notes": lot.quality_notes,
        "steps": tuple(
            Step(str(event.get_kind_display()), event.at, event.place, event.words)
            for event in lot.events.all()
        ),
        "photos": tuple(Photo(photo.name, photo.width, photo.height) for photo in lot.photos.all()),
    }


def _nothing() -> dict[str, Any]:
    words = ("plot", "farmer", "quantity", "fertiliser", "spraying", "water", "quality_notes")
    return {**dict.fromkeys(words, ""), "waiting_days": None, "steps": (), "photos": ()}
