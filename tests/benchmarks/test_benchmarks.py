"""Each benchmark runs at a tiny size, and its two sides leave the same rows: `side_by_side` insists."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.contrib import admin
from django.urls import reverse

from benchmarks import intake, lists, night_jobs, pages, scaling
from benchmarks.bare import insert_order
from benchmarks.chart import log_chart
from benchmarks.measuring import Figure, report, side_by_side
from benchmarks.orders_a_second import CUP, order_at
from orders.agent_orders.models import AgentOrder
from orders.festivals.report import festival_totals
from orders.seeding.network import Network, seed_network
from orders.villagers.models import Villager
from partners.accounts.models import Role
from partners.journal.models import Activity
from partners.people.models import Tenure
from tests.cast import make_region, make_user

pytestmark = pytest.mark.django_db(transaction=True)

SMALL = Network(stations=7, counties=2, turnover=Decimal("21000.03"), day=dt.date(2015, 11, 11))


@pytest.fixture
def festival(commission_rates):
    for county in ("330122", "350426"):
        for number in range(5):
            make_region(f"{county}10{number}201", f"第{number}村")
    return seed_network(SMALL)


def test_the_jobs_of_the_night_and_their_peers_leave_the_same(festival):
    rolled_up, priced = night_jobs.rolled_up(), night_jobs.priced()

    figures = [
        night_jobs.verify_books(),
        *night_jobs.idle(),
        night_jobs.roll_up_from_nothing(1),
        night_jobs.price_from_nothing(1),
    ]

    assert (night_jobs.rolled_up(), night_jobs.priced()) == (rolled_up, priced)
    assert all(rows > 0 for rows, _hash in (*rolled_up, priced))
    assert [len(figure.ours) for figure in figures] == [1, 20, 20, 1, 1]


def test_closing_a_month_and_its_peer_leave_the_same(festival):
    figure = night_jobs.close_a_month(2)
    assert (len(figure.ours), len(figure.peer)) == (2, 2)


def test_few_new_rows_upon_more_history(festival, monkeypatch):
    monkeypatch.setattr(night_jobs, "FEW", 20)
    monkeypatch.setattr(night_jobs, "HISTORY", 2)
    before = night_jobs.digest("orders_stationturnover", "hour")[0]
    assert len(night_jobs.few_new_rows()) == 3
    assert night_jobs.digest("orders_stationturnover", "hour")[0] > before


def test_the_bare_view_inserts_what_the_verb_inserts(festival):
    villager = Villager.objects.select_related("station").first()
    partner = Tenure.objects.get(station=villager.station).partner
    partner.user = make_user(Role.PARTNER, username="counter")
    partner.save()
    before = intake.last_ids()
    order_at(partner.user, villager, [CUP])
    ours = intake.written_since(before)
    before = intake.last_ids()
    insert_order(actor=partner.user.pk, token=uuid.uuid4().hex, phone=villager.phone or "", **intake.GOODS)
    assert intake.written_since(before) == ours
    assert [rows for rows, _hash in ours] == [1, 1, 2, 2, 3, 1]


def test_a_page_is_read_as_it_stands_and_after_a_roll_up(festival):
    before = festival_totals(festival).turnovers.paid_orders
    names = [figure.name for figure in pages.report_pages(festival, 2)]
    assert names[:2] == ["festival report, the nation", "festival report, the nation, moved"]
    assert festival_totals(festival).turnovers.paid_orders == before + 4


def test_pages_are_walked(festival):
    _user, ops = pages.reader(Role.OPS)
    assert len(pages.times(ops, reverse("festival_report", args=[festival.slug]), 2)) == 2


def test_the_sample_of_a_list_holds_each_way_of_asking(festival):
    user, desk = pages.reader(Role.SUPERUSER)
    registered = admin.site._registry
    orders, journal = registered[AgentOrder], registered[Activity]
    for table, asked in ((orders, "status__exact="), (journal, "business_date_from=2015-11-11")):
        sample = list(lists.addresses(table, user))
        for way in ("?p=after.", "?q=", asked):
            assert any(way in address for address in sample), way
    whole, *slowest = lists.admin_lists({"nation": (user, desk)}, {AgentOrder: orders})
    beyond = sum(value > lists.LIMIT for value in whole.ours)
    assert whole.name == f"{len(whole.ours)} addresses of lists, {beyond} beyond"
    assert len(slowest) == lists.SLOWEST < len(whole.ours)


def test_a_peer_that_does_other_work_is_worth_nothing():
    left = iter(["ours", "another"])
    with pytest.raises(AssertionError, match="different rows"):
        side_by_side(
            "x", limit=1, rounds=1, before=int, ours=int, peer=int, left=lambda: next(left)
        )  # fmt: skip


def test_a_missed_limit_is_said_and_exits_with_1(capsys, tmp_path):
    figures = [Figure("slow", 2.0, 1.5), Figure("enough", 0.7, 0.6, at_least=True)]
    assert report(figures, title="T", size="7", to=tmp_path / "f.json") == 1
    out = capsys.readouterr().out
    assert "MISSED" in out
    assert "met" in out
    assert '"met": false' in (tmp_path / "f.json").read_text()


def test_the_exponent_of_what_is_linear_is_one():
    sizes = [scaling.Size(n, n * 100, 0.0, dict.fromkeys(scaling.COSTS, n / 1000)) for n in (500, 1000, 5000)]
    assert scaling.exponent(sizes, "verify_books") == pytest.approx(1)
    assert "| verify_books, s | 0.5 | 1 | 5 | 1.00 |" in scaling.document(sizes, "images/scaling.svg")
    assert log_chart([500, 1000], {"a": [1, 2], "b": [1, 2]}, unit="stations").count("<polyline") == 2
