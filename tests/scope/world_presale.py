"""Rows of a presale, for `world`: taken before the festival, at each side's station."""

from __future__ import annotations

import datetime as dt
from typing import Any

from orders.presale.models import CountyArrival, DepositRule, PresaleGood, PresaleOrder
from orders.presale.stocking import enter_arrival
from tests.orders.presale.making import make_good, make_presale


def good_of(side: Any, festival: Any) -> PresaleGood:
    found = PresaleGood.objects.filter(festival=festival).first()
    return found or make_good(festival)


def presale_of(side: Any, festival: Any) -> PresaleOrder:
    found = PresaleOrder.objects.filter(order__station=side.station).first()
    return found or make_presale(side.station, good_of(side, festival), side.order.villager)


def arrival_of(side: Any, festival: Any) -> CountyArrival:
    found = CountyArrival.objects.filter(center=side.center).first()
    return found or enter_arrival(
        actor=None, center=side.center, good=good_of(side, festival), pieces=3, note="到货单"
    )


def deposit_rule_of(side: Any) -> DepositRule:
    return DepositRule.objects.get_or_create(
        ending="late", defaults={"outcome": "forfeited", "valid_from": dt.date(2015, 10, 1)}
    )[0]
