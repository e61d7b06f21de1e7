import datetime as dt
from decimal import Decimal

import pytest

from orders.festivals.models import Festival
from stations.clock import SHANGHAI


@pytest.fixture
def double_eleven(db):
    return Festival.objects.create(
        name="2015 双十一",
        slug="double-eleven-2015",
        starts_at=dt.datetime(2015, 11, 11, tzinfo=SHANGHAI),
        ends_at=dt.datetime(2015, 11, 12, tzinfo=SHANGHAI),
        sales_target=Decimal("1000.00"),
    )
