"""The night on a screen: figures move by themselves, a wall opens, and a county sees its own."""

import datetime as dt
import time
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from orders.festivals.models import Festival
from orders.festivals.rolling_up import roll_up_turnover
from orders.festivals.targets.setting import set_target
from stations.clock import SHANGHAI, hour_start
from tests.browser import SIDEWAYS, page_checks, violations
from tests.cast import PASSWORD, make_activity, make_order

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

SMALLEST = """() => Math.min(...[...document.querySelectorAll('.live *')]
    .filter(one => !one.children.length && one.textContent.trim() && one.getClientRects().length)
    .map(one => parseFloat(getComputedStyle(one).fontSize)))"""
BEYOND = """() => [...document.querySelectorAll('.live *')]
    .filter(one => !one.children.length && one.getBoundingClientRect().right > innerWidth)
    .map(one => one.outerHTML.slice(0, 100))"""
SCROLLS = "() => document.documentElement.scrollHeight - innerHeight"


@pytest.fixture
def running(transactional_db):
    hour = hour_start(timezone.now())
    return Festival.objects.create(
        name="双十一",
        slug="double-eleven",
        starts_at=hour - dt.timedelta(hours=2),
        ends_at=hour + dt.timedelta(hours=9),
        sales_target=Decimal("500.00"),
    )


def log_in(page, live_server, name, path):
    page.goto(f"{live_server.url}/accounts/login/?next={path}")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"**{path}")


def sell(station, villager, minutes_ago=2):
    make_order(station, at=timezone.now() - dt.timedelta(minutes=minutes_ago), villager=villager)
    roll_up_turnover()


def checks(page):
    """`page_checks` waits for silence, and this page asks every two seconds."""
    assert not violations(page), violations(page)


def test_figures_move_without_a_reload_and_the_wall_fills_the_screen(
    new_page, live_server, ops, running, lin, villager, fjyx001
):
    desk = new_page(1920, 1080, "en-US")
    log_in(desk, live_server, "ops", "/reports/festivals/double-eleven/live/")
    complaints = []
    desk.on("console", lambda line: line.type == "error" and complaints.append(line.text))
    expect(desk.locator(".live-hero")).to_have_text("¥0.00")
    desk.evaluate("() => { window.stays = true }")

    sell(fjyx001, villager)
    expect(desk.locator(".live-hero")).to_have_text("¥100.00", timeout=30_000)
    expect(desk.locator(".live-target")).to_contain_text("20.0% of the target of ¥500")
    sell(fjyx001, villager)
    expect(desk.locator(".live-hero")).to_have_text("¥200.00", timeout=30_000)
    assert desk.evaluate("() => window.stays")
    checks(desk)

    desk.get_by_role("button", name="Full screen").click()
    expect(desk.locator("body.wall")).to_be_visible()
    assert desk.evaluate("() => Boolean(document.fullscreenElement)")
    assert desk.evaluate(SCROLLS) <= 0
    assert desk.evaluate(SMALLEST) >= 30
    sell(fjyx001, villager)
    expect(desk.locator(".live-hero")).to_have_text("¥300.00", timeout=30_000)
    checks(desk)
    desk.evaluate("() => document.exitFullscreen()")
    expect(desk.locator("body.wall")).to_have_count(0)
    expect(desk.get_by_role("button", name="Full screen")).to_be_visible()
    assert complaints == []


def test_a_milestone_is_spoken_once_and_nothing_else(
    new_page, live_server, ops, youxi, running, lin, villager, fjyx001
):
    set_target(actor=ops, festival=running, place=youxi, amount=Decimal("150.00"))
    desk = new_page(1280, 900, "en-US")
    log_in(desk, live_server, "ops", "/reports/festivals/double-eleven/live/FJYX/")
    news = desk.locator("#news")
    sell(fjyx001, villager)
    expect(desk.locator(".live-hero")).to_have_text("¥100.00", timeout=30_000)
    assert news.inner_text() == ""
    sell(fjyx001, villager)
    expect(news).to_contain_text("Target of ¥150 reached at", timeout=30_000)


def test_a_county_sees_its_own_on_a_phone_and_no_other(
    phone, live_server, running, youxi_staff, lin, zhou, villager, fjyx001, zjtl001, tonglu
):
    sell(fjyx001, villager)
    make_activity(zjtl001, amount="4567.00", at=timezone.now())
    roll_up_turnover()
    log_in(phone, live_server, "youxi", "/reports/festivals/double-eleven/live/FJYX/")
    expect(phone.locator(".live-hero")).to_have_text("¥100.00")
    expect(phone.locator("main")).not_to_contain_text("ZJTL")
    checks(phone)
    # No wall fits on a phone: full screen is the plain page there.
    phone.goto(f"{live_server.url}/reports/festivals/double-eleven/live/FJYX/?wall=1")
    assert phone.evaluate(BEYOND) == []
    assert phone.evaluate(SCROLLS) > 0
    running.starts_at -= dt.timedelta(days=1)
    running.save()
    expect(phone.locator(".live-curve li br")).to_have_count(7, timeout=30_000)
    assert phone.evaluate(SIDEWAYS) <= 0
    phone.goto(f"{live_server.url}/reports/festivals/double-eleven/targets/")
    page_checks(phone)
    foreign = phone.goto(f"{live_server.url}/reports/festivals/double-eleven/live/ZJTL/")
    assert foreign.status == 404


def test_a_past_night_is_watched_again(new_page, live_server, ops, fjyx001):
    festival = Festival.objects.create(
        name="2015 双十一",
        slug="double-eleven-2015",
        starts_at=dt.datetime(2015, 11, 11, tzinfo=SHANGHAI),
        ends_at=dt.datetime(2015, 11, 12, tzinfo=SHANGHAI),
    )
    for hour in range(24):
        make_activity(fjyx001, amount="10.00", at=festival.starts_at + dt.timedelta(hours=hour, minutes=1))
    roll_up_turnover()
    desk = new_page(1280, 900, "en-US")
    log_in(desk, live_server, "ops", "/reports/festivals/double-eleven-2015/")
    desk.get_by_role("link", name="Watch the night again").click()
    expect(desk.locator(".live-state")).to_contain_text("replay, 600 times as fast")
    # Begun a hundred seconds ago: it is past four in the afternoon, and goes on.
    since = int(time.time()) - 100
    desk.goto(f"{live_server.url}/reports/festivals/double-eleven-2015/replay/?since={since}&speed=600")
    first = desk.locator(".live-hero").inner_text()
    assert first.startswith("¥1")
    expect(desk.locator(".live-hero")).not_to_have_text(first, timeout=30_000)
    expect(desk.locator(".live-hero")).to_have_text("¥240.00", timeout=90_000)
