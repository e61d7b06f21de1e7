"""A harvest is recorded as a lot."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from orders.produce.lifecycle import Spraying, Unit
from orders.produce.models import Farmer, ProduceLot
from orders.produce.public_words import check_public_words
from stations.clock import today
from stations.network.lifecycle import StationStatus
from stations.network.models import Station
from stations.refusals import Refused, check_fields
from stations.regions.models import Region

# Honey and dried goods keep for years; an older date is a slip of the finger.
OLDEST = dt.timedelta(days=3 * 365)
MOST_WAITING_DAYS = 365


@dataclass(frozen=True, slots=True)
class NewLot:
    """What is recorded. `village` None: the station's own. Empty words: not told."""

    station: Station
    farmer: Farmer
    category: str
    product: str
    quantity: Decimal
    harvested_on: dt.date
    unit: str = Unit.JIN
    village: Region | None = None
    plot: str = ""
    fertiliser: str = ""
    spraying: str = ""
    waiting_days: int | None = None
    water: str = ""
    quality_notes: str = ""


def record_lot(*, actor: Any, lot: NewLot) -> ProduceLot:
    """Records a lot; nobody outside sees it before it is offered. Takes no lock.

    Raises Refused: the station is not open, the farmer belongs to another one, the village lies
    in another county, the harvest is in the future, chemicals without waiting days, or words
    that would tell buyers who the farmer is.
    """
    station, village = lot.station, lot.village or lot.station.village
    if station.status != StationStatus.OPEN:
        raise Refused(_("The station is not open."), code="station", conflict=True)
    if lot.farmer.villager.station_id != station.pk:
        raise Refused(_("This farmer is not known at the station."), code="farmer", field="phone")
    if village.level != Region.Level.VILLAGE or not village.pk.startswith(station.center.county_id):
        raise Refused(_("Choose a village of this county."), code="village", field="village")
    _check_harvest(lot)
    check_public_words(lot.farmer, product=lot.product, plot=lot.plot, quality_notes=lot.quality_notes)
    new = ProduceLot(
        station=station,
        farmer=lot.farmer,
        created_by=actor,
        category=lot.category,
        product=lot.product.strip(),
        quantity=lot.quantity,
        unit=lot.unit,
        harvested_on=lot.harvested_on,
        village=village,
        plot=lot.plot.strip(),
        fertiliser=lot.fertiliser,
        spraying=lot.spraying,
        waiting_days=lot.waiting_days,
        water=lot.water,
        quality_notes=lot.quality_notes.strip(),
    )
    check_fields(
        new,
        *("category", "product", "quantity", "unit", "plot"),
        *("fertiliser", "spraying", "waiting_days", "water", "quality_notes"),
    )
    with transaction.atomic():
        new.save(force_insert=True)
    return new


def _check_harvest(lot: NewLot) -> None:
    if lot.quantity <= 0:
        raise Refused(_("Say how much there is."), code="quantity", field="quantity")
    if lot.harvested_on > today():
        raise Refused(_("The harvest cannot be later than today."), code="harvested_on", field="harvested_on")
    if lot.harvested_on < today() - OLDEST:
        raise Refused(
            _("That is more than three years ago: please look at the year."),
            code="harvested_on",
            field="harvested_on",
        )
    if lot.spraying == Spraying.CHEMICAL and lot.waiting_days is None:
        raise Refused(
            _("Say how many days passed from the last spraying to the harvest."),
            code="waiting_days",
            field="waiting_days",
        )
    if lot.spraying != Spraying.CHEMICAL and lot.waiting_days is not None:
        raise Refused(
            _("Waiting days belong to pesticides: choose them, or leave the days empty."),
            code="waiting_days",
            field="waiting_days",
        )
    if (lot.waiting_days or 0) > MOST_WAITING_DAYS:
        raise Refused(_("A year at most."), code="waiting_days", field="waiting_days")
