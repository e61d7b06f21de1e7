"""Which rate a payment takes: the county's own before the national one, by its business date."""

import datetime as dt
from decimal import Decimal

import pytest

from partners.commission.choosing import rate_for
from partners.commission.models import CommissionRate
from partners.commission.revising import Terms, add_rate, end_rate
from partners.income.models import Earning
from partners.income.pricing import price_activity
from partners.journal.kinds import Business, Category
from partners.people.models import Partner
from stations.centers.models import CountyCenter
from stations.network.models import Station
from tests.partners.income.history import History

pytestmark = pytest.mark.django_db

NOVEMBER = (dt.date(2015, 11, 1), dt.date(2015, 11, 30))


@pytest.fixture
def national(commission_rates: dict[str, CommissionRate]) -> CommissionRate:
    return commission_rates[Category.CLOTHING]


@pytest.fixture
def youxis_own(national: CommissionRate, youxi: CountyCenter) -> CommissionRate:
    """Youxi gives 6% in November."""
    return add_rate(
        actor=None,
        business=Business.AGENT_ORDER,
        category=Category.CLOTHING,
        center=youxi,
        terms=Terms(rate=Decimal("0.06")),
        valid_from=NOVEMBER[0],
        valid_to=NOVEMBER[1],
    )


def priced(station: Station, when: str) -> tuple[int | None, Decimal]:
    """The rate and the amount of a payment of 100 yuan."""
    order = History(station)
    order.paid("100.00", when)
    price_activity()
    line = Earning.objects.get(subject=order.subject)
    chosen = rate_for(
        business=order.business, category=order.category, center_id=station.center_id, day=line.paid_on
    )
    # The query for people answers what the job's SQL chose.
    assert (chosen.pk if chosen else None) == line.rate_id
    return line.rate_id, line.amount


@pytest.mark.parametrize(
    ("when", "own"),
    [
        ("2015-10-31 23:59", False),
        ("2015-11-01 00:00", True),
        ("2015-11-30 23:59", True),
        ("2015-12-01 00:00", False),
    ],
)
def test_the_county_goes_first_on_its_days(
    lin: Partner,
    fjyx001: Station,
    national: CommissionRate,
    youxis_own: CommissionRate,
    when: str,
    own: bool,
) -> None:
    expected = (youxis_own.pk, Decimal("6.00")) if own else (national.pk, Decimal("5.00"))
    assert priced(fjyx001, when) == expected


def test_another_county_keeps_the_national_rate(
    zhou: Partner, zjtl001: Station, national: CommissionRate, youxis_own: CommissionRate
) -> None:
    assert priced(zjtl001, "2015-11-11") == (national.pk, Decimal("5.00"))


def test_after_the_last_day_there_is_none(lin: Partner, fjyx001: Station, national: CommissionRate) -> None:
    end_rate(actor=None, rate=national, last_day=dt.date(2015, 10, 31))

    assert priced(fjyx001, "2015-10-31 23:59") == (national.pk, Decimal("5.00"))
    assert priced(fjyx001, "2015-11-01 00:00") == (None, Decimal("0.00"))


def test_another_business_has_its_own_rates(lin: Partner, fjyx001: Station, national: CommissionRate) -> None:
    order = History(fjyx001, business=Business.PRODUCE)
    order.paid("100.00")
    price_activity()
    assert Earning.objects.get().rate is None
