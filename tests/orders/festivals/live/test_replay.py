"""The night again: a clock in the address, the roll-up's own minutes, and nothing written."""

import datetime as dt
import io
import time
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from orders.festivals.live.models import LiveBoard
from orders.festivals.live.replay import Replay, replay_of
from orders.festivals.models import Festival
from orders.festivals.rolling_up import roll_up_turnover
from stations.clock import SHANGHAI, hour_start
from stations.refusals import Refused
from tests.cast import client_of, make_activity
from tests.orders.festivals.rolled_up import everything_is_counted_once

ADDRESS = reverse("festival_replay", args=["double-eleven-2015"])
NOW = reverse("festival_replay_now", args=["double-eleven-2015"])


def at(hour, minute):
    return dt.datetime(2015, 11, 11, hour, minute, tzinfo=SHANGHAI)


@pytest.fixture
def night(double_eleven, fjyx001, zjtl001):
    make_activity(fjyx001, amount="10.00", at=at(0, 30))
    make_activity(zjtl001, amount="20.00", at=at(12, 0))
    roll_up_turnover()
    return double_eleven


def test_the_clock_goes_as_fast_as_it_is_told_and_stops_at_the_end(double_eleven):
    began = dt.datetime(2016, 1, 1, tzinfo=SHANGHAI)
    replay = Replay(double_eleven, int(began.timestamp()), 600)
    seconds = [(0, at(0, 0)), (0.099, at(0, 0)), (0.11, at(0, 1)), (6, at(1, 0)), (72, at(12, 0))]
    for gone, clock in seconds:
        assert replay.clock(began + dt.timedelta(seconds=gone)) == clock
    for gone in (144, 100_000):
        assert replay.clock(began + dt.timedelta(seconds=gone)) == double_eleven.ends_at
    assert replay.clock(began - dt.timedelta(hours=1)) == double_eleven.starts_at
    assert replay.takes == dt.timedelta(seconds=144)


def since(seconds_ago):
    return f"since={int(time.time()) - seconds_ago}&speed=600"


def test_the_page_begins_now_and_goes_on_by_itself(night, ops):
    begun = client_of(ops).get(ADDRESS)
    assert begun.status_code == 302
    page = client_of(ops).get(f"{ADDRESS}?{since(60)}").content.decode()  # about ten o'clock
    assert "¥10.00" in page
    assert "¥30.00" not in page
    assert f"{NOW}?since=" in page
    later = client_of(ops).get(f"{NOW}?{since(100)}").content.decode()
    assert "¥30.00" in later
    assert "hx-get" in later
    end = client_of(ops).get(f"{NOW}?{since(500)}").content.decode()
    assert "hx-get" not in end


def test_county_staff_watch_their_own(night, youxi_staff):
    page = client_of(youxi_staff).get(f"{NOW}?{since(500)}").content.decode()
    assert "¥10.00" in page
    assert not any(foreign in page for foreign in ("30.00", "20.00", "桐庐"))


def test_nothing_is_written(night, ops):
    client_of(ops).get(f"{ADDRESS}?{since(100)}")
    assert everything_is_counted_once()
    assert LiveBoard.objects.count() == 0


@pytest.mark.parametrize("query", ["since=x", "since=-1", "since=1&speed=0", "since=1&speed=36001", "since="])
def test_a_clock_that_makes_no_sense_is_not_there(night, ops, query):
    assert client_of(ops).get(f"{ADDRESS}?{query}").status_code == 404


def test_a_festival_that_runs_is_not_replayed(db, ops):
    hour = hour_start(timezone.now())
    festival = Festival.objects.create(
        name="年货节", slug="running", starts_at=hour, ends_at=hour + dt.timedelta(hours=2)
    )
    with pytest.raises(Refused) as refused:
        replay_of(festival, since=0)
    assert refused.value.code == "running"


def test_the_command_prints_the_address_and_the_night(night):
    out = io.StringIO()
    call_command("replay_festival", "--speed", "36000", "--base", "http://127.0.0.1:8123", stdout=out)
    told = out.getvalue()
    assert f"http://127.0.0.1:8123{ADDRESS}?since=" in told
    assert "speed=36000" in told
    assert f"{Decimal('30.00')}" in told
    with pytest.raises(CommandError):
        call_command("replay_festival", "never", stdout=io.StringIO())
