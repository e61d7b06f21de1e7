"""The demo runs the main job for real: once, whatever is done again, and the books are clean."""

import csv
import datetime as dt
import io
from collections import Counter
from decimal import Decimal
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from orders.agent_orders.importing.format import COLUMNS
from orders.agent_orders.lifecycle import OrderStatus
from orders.agent_orders.models import AgentOrder
from orders.counter.kinds import KINDS
from orders.counter.models import CounterService
from orders.festivals.freezing.document import thaw
from orders.festivals.freezing.models import FestivalSnapshot, SnapshotPart
from orders.festivals.models import Festival
from orders.logistics.lifecycle import ManifestStatus, ParcelStatus
from orders.logistics.models import Manifest, Parcel, ParcelCase
from orders.presale.models import CountyArrival, PresaleOrder
from orders.reports.books import verify
from orders.seeding import demo_orders
from orders.seeding.demo_orders import write_demo_orders
from orders.seeding.demo_people import PASSWORD, demo_logins
from orders.seeding.demo_plan import COUNTIES, stations
from partners.accounts.models import User
from partners.income.models import Statement
from partners.journal.models import Activity
from partners.payouts.models import LeftOut, Payout
from partners.people.models import Tenure
from stations.clock import business_date, today
from stations.network.models import Station
from stations.notices.lifecycle import NoticeKind
from stations.notices.models import NoticeChange, Notification
from stations.regions.models import Region
from tests.cast import make_center, make_region
from tests.orders.agent_orders.importing.files import csv_of, row

KEPT = (AgentOrder, Activity, Statement, NoticeChange, FestivalSnapshot, PresaleOrder, CountyArrival)


def made(orders=400, festival_orders=70):
    text = io.StringIO()
    write_demo_orders(text, orders=orders, festival_orders=festival_orders)
    return text.getvalue()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def register(db):
    """Ten towns with a village in each of the six counties: six have stations, four are to come."""
    for county in COUNTIES:
        for number in range(10, 20):
            make_region(f"{county.region}1{number}", f"第{number}镇")
            make_region(f"{county.region}1{number}201", f"第{number}村委会")


@pytest.fixture
def orders_file(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(made(), encoding="utf-8")
    return path


def seed(orders_file, **options):
    out = io.StringIO()
    call_command("seed_demo", orders=orders_file, stdout=out, **options)
    return out.getvalue()


def test_chance_is_seeded_so_the_file_is_always_the_same():
    assert made() == made()


def test_the_file_has_the_shape_of_the_autumn_of_2015():
    rows = list(csv.DictReader(io.StringIO(made(4000, 700))))
    orders = {one["order_no"]: one for one in rows}
    days = Counter(one["placed_at"][:10] for one in orders.values())

    assert list(rows[0]) == list(COLUMNS)
    assert len(orders) == 4000
    assert (min(days), max(days)) == ("2015-09-15", "2015-11-30")
    assert days["2015-11-11"] == 700
    assert {one["station"] for one in rows} == {station.code for station in stations()}
    hours = Counter(one["placed_at"][11:13] for one in orders.values() if "2015-11-11" in one["placed_at"])
    assert {hour for hour, _count in hours.most_common(3)} == {"00", "09", "10"}
    mean = sum(Decimal(one["amount"]) for one in rows) / len(orders)
    assert 130 < mean < 190
    refunded = sum(bool(one["refunded"]) for one in rows)
    assert 0.02 < refunded / len(rows) < 0.08
    assert all(one["placed_at"] <= two["placed_at"] for one, two in pairwise(rows))


@pytest.mark.django_db(transaction=True)
def test_set_up_runs_the_main_job_and_a_second_run_changes_nothing(register, orders_file):
    told = seed(orders_file)

    assert Station.objects.in_service_on(today()).count() == 36
    assert Tenure.objects.covering(today()).count() == 36
    assert AgentOrder.objects.exclude(platform_order_no="").count() == 400
    assert Festival.objects.get().slug == "double-eleven-2015"
    assert set(Statement.objects.values_list("month__month", flat=True)) >= {10, 11}
    assert PASSWORD in told
    for login in demo_logins():
        assert User.objects.get(username=login.username).check_password(PASSWORD)
    assert [finding.check.name for finding in verify() if not finding.clean] == []

    # October is paid: some payouts fail, and nobody waits for a month that was forgotten.
    assert "not_locked" not in LeftOut.objects.values_list("because", flat=True)
    assert set(Payout.objects.values_list("status", flat=True)) >= {"paid", "failed"}

    # All of it seen on one demo: to make it takes longer than to look at it.
    check_the_last_days_have_orders_in_every_state_and_today_at_every_station()
    check_villagers_were_told_once_and_some_were_not()
    check_the_night_was_frozen_at_midnight_and_a_week_later()
    check_the_presale_ended_in_every_way()

    before = [model.objects.count() for model in KEPT]
    assert seed(orders_file).splitlines()[-1] == told.splitlines()[-1]
    assert before == [model.objects.count() for model in KEPT]


def check_the_last_days_have_orders_in_every_state_and_today_at_every_station():
    recent = AgentOrder.objects.filter(platform_order_no="", presale=None)
    assert set(recent.values_list("status", flat=True)) == set(OrderStatus.values)
    paid_today = Activity.objects.filter(kind="paid", business_date=today())
    assert paid_today.values("station").distinct().count() == 36
    assert recent.waiting_for_money().exists()
    assert set(Parcel.objects.values_list("status", flat=True)) == set(ParcelStatus.values)
    assert set(Manifest.objects.values_list("status", flat=True)) == set(ManifestStatus.values)
    assert set(ParcelCase.objects.values_list("kind", flat=True)) == set(ParcelCase.Kind.values)
    assert not recent.filter(placed_at__date__gt=today()).exists()

    # Each kind went through the sandbox; one failed, one is being checked, one was taken back, one differs.
    services = CounterService.objects.all()
    assert set(services.filter(status="succeeded").values_list("kind", flat=True)) == set(KINDS)
    states = {"succeeded", "failed", "unknown", "refunded", "suspense"}
    assert set(services.values_list("status", flat=True)) == states


def check_the_night_was_frozen_at_midnight_and_a_week_later():
    """Both by the same paid; refunds of the week between them lower the net."""
    nation = SnapshotPart.objects.filter(center=None).order_by("snapshot__as_of")
    midnight, week_later = nation.select_related("snapshot")
    days = [business_date(part.snapshot.as_of).isoformat() for part in (midnight, week_later)]
    assert days == ["2015-11-12", "2015-11-19"]
    assert midnight.paid_amount == week_later.paid_amount > 0
    assert midnight.net_amount >= week_later.net_amount
    assert not thaw(midnight.document).report.pending


def check_the_presale_ended_in_every_way():
    presales = PresaleOrder.objects.select_related("order")
    ends = Counter(presales.values_list("state", "ending"))
    assert set(ends) == {
        ("converted", ""),
        ("forfeited", "late"),
        ("forfeited", "overdue"),
        ("owed", "called_off"),
        ("returned", "called_off"),
        ("returned", "early"),
    }
    assert ends["converted", ""] > 0.5 * ends.total() > 60
    paid = presales.filter(state="converted")
    assert {business_date(row.order.paid_at) for row in paid} == {dt.date(2015, 11, 11)}


def check_villagers_were_told_once_and_some_were_not():
    states = Counter(Notification.objects.values_list("state", flat=True))
    assert {"sent", "failed", "unknown"} <= set(states)
    assert states["sent"] > 0.8 * states.total()
    assert set(Notification.objects.values_list("kind", flat=True)) == set(NoticeKind.values)
    sent = NoticeChange.objects.filter(after="sent").values_list("notice", flat=True)
    assert len(sent) == len(set(sent)) == states["sent"]
    assert not Notification.objects.due(timezone.now()).exclude(state="waiting").exists()


def test_a_database_in_use_gets_no_logins_with_a_known_password(register, orders_file):
    make_center()
    assert PASSWORD not in seed(orders_file)
    assert not User.objects.exists()
    assert not Station.objects.exists()


def test_without_the_register_there_is_no_demo(db, orders_file):
    with pytest.raises(CommandError):
        seed(orders_file)
    assert not Region.objects.exists()
    assert not User.objects.exists()


def test_a_file_of_ones_own_that_is_not_right_is_refused_and_told(register, tmp_path):
    path = tmp_path / "own.csv"
    path.write_bytes(csv_of(row(station="FJYX999")).getvalue())
    with pytest.raises(CommandError):
        seed(path)
    assert not AgentOrder.objects.exists()


def test_the_full_file_is_the_one_the_domain_describes():
    assert (demo_orders.ORDERS, demo_orders.FESTIVAL_ORDERS) == (40_000, 7_000)
