"""Who has left reads their own income, payouts, contract and deposit, and nothing else anywhere."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest

from partners.contracts.models import Contract
from partners.income.models import Statement
from tests.making import HANDED_ON
from tests.scope.expected_pages import PAGES
from tests.scope.test_pages_walk import MODELS, address

SEPTEMBER = dt.date(2015, 9, 1)


@pytest.fixture
def left(world):
    """Wang left the station that Lin runs, with a contract that is over and a last statement."""
    partner, station = world.cast.former.partner, world.here.station
    tenure = partner.tenures.get()
    Statement.objects.create(
        partner=partner,
        month=SEPTEMBER,
        center=station.center,
        station=station,
        lines=1,
        earned=Decimal("77.31"),
    )
    return Contract.objects.create(
        partner=partner,
        station=station,
        tenure=tenure,
        number="合同-王",
        mode=tenure.mode,
        starts_on=tenure.starts_on,
        deposit_due=Decimal("10000.00"),
        status="ended",
        signed_on=tenure.starts_on,
        over_on=HANDED_ON - dt.timedelta(days=1),
    )


def text(answer):
    return answer.content.decode(errors="ignore")


def test_they_read_their_own(world, left):
    client = world.client("former")
    for path in ("/income/", "/income/months/", "/income/months/2015-9/", "/income/months/2015-9/print/"):
        assert client.get(path).status_code == 200, path
        assert "77.31" in text(client.get("/api/v1/income/statements/"))
    for path in (
        "/contracts/",
        f"/contracts/{left.pk}/",
        "/api/v1/contracts/",
        f"/api/v1/contracts/{left.pk}/",
    ):
        assert "合同-王" in text(client.get(path)), path
    assert client.get("/income/payouts/").status_code == 200
    # The control: who runs the station now reads none of it.
    assert world.client("partner").get(f"/contracts/{left.pk}/").status_code == 404
    assert "77.31" not in text(world.client("partner").get("/api/v1/income/statements/"))


def test_and_no_row_of_the_station_by_any_address(world, left):
    """Every page and endpoint about a row, with the station's own row: it is not there, or not theirs."""
    former, partner = world.client("former"), world.client("partner")
    reached = 0
    for name, page in PAGES.items():
        if page.row is None or name == "document":
            continue
        here, _there = world.pair(MODELS[page.model])
        answer = former.get(address(name, here))
        assert answer.status_code in {403, 404, 405}, name
        reached += partner.get(address(name, here)).status_code == 200
    assert reached > 10  # the control: the rows are there for who runs the station


def test_nor_a_name_in_any_list(world, left):
    """Lists and pages without a row: the station's villager stands in none of them."""
    name = world.here.order.villager.name
    number = world.here.order.number
    seen = 0
    for page_name, page in PAGES.items():
        if page.row is not None or page.fixed is not None or "partner" not in page.who:
            continue
        path = address(page_name)
        if page_name in {"set_language", "account_logout", "metrics"}:
            continue
        told = text(world.client("former").get(path, {"view": "all"}))
        assert name not in told, page_name
        assert number not in told, page_name
        control = text(world.client("partner").get(path, {"view": "all"}))
        seen += name in control or number in control
    assert seen >= 3  # the control


def test_the_bar_of_tabs_shows_what_they_reach_and_nothing_else(world, left):
    client = world.client("former")
    tabs = re.search(r'<nav class="tabbar.*?</nav>', text(client.get("/income/")), re.DOTALL)[0]
    offered = re.findall(r'<a href="([^"]+)"', tabs)
    assert offered == ["/income/"]
    assert all(client.get(path).status_code == 200 for path in offered)
