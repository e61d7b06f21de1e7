"""Whatever is refused in whatever steps and taken in whatever batches: the sums end at f(paid - refunded)."""

from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partners.commission.amounts import commission_amount
from partners.commission.models import CommissionRate
from partners.income.models import Earning
from partners.income.pricing import price_activity
from partners.journal.kinds import Business, Category
from partners.people.models import Partner
from stations.network.models import Station
from tests.partners.commission.test_amounts import Rule, rules
from tests.partners.commission.test_revising import day
from tests.partners.income.history import History, post_rows


@st.composite
def lives(draw: st.DrawFn) -> tuple[Decimal, list[Decimal]]:
    """What was paid, and refunds that never exceed it."""
    paid = draw(st.decimals("0.01", 20_000, places=2))
    refunds: list[Decimal] = []
    left = paid
    for _ in range(draw(st.integers(0, 4))):
        if left == 0:
            break
        refunds.append(draw(st.decimals("0.01", left, places=2)))
        left -= refunds[-1]
    return paid, refunds


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rule=rules(),
    orders=st.lists(lives(), min_size=1, max_size=3),
    limit=st.integers(1, 6),
    price_between=st.booleans(),
)
def test_sums_end_at_f_of_what_is_left(
    lin: Partner,
    fjyx001: Station,
    rule: Rule,
    orders: list[tuple[Decimal, list[Decimal]]],
    limit: int,
    price_between: bool,
) -> None:
    with transaction.atomic():
        CommissionRate.objects.create(
            business=Business.AGENT_ORDER,
            category=Category.CLOTHING,
            valid_from=day("2015-01-01"),
            rate=rule.rate,
            fixed=rule.fixed,
            minimum=rule.minimum,
            cap=rule.cap,
        )
        histories = [History(fjyx001) for _ in orders]
        post_rows(
            *(
                history.paid(str(paid), post=False)
                for history, (paid, _) in zip(histories, orders, strict=True)
            )
        )
        for history, (_, refunds) in zip(histories, orders, strict=True):
            for amount in refunds:
                history.refunded(str(amount), "2015-10-20")
                if price_between:
                    price_activity(limit=limit)
        price_activity(limit=limit)

        for history, (paid, refunds) in zip(histories, orders, strict=True):
            total = Earning.objects.filter(subject=history.subject).aggregate(total=Sum("amount"))["total"]
            assert total == commission_amount(paid - sum(refunds), rule)
        transaction.set_rollback(True)  # the next example brings its own rate
