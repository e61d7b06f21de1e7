"""A television and a quilt of the presale of Double Eleven 2015."""

import pytest

from orders.presale.models import PresaleGood
from tests.orders.presale.making import make_festival, make_good


@pytest.fixture
def double_eleven(db):
    return make_festival()


@pytest.fixture
def tv(double_eleven) -> PresaleGood:
    """3,000.00, 200.00 of it as a deposit."""
    return make_good(double_eleven)


@pytest.fixture
def quilt(double_eleven) -> PresaleGood:
    """300.00, 30.00 of it as a deposit."""
    return make_good(double_eleven, title="蚕丝被", category="daily_goods", price="300.00", deposit="30.00")
