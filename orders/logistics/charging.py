"""What a villager pays for a parcel: rows with a validity, the county's own before the national one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pghistory
import structlog
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from orders.logistics.models import Direction, Parcel, ParcelFee
from stations.centers.models import CountyCenter
from stations.clock import today
from stations.money import ZERO, to_fen
from stations.refusals import Refused
from stations.turns import wait_turn

log = structlog.get_logger(__name__)

HIGHEST_FEE = Decimal("100.00")
STANDARD_FEE = Decimal("2.00")  # an assumption: "2 to 3 yuan"
FIRST_DAY = dt.date(2014, 10, 1)  # the month in which the first station opened


def over_the_counter(parcel: Parcel) -> bool:
    """Whether it reaches its villager at the station: that earns the subsidy.

    What is delivered to the house goes its own way, and what goes up reaches nobody here.
    """
    return parcel.direction == Direction.DOWN and not parcel.returning and not parcel.to_the_house


def pays_fee(parcel: Parcel) -> bool:
    """Whether its villager pays the parcel fee: for an own one. That of an order came with its order."""
    return over_the_counter(parcel) and parcel.order_id is None


def fee_of(parcel: Parcel, day: dt.date | None = None) -> Decimal:
    """Yuan to be paid for the parcel if it is handed over on a day, today unless given; zero for none."""
    if not pays_fee(parcel):
        return ZERO
    center_id = parcel.station.center_id
    return fees_on({center_id}, day or today())[center_id]


def fees_on(center_ids: Iterable[int], day: dt.date) -> dict[int, Decimal]:
    """The parcel fee of some counties on a day, in yuan."""
    wanted = set(center_ids)
    rows = (
        ParcelFee.objects.filter(valid_from__lte=day)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
        .filter(Q(center__in=wanted) | Q(center__isnull=True))
        .order_by(F("center").asc(nulls_first=True))
    )
    fees = dict.fromkeys(wanted, ZERO)
    for center_id, fee in rows.values_list("center_id", "fee"):
        fees |= dict.fromkeys(wanted, fee) if center_id is None else {center_id: fee}
    return fees


def charge(parcel: Parcel, *, due: Decimal, waive: str = "") -> None:
    """Writes into a locked parcel what its hand-over costs; the caller saves it.

    Raises Refused for a fee waived that is not due.
    """
    if not pays_fee(parcel):
        if waive.strip():
            raise Refused(_("There is no fee for this parcel."), code="waive", field="waive")
        return
    waived = waive.strip()[:200]
    parcel.fee, parcel.fee_waived = (ZERO, waived) if waived else (due, "")


def set_parcel_fee(
    *, actor: Any, fee: Decimal, valid_from: dt.date, center: CountyCenter | None = None
) -> ParcelFee:
    """A new fee from a day on; the one that was open ends the day before. Head office's right.

    Raises Refused: a day that has begun (today's fee is what people were told), an amount that
    makes no sense, a later fee on file already. Takes the fees' turn.
    """
    if valid_from <= today():
        raise Refused(_("A fee begins tomorrow or later."), code="day", field="valid_from")
    row = _write_fee(actor=actor, fee=fee, valid_from=valid_from, center=center)
    log.info("parcel_fee_set", fee=row.pk, actor=getattr(actor, "pk", None))
    return row


def load_standard_parcel_fee() -> int:
    """Adds the national fee to start from where there is none; returns how many were added."""
    if ParcelFee.objects.filter(center__isnull=True).exists():
        return 0
    _write_fee(actor=None, fee=STANDARD_FEE, valid_from=FIRST_DAY, center=None)
    return 1


def _write_fee(*, actor: Any, fee: Decimal, valid_from: dt.date, center: CountyCenter | None) -> ParcelFee:
    if not 0 <= fee <= HIGHEST_FEE or fee != to_fen(fee):
        raise Refused(
            _("A parcel fee is between 0 and 100 yuan, with at most two decimals."), code="fee", field="fee"
        )
    with pghistory.context(user=getattr(actor, "pk", None)), transaction.atomic():
        wait_turn("orders.parcel_fee")
        others = ParcelFee.objects.filter(center=center)
        if others.filter(valid_from__gte=valid_from).exists():
            raise Refused(_("A later fee is on file already."), code="later", field="valid_from")
        others.filter(valid_to__isnull=True).update(valid_to=valid_from - dt.timedelta(days=1))
        return ParcelFee.objects.create(center=center, fee=fee, valid_from=valid_from)
