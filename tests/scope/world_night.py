"""A side's rows of the night: its station's target, and a standstill."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from orders.festivals.models import Festival
from orders.festivals.standstills.models import Standstill, StandstillRule
from orders.festivals.targets.models import FestivalTarget
from orders.festivals.targets.setting import set_target


def target_of(side: Any, festival: Festival) -> FestivalTarget:
    return set_target(actor=side.staff, festival=festival, place=side.station, amount=Decimal("100.00"))


def standstill_of(side: Any, festival: Festival) -> Standstill:
    return Standstill.objects.get_or_create(
        festival=festival,
        station=side.station,
        stood_since=festival.starts_at,
        defaults={"expected": Decimal("7.5"), "noticed_at": festival.starts_at + dt.timedelta(hours=2)},
    )[0]


def rule_of(side: Any) -> StandstillRule:
    return StandstillRule.objects.get_or_create(
        valid_from=dt.date(2015, 11, 1), defaults={"hours": 2, "weeks": 4, "least_expected": Decimal(5)}
    )[0]
