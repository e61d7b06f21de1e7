"""The made-up network: its size and turnover are exact, and the books agree with it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from orders.agent_orders.models import AgentOrder
from orders.festivals.report import festival_report
from orders.reports.books import verify
from orders.seeding.network import Network, seed_network
from partners.income.models import Earning
from stations.network.models import Station
from stations.refusals import Refused
from tests.cast import make_region

pytestmark = pytest.mark.django_db(transaction=True)

DAY = dt.date(2015, 11, 11)
SMALL = Network(stations=7, counties=2, turnover=Decimal("210000.03"), day=DAY)


@pytest.fixture
def register():
    """Three counties with five villages each."""
    for county in ("330122", "350426", "350427"):
        for number in range(5):
            make_region(f"{county}10{number}201", f"第{number}村")


def test_the_turnover_is_exact_to_the_fen(register, commission_rates):
    festival = seed_network(SMALL)

    report = festival_report(festival)
    assert festival.slug == "double-eleven-2015"
    assert (report.stations_in_service, report.stations_selling) == (7, 7)
    assert report.turnovers.paid_amount == Decimal("210000.03")
    assert Earning.objects.count() == AgentOrder.objects.count() > 1000


def test_the_books_agree_with_what_was_written(register, commission_rates):
    seed_network(SMALL)
    assert [finding.check.name for finding in verify() if not finding.clean] == []


def test_a_second_network_is_refused_unless_it_is_wanted(register):
    seed_network(SMALL)
    with pytest.raises(Refused) as refused:
        seed_network(SMALL)
    assert refused.value.code == "seeded"
    assert Station.objects.count() == 7

    seed_network(Network(stations=3, counties=1, turnover=Decimal(90000), day=DAY), again=True)
    assert Station.objects.count() == 10


def test_a_register_that_is_too_small_leaves_nothing_behind(register):
    with pytest.raises(Refused) as refused:
        seed_network(Network(stations=20, counties=4, turnover=Decimal(600000), day=DAY))
    assert refused.value.code == "room"
    assert not Station.objects.exists()


def test_without_the_register_the_command_says_what_to_do(capsys):
    with pytest.raises(CommandError, match="import_regions"):
        call_command("seed_network", stations=7, counties=2)
