"""A real streaming replica: reports come from it and say how old they are; nothing else goes there."""

import datetime as dt
import logging
from contextlib import contextmanager
from dataclasses import asdict
from decimal import Decimal

import psycopg
import pytest
from django.db import Error, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from config.embedded.postgres import NAME
from orders.agent_orders.travelling import ship_orders
from orders.festivals.models import Festival
from orders.festivals.report import festival_report
from orders.festivals.rolling_up import roll_up_turnover
from orders.reports.county_day import county_day
from orders.reports.levels.report import levels_report
from orders.reports.levels.ruling import load_standard_rule
from orders.reports.levels.scoring import score_month
from orders.reports.recruitment.report import recruitment_report
from partners.journal.kinds import Category
from stations import replica as chooser
from stations.clock import SHANGHAI, today
from stations.replica import REPLICA, reads_replica
from tests.cast import client_of, make_order
from tests.workers import wait_until

NIGHT, ONE_DAY = dt.datetime(2015, 11, 11, tzinfo=SHANGHAI), dt.timedelta(days=1)

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture(scope="module")
def second_database(servers):
    """A replica of the servers."""
    own = connection.settings_dict
    options = own["OPTIONS"]["options"] + " -c default_transaction_read_only=on"
    server = servers.add_replica()
    connections.settings[REPLICA] = own | {
        "HOST": str(server.place.sockets),
        "OPTIONS": own["OPTIONS"] | {"options": options},
        "TEST": own["TEST"] | {"MIRROR": "default"},
    }
    yield server
    del connections[REPLICA]
    del connections.settings[REPLICA]


@pytest.fixture
def replica(second_database, transactional_db, monkeypatch):
    """A session of the replica's operator."""
    monkeypatch.setattr(chooser, "_asked_again_at", 0.0)
    second_database.start()
    sockets = second_database.place.sockets
    with psycopg.connect(host=sockets, user=NAME, dbname=NAME, autocommit=True) as operator:
        yield operator
        if second_database.answers():
            operator.execute("SELECT pg_wal_replay_resume()")
    connections[REPLICA].close()


@pytest.fixture
def festival(replica):
    return Festival.objects.create(
        name="双十一",
        slug="double-eleven-2015",
        starts_at=NIGHT,
        ends_at=NIGHT + ONE_DAY,
    )


def sell(station, amount):
    make_order(station, (Category.CLOTHING, amount))
    roll_up_turnover()


def catch_up(replica):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_flush_lsn()::text")
        written = cursor.fetchone()[0]

    def has_all():
        return replica.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [written]).fetchone()[0]

    wait_until(has_all, what="the replica")


@contextmanager
def asked():
    """The queries that the replica was sent meanwhile."""
    with CaptureQueriesContext(connections[REPLICA]) as queries:
        yield queries


def from_primary(festival):
    """Inside a transaction nothing is read elsewhere."""
    with transaction.atomic():
        return festival_report(festival)


def page_of(festival):
    return reverse("festival_report", args=[festival.slug])


def figures(report):
    return report.turnovers, report.hours[:24], report.categories, report.counties, report.stations


def test_a_report_comes_from_a_replica_that_has_everything(replica, festival, fjyx001, ops):
    sell(fjyx001, "120.00")
    catch_up(replica)

    wait_until(lambda: not festival_report(festival).behind, what="a moment in which nothing is written")

    with asked() as queries:
        report = festival_report(festival)

    assert len(queries) > 5
    assert report.turnovers.paid_amount == Decimal("120.00")
    assert figures(report) == figures(from_primary(festival))
    assert "秒前" not in client_of(ops).get(page_of(festival)).content.decode()


def test_while_it_stands_still_the_page_says_how_old_it_is(replica, festival, fjyx001, ops, settings):
    settings.REPLICA_MAX_LAG = 3600
    sell(fjyx001, "120.00")
    catch_up(replica)
    replica.execute("SELECT pg_wal_replay_pause()")
    sell(fjyx001, "30.00")
    client = client_of(ops)
    wait_until(lambda: festival_report(festival).behind > dt.timedelta(seconds=1.5), what="its growing old")

    report = festival_report(festival)
    page = client.get(page_of(festival)).content.decode()

    assert report.turnovers.paid_amount == Decimal("120.00")
    assert report.as_of + report.behind <= dt.datetime.now(dt.UTC)
    assert from_primary(festival).turnovers.paid_amount == Decimal("150.00")
    assert "¥120" in page
    assert "¥150" not in page
    assert "秒前" in page
    # What somebody has just written they read where they wrote it.
    with asked() as queries:
        assert "30.00" in client.get("/admin/orders/agentorder/").content.decode()
    assert len(queries) == 0

    replica.execute("SELECT pg_wal_replay_resume()")
    catch_up(replica)
    assert figures(festival_report(festival)) == figures(from_primary(festival))


REPORTS = {
    "recruitment": lambda user: recruitment_report(user, today(), today()),
    "levels": levels_report,
    "the county's day": lambda user: county_day(user).sold,
}
PAGES = {"recruitment": "recruitment_report", "levels": "levels", "the county's day": "admin:index"}


@pytest.mark.parametrize("name", REPORTS)
def test_the_house_reports_come_from_there_too_and_say_how_old_they_are(
    replica, fjyx001, lin, ops, settings, name
):
    settings.REPLICA_MAX_LAG = 3600
    load_standard_rule()
    score_month(month=dt.date(2015, 11, 1))
    catch_up(replica)
    with asked() as queries:
        fresh = REPORTS[name](ops)
    assert len(queries) > 3
    with transaction.atomic():
        recounted = REPORTS[name](ops)
    assert told(fresh) == told(recounted)

    replica.execute("SELECT pg_wal_replay_pause()")
    Festival.objects.create(name="later", slug="later", starts_at=NIGHT, ends_at=NIGHT + ONE_DAY)
    wait_until(lambda: REPORTS[name](ops).behind > dt.timedelta(seconds=1.5), what="its growing old")
    assert "秒前" in client_of(ops).get(reverse(PAGES[name])).content.decode()


def told(report):
    """What a report says, but for its moment."""
    return {key: value for key, value in asdict(report).items() if key not in {"as_of", "behind"}}


def test_what_the_desk_has_just_moved_it_sees_moved(replica, fjyx001, ops, settings):
    """Turnover may be late on the first page; where orders are is asked where it was written."""
    settings.REPLICA_MAX_LAG = 3600
    catch_up(replica)
    replica.execute("SELECT pg_wal_replay_pause()")
    order = make_order(fjyx001, at=timezone.now())
    assert county_day(ops).statuses == {"paid": 1}
    ship_orders(actor=ops, orders=[order])
    day = county_day(ops)
    assert (day.statuses, day.arriving) == ({"shipped": 1}, {"shipped": 1})
    assert day.sold.turnovers.paid_orders == 0


def test_too_far_behind_it_is_passed_over(replica, festival, fjyx001, settings, caplog):
    settings.REPLICA_MAX_LAG = 1
    catch_up(replica)
    replica.execute("SELECT pg_wal_replay_pause()")
    sell(fjyx001, "30.00")
    sold = Decimal("30.00")
    wait_until(lambda: festival_report(festival).turnovers.paid_amount == sold, what="the fall back")

    with caplog.at_level(logging.WARNING):
        report = festival_report(festival)

    assert report.behind == dt.timedelta(0)
    assert "replica_passed_over" in str([record.__dict__ for record in caplog.records])


def test_no_write_goes_there(replica, festival, fjyx001):
    catch_up(replica)

    @reads_replica
    def careless():
        with asked() as queries:
            Festival.objects.filter(pk=festival.pk).update(name="改名")
        return len(queries), Festival.objects.get(pk=festival.pk)

    sent, read = careless()
    assert sent == 0
    assert read._state.db == REPLICA  # as it was there; by now the primary has another name
    read.slug = "renamed"
    read.save(update_fields=["slug"])
    assert Festival.objects.get(pk=festival.pk).slug == "renamed"
    with pytest.raises(Error, match="read-only"):
        Festival.objects.using(REPLICA).update(name="nobody's")


def test_once_dead_it_costs_one_report_a_second_try(second_database, replica, festival, fjyx001, caplog):
    sell(fjyx001, "120.00")
    catch_up(replica)
    festival_report(festival)
    second_database.stop()

    with caplog.at_level(logging.WARNING):
        first = festival_report(festival)
        second = festival_report(festival)

    assert first.turnovers.paid_amount == second.turnovers.paid_amount == Decimal("120.00")
    assert connections[REPLICA].connection is None
    assert str([record.__dict__ for record in caplog.records]).count("'event': 'replica_failed'") == 1


def test_a_server_that_replays_nothing_is_no_replica(replica, festival, fjyx001, caplog, monkeypatch):
    """Promoted by mistake, or a wrong address: its figures are not ours."""
    monkeypatch.setitem(connections[REPLICA].settings_dict, "HOST", connection.settings_dict["HOST"])
    sell(fjyx001, "120.00")

    with caplog.at_level(logging.WARNING):
        assert festival_report(festival).turnovers.paid_amount == Decimal("120.00")

    assert "replica_passed_over" in str([record.__dict__ for record in caplog.records])
