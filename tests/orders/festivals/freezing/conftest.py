import datetime as dt

import pytest

from orders.festivals.rolling_up import roll_up_turnover
from partners.journal.kinds import Category, Kind
from stations.clock import SHANGHAI
from tests.cast import make_activity
from tests.orders.festivals.conftest import double_eleven  # noqa: F401


def at(day, hour=10, minute=0):
    return dt.datetime(2015, 11, day, hour, minute, tzinfo=SHANGHAI)


def refund(row, amount, when, *, all_of_it=False):
    gone = -1 if all_of_it else 0
    return make_activity(
        row.station,
        Kind.REFUND,
        f"-{amount}",
        at=when,
        turnover_at=row.turnover_at,
        subject=row.subject,
        category=row.category,
        center=row.center,
        orders=gone,
        category_orders=gone,
    )


@pytest.fixture
def sold(double_eleven, fjyx001, fjyx002, zjtl001):  # noqa: F811
    """The night: 100.00 and 60.00 in Youxi, 300.05 in Tonglu; 10.00 given back the same evening."""
    rows = {
        "coat": make_activity(fjyx001, Kind.PAID, "100.00", at=at(11, 0, 4), category=Category.CLOTHING),
        "tea": make_activity(fjyx002, Kind.PAID, "60.00", at=at(11, 9), category=Category.FOOD),
        "set": make_activity(zjtl001, Kind.PAID, "300.05", at=at(11, 23), category=Category.LARGE_APPLIANCES),
    }
    refund(rows["coat"], "10.00", at(11, 22))
    roll_up_turnover()
    return rows
