"""What was refunded of a festival, by the day on which it was: what lowers its net afterwards."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal

from django.db.models import Exists, OuterRef, Sum

from orders.festivals.models import Festival
from orders.festivals.places import COUNTED
from orders.festivals.rolling_up import CONSUMER
from partners.journal.kinds import Kind
from partners.journal.models import Activity, PendingActivity
from stations.centers.models import CountyCenter

# By the day of the refund: yuan, and orders of which nothing is left; both are negative.
Refunds = dict[dt.date, tuple[Decimal, int]]


def refunds_by_county(festival: Festival, user: object | None = None) -> dict[str, Refunds]:
    """By the code of the county that the payment was under, without what is not rolled up yet.

    So they are exactly what the report's net is below its paid. Reads the festival's refunds by an
    index of their own, not its orders.
    """
    waiting = PendingActivity.objects.filter(consumer=CONSUMER, activity=OuterRef("pk"))
    rows = Activity.objects.filter(
        ~Exists(waiting),
        kind=Kind.REFUND,
        business=COUNTED,
        turnover_at__gte=festival.starts_at,
        turnover_at__lt=festival.ends_at,
    )
    if user is not None:
        # As the county's figures: by the center of the payment.
        rows = rows.filter(center__in=CountyCenter.objects.visible_to(user))
    summed = rows.order_by().values_list("center__county_id", "business_date")
    found: dict[str, Refunds] = defaultdict(dict)
    for county, day, amount, orders in summed.annotate(Sum("amount"), Sum("orders")):
        found[county][day] = (amount, orders)
    return found


def added_up(refunds: dict[str, Refunds]) -> Refunds:
    """Of all these counties together."""
    total: Refunds = {}
    for own in refunds.values():
        for day, (amount, orders) in own.items():
            so_far = total.get(day, (Decimal(0), 0))
            total[day] = (so_far[0] + amount, so_far[1] + orders)
    return total
