"""f, in Python and in SQL: the same to the last digit."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partners.commission.amounts import commission_amount, commission_unrounded

SHARES = st.decimals(0, 1, places=5)
YUAN = st.decimals(0, 10**6, places=2)


@dataclass(frozen=True)
class Rule:
    rate: Decimal | None = None
    fixed: Decimal | None = None
    minimum: Decimal | None = None
    cap: Decimal | None = None


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    by_rate = draw(st.booleans())
    bounds = sorted(draw(st.tuples(YUAN, YUAN)))
    return Rule(
        rate=draw(SHARES) if by_rate else None,
        fixed=None if by_rate else draw(YUAN),
        minimum=draw(st.sampled_from([None, bounds[0]])),
        cap=draw(st.sampled_from([None, bounds[1]])),
    )


def in_sql(basis: Decimal, rule: Rule) -> tuple[Decimal, Decimal]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT commission_unrounded(b, r, f, m, c), commission_amount(b, r, f, m, c)
              FROM (SELECT %s::numeric b, %s::numeric r, %s::numeric f, %s::numeric m, %s::numeric c) one
            """,
            [basis, rule.rate, rule.fixed, rule.minimum, rule.cap],
        )
        return cursor.fetchone()


@pytest.mark.django_db
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rule=rules(), basis=st.decimals(-1000, 10**7, places=2))
def test_both_say_the_same(rule: Rule, basis: Decimal) -> None:
    assert in_sql(basis, rule) == (commission_unrounded(basis, rule), commission_amount(basis, rule))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("basis", "rule", "amount"),
    [
        ("0.10", Rule(rate=Decimal("0.05")), "0.01"),  # 0.005: half goes up
        ("0.30", Rule(rate=Decimal("0.05")), "0.02"),  # 0.015: to even would also be 0.02
        ("0.50", Rule(rate=Decimal("0.05")), "0.03"),  # 0.025: to even would be 0.02
        ("0.09", Rule(rate=Decimal("0.05")), "0.00"),  # 0.0045
        ("2899.00", Rule(rate=Decimal("0.025")), "72.48"),
        ("5000.00", Rule(rate=Decimal("0.025"), cap=Decimal(80)), "80.00"),
        ("100.00", Rule(rate=Decimal("0.003"), minimum=Decimal("0.50"), cap=Decimal(3)), "0.50"),
        ("9.99", Rule(fixed=Decimal(2)), "2.00"),
        ("0.00", Rule(fixed=Decimal(2), minimum=Decimal(1)), "0.00"),
        ("-5.00", Rule(rate=Decimal("0.05"), minimum=Decimal(1)), "0.00"),
    ],
)
def test_known_amounts(basis: str, rule: Rule, amount: str) -> None:
    assert commission_amount(Decimal(basis), rule) == Decimal(amount)
    assert in_sql(Decimal(basis), rule)[1] == Decimal(amount)
