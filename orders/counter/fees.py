"""What a villager pays the station beside the amount: rows with a validity, posted as a chart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from orders.counter.kinds import KINDS, ServiceKind
from orders.counter.models import ServiceFee
from stations.centers.models import CountyCenter
from stations.clock import today
from stations.money import ZERO, to_fen
from stations.refusals import Refused
from stations.turns import wait_turn

HIGHEST_FEE = Decimal("1000.00")
FIRST_DAY = dt.date(2014, 10, 1)  # the month in which the first station opened


@dataclass(frozen=True, slots=True)
class Posted:
    """A line of the chart. Amounts in yuan."""

    kind: ServiceKind
    fee: Decimal
    least: Decimal
    most: Decimal


def fee_of(*, kind: str, center_id: int, day: dt.date | None = None) -> Decimal:
    """Yuan a villager pays for a service; the county's own fee goes before the national one."""
    return _fees([kind], center_id, day or today()).get(kind, ZERO)


def posted_chart(kinds: Sequence[ServiceKind], center_id: int) -> list[Posted]:
    """The chart as it hangs on the wall today."""
    fees = _fees(kinds, center_id, today())
    return [Posted(kind, fees.get(kind, ZERO), KINDS[kind].least, KINDS[kind].most) for kind in kinds]


def _fees(kinds: Sequence[str], center_id: int, day: dt.date) -> dict[str, Decimal]:
    rows = (
        ServiceFee.objects.filter(kind__in=kinds, valid_from__lte=day)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
        .filter(Q(center=center_id) | Q(center__isnull=True))
        .order_by(F("center").asc(nulls_first=True))
    )
    return dict(rows.values_list("kind", "fee"))  # the county's own comes last


def set_fee(
    *, actor: Any, kind: str, fee: Decimal, valid_from: dt.date, center: CountyCenter | None = None
) -> ServiceFee:
    """A new fee from a day on; the one that was open ends the day before.

    Raises Refused: a day that has begun (the chart of today is what people were told), an amount
    that makes no sense, a later fee on file already. Takes the kind's turn.
    """
    del actor  # the request's log says who
    if valid_from <= today():
        raise Refused(_("A fee begins tomorrow or later."), code="day", field="valid_from")
    return _write_fee(kind=kind, fee=fee, valid_from=valid_from, center=center)


def load_standard_fees() -> int:
    """Adds the national fee to start from for each kind that has none; returns how many."""
    known = set(ServiceFee.objects.filter(center__isnull=True).values_list("kind", flat=True))
    missing = [kind for kind in KINDS if kind not in known]
    for kind in missing:
        _write_fee(kind=kind, fee=KINDS[kind].standard_fee, valid_from=FIRST_DAY, center=None)
    return len(missing)


def _write_fee(*, kind: str, fee: Decimal, valid_from: dt.date, center: CountyCenter | None) -> ServiceFee:
    if kind not in KINDS:
        raise Refused(_("This service is not known."), code="kind", field="kind")
    if not 0 <= fee <= HIGHEST_FEE or fee != to_fen(fee):
        raise Refused(
            _("A fee is between 0 and 1,000 yuan, with at most two decimals."), code="fee", field="fee"
        )
    with transaction.atomic():
        wait_turn(f"orders.fee.{kind}")
        others = ServiceFee.objects.filter(kind=kind, center=center)
        if others.filter(valid_from__gte=valid_from).exists():
            raise Refused(_("A later fee is on file already."), code="later", field="valid_from")
        others.filter(valid_to__isnull=True).update(valid_to=valid_from - dt.timedelta(days=1))
        return ServiceFee.objects.create(kind=kind, center=center, fee=fee, valid_from=valid_from)
