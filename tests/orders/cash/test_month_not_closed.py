"""A county does not approve its month while somebody has not counted a day's cash."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from orders.cash.models import CashDay
from partners.income.closing import close_month
from partners.income.months.advancing import approve_month
from partners.income.months.models import CountyMonth
from stations.refusals import Refused

pytestmark = pytest.mark.django_db

OCTOBER = dt.date(2015, 10, 1)


@pytest.fixture
def october(lin, chen, zhou, youxi):
    close_month(month=OCTOBER)
    return CountyMonth.objects.get(center=youxi, month=OCTOBER)


def test_an_open_day_of_the_month_blocks_and_is_named(october, youxi_staff, fjyx001, fjyx002):
    for station, day in ((fjyx001, 31), (fjyx002, 30)):
        CashDay.objects.create(station=station, day=dt.date(2015, 10, day))
    with pytest.raises(Refused) as refused, translation.override("en"):
        approve_month(actor=youxi_staff, county_month=october)
    assert (refused.value.code, refused.value.conflict) == ("open_items", True)
    assert "2 cash days are not closed, the first: FJYX002 on Oct 30, 2015." in refused.value.message
    october.refresh_from_db()
    assert october.status == "open"


def test_other_months_other_counties_and_closed_days_do_not(october, youxi_staff, fjyx001, zhou):
    CashDay.objects.create(station=fjyx001, day=dt.date(2015, 11, 1))
    CashDay.objects.create(station=zhou.tenures.get().station, day=dt.date(2015, 10, 31))
    CashDay.objects.create(
        station=fjyx001,
        day=dt.date(2015, 10, 31),
        expected=Decimal(0),
        counted=Decimal(0),
        parcels_expected=0,
        parcels_counted=0,
        closed_at=dt.datetime(2015, 10, 31, 12, tzinfo=dt.UTC),
    )
    assert approve_month(actor=youxi_staff, county_month=october).status == "approved"
