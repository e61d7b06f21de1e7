"""From the rows of a file to what is new, what moves on, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from orders.importing.report import ImportReport
from orders.produce.models import ProduceLot
from orders.produce.sales.cities import find_city
from orders.produce.sales.importing.parsing import FORMAT, Row, in_column
from orders.produce.sales.lifecycle import OVER
from orders.produce.sales.models import ProduceListing, ProduceSale
from stations.network.models import Station
from stations.refusals import Refused
from stations.regions.models import Region


@dataclass(frozen=True, slots=True)
class New:
    """A sale that is not on record."""

    row: Row
    listing: ProduceListing
    city: Region


@dataclass(frozen=True, slots=True)
class Step:
    """A sale on record of which the file knows more."""

    row: Row
    sale: ProduceSale


@dataclass(slots=True)
class Plan:
    """What is to be done for some rows."""

    new: list[New] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


class Planner:
    """Judges rows against what is on record. `lots`: those of the file within the actor's reach, locked."""

    def __init__(self, *, actor: Any, lots: Mapping[str, ProduceLot]) -> None:
        reach = Station.objects.all() if actor is None else Station.objects.visible_to(actor)
        self._stations = set(reach.values_list("pk", flat=True))
        self._lots = lots
        self._listings = {
            (one.lot_id, one.platform): one
            for one in ProduceListing.objects.still_open().filter(lot__in=list(lots.values()))
        }
        self._city = cache(find_city)

    def plan(self, rows: Sequence[Row], report: ImportReport) -> Plan:
        """Counts what is known and refuses what makes no sense in the report."""
        plan, on_record = Plan(), _on_record(rows)
        for row in rows:
            try:
                city = self._city(row.buyer_city)
                sale = on_record.get(row.key)
                if sale is None:
                    plan.new.append(New(row, self._listing(row), city))
                    continue
                if sale.station_id not in self._stations:
                    raise Refused(_("This platform order number cannot be used."), field="order_no")
                _check_same(row, sale, city)
                if _says_more(row, sale):
                    plan.steps.append(Step(row, sale))
                else:
                    report.known += 1
            except Refused as refused:
                report.refuse(row.line, in_column(refused))
        return plan

    def _listing(self, row: Row) -> ProduceListing:
        lot = self._lots.get(row.lot)
        if lot is None:
            # One out of reach is no other than one that does not exist.
            raise Refused(_("There is no lot %(code)s.") % {"code": row.lot}, field="lot")
        listing = self._listings.get((lot.pk, row.platform))
        if listing is None:
            raise Refused(_("This lot is not for sale on this platform: list it first."), field="lot")
        return listing


def _on_record(rows: Sequence[Row]) -> dict[tuple[str, str], ProduceSale]:
    sales = ProduceSale.objects.filter(
        platform__in={row.platform for row in rows}, platform_order_no__in=[row.order_no for row in rows]
    ).select_related("listing__lot")
    return {(sale.platform, sale.platform_order_no): sale for sale in sales}


def _says_more(row: Row, sale: ProduceSale) -> bool:
    """Whether the buyer has it, or got money back, and we do not know. An older file takes nothing back."""
    if sale.status in OVER:
        return False
    return (row.received_at is not None and sale.received_at is None) or row.refunded > sale.refunded


def _check_same(row: Row, sale: ProduceSale, city: Region) -> None:
    """Raises Refused unless the row says what is on record; moments on record stay as they are."""
    same = {
        "lot": sale.listing.lot.code == row.lot,
        "quantity": sale.quantity == row.quantity,
        "unit_price": sale.unit_price == row.unit_price,
        "buyer_city": sale.buyer_city_id == city.pk,
    }
    if not all(same.values()):
        differing = [FORMAT.word(column) for column, is_same in same.items() if not is_same]
        raise Refused(
            _("Sale %(number)s is on record with a different %(columns)s.")
            % {"number": sale.number, "columns": ", ".join(differing)}
        )
