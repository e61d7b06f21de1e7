import datetime as dt

import pytest
from django.utils import translation

from orders.agent_orders.lifecycle import OrderStatus
from partners.journal.kinds import Category
from tests.making import advance, make_order
from tests.orders.counter.sandbox import sandbox_running


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def fetched(fjyx001, lin, villager, commission_rates):
    """An order of Grandmother Huang's, paid, travelled and handed over."""
    return advance(make_order(fjyx001, (Category.FOOD, "40.00"), villager=villager), OrderStatus.HANDED_OVER)


@pytest.fixture
def sandbox(settings, transactional_db):
    """The sandbox gateways, for what is done at the counter."""
    with sandbox_running() as running:
        settings.GATEWAYS, settings.GATEWAYS_PRIVATE = running.accounts, True
        yield running


@pytest.fixture
def long_ago(settings):
    """As if whatever exists had come on file a day longer ago than it is kept."""

    def turn(*rows):
        for row in rows:
            past = row.created_at - dt.timedelta(days=settings.VILLAGERS_KEPT_DAYS + 1)
            type(row).objects.filter(pk=row.pk).update(created_at=past)

    return turn
