"""The live page: one board for all who look, made once, and nothing of another county."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from orders.festivals.live import looking
from orders.festivals.live.figures import live_figures
from orders.festivals.live.looking import board_for, look
from orders.festivals.live.models import LiveBoard
from orders.festivals.models import Festival
from orders.festivals.rolling_up import roll_up_turnover
from orders.festivals.snapshot import Moment
from orders.festivals.standstills.models import Standstill
from orders.festivals.targets.setting import set_target
from orders.tasks import roll_up_turnover_task
from partners.journal.models import PendingActivity
from stations.clock import hour_start
from tests.cast import client_of, make_activity

NATION = reverse("festival_live", args=["running"])
NATION_NOW = reverse("festival_live_now", args=["running"])
YOUXI = reverse("county_live", args=["running", "FJYX"])
YOUXI_NOW = reverse("county_live_now", args=["running", "FJYX"])


@pytest.fixture
def running(db):
    hour = hour_start(timezone.now())
    return Festival.objects.create(
        name="年货节",
        slug="running",
        starts_at=hour - dt.timedelta(hours=2),
        ends_at=hour + dt.timedelta(hours=9),
        sales_target=Decimal("200.00"),
    )


@pytest.fixture
def due(monkeypatch):
    """Every request finds the board due: a test does not wait for a second."""
    monkeypatch.setattr(looking, "LOOK_EVERY", dt.timedelta(seconds=-1))


def sell(station, amount):
    make_activity(station, amount=amount, at=timezone.now())
    roll_up_turnover()


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def in_one_minute(ask):
    """The minute that a page names must not turn between two answers."""
    while True:
        minute = timezone.now().minute
        answer = ask()
        if timezone.now().minute == minute:
            return answer


def test_the_nations_page_and_each_countys(running, due, fjyx001, zjtl001, ops, youxi_staff):
    sell(fjyx001, "55.00")
    sell(zjtl001, "45.67")
    page = text(client_of(ops).get(NATION))
    for part in ("¥100.67", "尤溪县", "桐庐县", "50.3%", f'hx-get="{NATION_NOW}"', YOUXI, "¥200"):
        assert part in page, part
    english = text(client_of(ops, headers={"accept-language": "en"}).get(NATION))
    assert "50.3% of the target of ¥200" in english
    county = text(client_of(youxi_staff).get(YOUXI))
    assert "¥55.00" in county
    assert not any(foreign in county for foreign in ("45.67", "100.67", "桐庐", "ZJTL"))
    assert text(client_of(ops).get(YOUXI)).count("¥55.00") == county.count("¥55.00")


def test_staff_are_led_to_their_own_and_another_county_is_not_there(
    running, due, fjyx001, youxi_staff, tonglu_staff, ops
):
    assert client_of(youxi_staff).get(NATION)["Location"] == YOUXI
    for address in (NATION_NOW, YOUXI, YOUXI_NOW):
        assert client_of(tonglu_staff).get(address).status_code == 404
    assert client_of(ops).get(reverse("county_live", args=["running", "ZZ"])).status_code == 404
    assert client_of(ops).get(reverse("festival_live", args=["never"])).status_code == 404
    assert LiveBoard.objects.count() == 0


def test_while_nothing_moves_the_answer_is_304_and_a_fen_makes_it_200(running, due, fjyx001, ops):
    sell(fjyx001, "55.00")
    reader = client_of(ops)

    def twice():
        first = reader.get(NATION_NOW)
        return first, reader.get(NATION_NOW, headers={"if-none-match": first["ETag"]})

    first, again = in_one_minute(twice)
    assert (again.status_code, again.content) == (304, b"")
    assert set(first["Cache-Control"].split(", ")) == {"private", "no-cache"}
    sell(fjyx001, "0.01")
    moved = reader.get(NATION_NOW, headers={"if-none-match": first["ETag"]})
    assert "¥55.01" in text(moved)


def test_a_fresh_board_is_read_and_not_made(running, fjyx001, ops, superuser, django_assert_num_queries):
    sell(fjyx001, "55.00")
    first = client_of(ops).get(NATION_NOW)
    sell(fjyx001, "1.00")
    other = client_of(superuser)
    other.get(NATION_NOW)
    board = LiveBoard.objects.get()
    LiveBoard.objects.update(look_after=timezone.now() + dt.timedelta(minutes=5))
    # Session, login, board; with a page to send, the page.
    with django_assert_num_queries(3):
        assert (
            other.get(NATION_NOW, headers={"if-none-match": f'"{board.marks["zh-hans"]}"'}).status_code == 304
        )
    with django_assert_num_queries(4):
        assert other.get(NATION_NOW)["ETag"] == f'"{board.marks["zh-hans"]}"'
    assert first.status_code == 200


def test_one_reader_makes_the_board_and_the_others_do_not_wait(running, fjyx001, ops):
    sell(fjyx001, "55.00")
    board = board_for(ops, slug="running")
    before = board.as_of
    LiveBoard.objects.update(look_after=timezone.now() - dt.timedelta(seconds=1))
    # Somebody has claimed the look and is still at it: whoever comes reads what is there.
    assert looking._claim(board)
    sell(fjyx001, "1.00")
    assert board_for(ops, slug="running").as_of == before
    # Who claimed it and died is waited for ten seconds.
    LiveBoard.objects.update(look_after=timezone.now() - dt.timedelta(seconds=1))
    assert board_for(ops, slug="running").as_of > before
    assert "¥56.00" in LiveBoard.objects.get().pages["zh-hans"]


def test_a_roll_up_makes_a_watched_board_due_but_takes_no_look_away(running, fjyx001, ops, monkeypatch):
    monkeypatch.setattr(looking, "LOOK_EVERY", dt.timedelta(minutes=5))
    monkeypatch.setattr(looking, "LEASE", dt.timedelta(minutes=10))
    sell(fjyx001, "55.00")
    board = board_for(ops, slug="running")
    make_activity(fjyx001, amount="1.00", at=timezone.now())
    assert board_for(ops, slug="running").as_of == board.as_of
    roll_up_turnover_task()
    assert board_for(ops, slug="running").as_of > board.as_of
    assert "¥56.00" in LiveBoard.objects.get().pages["zh-hans"]
    # Nothing new: nobody needs to look again.
    due = LiveBoard.objects.filter(look_after__lte=timezone.now())
    roll_up_turnover_task()
    assert not due.exists()
    # Somebody is at it: the lease stays.
    LiveBoard.objects.update(look_after=timezone.now())
    assert looking._claim(board)
    make_activity(fjyx001, amount="1.00", at=timezone.now())
    roll_up_turnover_task()
    assert not due.exists()


def test_an_older_look_does_not_overwrite_a_later_one(running, fjyx001, ops):
    board = board_for(ops, slug="running")
    LiveBoard.objects.update(as_of=timezone.now() + dt.timedelta(minutes=1), pages={"zh-hans": "later"})
    sell(fjyx001, "5.00")
    look(board)
    assert LiveBoard.objects.get().pages == {"zh-hans": "later"}


def test_what_nobody_rolls_up_the_page_does(running, due, fjyx001, ops, monkeypatch):
    monkeypatch.setattr(looking, "LATE", dt.timedelta(hours=1))
    make_activity(fjyx001, amount="55.00", at=timezone.now())
    assert "¥55.00" not in text(client_of(ops).get(NATION))
    assert PendingActivity.objects.filter(consumer="turnover").count() == 1
    # As if it had waited for so long.
    monkeypatch.setattr(looking, "LATE", dt.timedelta(seconds=-1))
    assert "¥55.00" in text(client_of(ops).get(NATION))
    assert not PendingActivity.objects.filter(consumer="turnover").exists()


def test_a_running_festival_asks_again_and_one_that_is_over_does_not(running, due, double_eleven, ops):
    assert "hx-get" in text(client_of(ops).get(NATION))
    over = text(client_of(ops).get(reverse("festival_live", args=[double_eleven.slug])))
    assert "hx-get" not in over


def test_a_wall_of_the_evening_before_begins_by_itself_and_waits_for_the_last_orders(db, due, ops):
    starts_at = hour_start(timezone.now()) + dt.timedelta(hours=5)
    to_come = Festival.objects.create(
        name="双十二", slug="to-come", starts_at=starts_at, ends_at=starts_at + dt.timedelta(days=1)
    )
    assert "hx-get" in text(client_of(ops).get(reverse("festival_live", args=[to_come.slug])))
    for minutes, moves in ((-1, True), (9, True), (10, False)):
        moment = Moment(to_come.ends_at + dt.timedelta(minutes=minutes), 0)
        figures, _known = live_figures(to_come, None, moment, known={})
        assert (figures.moves, figures.running) == (moves, minutes < 0)


def test_it_works_without_a_script_and_with_a_wall(running, due, ops):
    page = text(client_of(ops).get(NATION))
    assert '<noscript><meta http-equiv="refresh" content="30"></noscript>' in page
    assert "page-wide live-page wall" in text(client_of(ops).get(f"{NATION}?wall=1"))


def test_stations_that_stand_still_are_named(running, due, fjyx001, zjtl001, youxi_staff, ops):
    for station in (fjyx001, zjtl001):
        Standstill.objects.create(
            festival=running,
            station=station,
            stood_since=running.starts_at,
            expected=Decimal("7.5"),
            noticed_at=running.starts_at + dt.timedelta(hours=1),
        )
    page = text(client_of(youxi_staff).get(YOUXI))
    assert "FJYX001" in page
    assert "ZJTL001" not in page
    assert "ZJTL001" in text(client_of(ops).get(NATION))


def test_the_county_has_its_own_target(running, due, fjyx001, youxi, ops, youxi_staff):
    set_target(actor=ops, festival=running, place=youxi, amount=Decimal("400.00"))
    sell(fjyx001, "55.00")
    assert "13.8%" in text(client_of(youxi_staff).get(YOUXI))


# --- for programs ----------------------------------------------------------------------


def test_the_api_says_what_the_page_shows(running, due, fjyx001, zjtl001, ops, youxi_staff, tonglu_staff):
    sell(fjyx001, "55.00")
    sell(zjtl001, "45.67")
    address = "/api/v1/festivals/running/live/"
    told = client_of(ops).get(address).json()
    assert told["paid"] == {"amount": "100.67", "orders": 2}
    assert (told["county"], told["stations_selling"], told["stations_in_service"]) == (None, 2, 2)
    assert [row["name"] for row in told["ranking"]] == ["尤溪县", "桐庐县"]
    assert sum(Decimal(paid) for paid in told["curve"]["paid"]) == Decimal("100.67")
    own = client_of(youxi_staff).get(address)
    assert own.json()["paid"] == {"amount": "55.00", "orders": 1}
    assert own.json()["county"] == "FJYX"
    assert client_of(ops).get(address, {"county": "FJYX"}).json()["paid"] == own.json()["paid"]
    assert client_of(tonglu_staff).get(address, {"county": "FJYX"}).status_code == 404
    answer = client_of(youxi_staff).get(address, headers={"if-none-match": own["ETag"]})
    assert answer.status_code in {200, 304}  # 200 when the minute has just turned
