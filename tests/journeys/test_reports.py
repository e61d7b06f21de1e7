"""Head office on the day of a festival, with real workers behind the page."""

import datetime as dt
from decimal import Decimal

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from orders.festivals.models import Festival
from orders.festivals.rolling_up import roll_up_turnover
from stations.clock import hour_start
from tests.browser import page_checks
from tests.cast import PASSWORD, make_order
from tests.workers import wait_until

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


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


def log_in(page, live_server, name):
    page.goto(f"{live_server.url}/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button[type=submit], main form button:not([name])")


def test_a_festival_is_watched_while_it_runs(
    new_page,
    live_server,
    line,
    ops,
    running,
    lin,
    zhou,
    villager,
    foreign_villager,
    fjyx001,
    zjtl001,
    tmp_path,
):
    desk = new_page(1280, 900, "en-US")
    log_in(desk, live_server, "ops")
    expect(desk.locator("h1")).to_have_text("Reports")
    page_checks(desk)
    desk.get_by_role("link", name="双十一").click()
    expect(desk.locator("#now .figure-lead")).to_contain_text("0.00")
    # Not idle for long: it asks again and again.
    page_checks(desk)

    # Two stations sell; beat rings, the worker rolls up, and the open page shows it by itself.
    now = timezone.now()
    make_order(fjyx001, at=now - dt.timedelta(minutes=2), villager=villager)
    make_order(zjtl001, at=now - dt.timedelta(minutes=2), villager=foreign_villager)
    expect(desk.locator("#now .figure-lead")).to_contain_text("200.00", timeout=30_000)
    expect(desk.locator("#now")).to_contain_text("40.0% of the target is paid")

    desk.get_by_role("link", name="Refresh").click()
    expect(desk.locator(".ranking").first).to_be_visible()
    page_checks(desk, budget=None)
    with desk.expect_download() as workbook:
        desk.get_by_role("link", name="Excel workbook").click()
    workbook.value.save_as(tmp_path / "report.xlsx")
    assert openpyxl.load_workbook(tmp_path / "report.xlsx")["Stations"].max_row == 3
    desk.goto(f"{live_server.url}/reports/festivals/double-eleven/stations/")
    expect(desk.locator("tbody tr")).to_have_count(2)
    page_checks(desk)


def test_county_staff_read_theirs_on_a_phone(
    phone, live_server, running, youxi_staff, lin, zhou, villager, fjyx001, fjyx002, zjtl001
):
    make_order(fjyx001, at=timezone.now() - dt.timedelta(minutes=2), villager=villager)
    roll_up_turnover()
    log_in(phone, live_server, "youxi")
    phone.wait_for_load_state("networkidle")
    phone.goto(f"{live_server.url}/reports/")
    page_checks(phone)
    phone.goto(f"{live_server.url}/reports/festivals/double-eleven/")
    expect(phone.locator("main")).not_to_contain_text("ZJTL001")
    page_checks(phone, budget=None)
    phone.goto(f"{live_server.url}/reports/festivals/double-eleven/stations/?sale=none")
    page_checks(phone)


def test_a_wide_table_shows_on_a_phone_that_it_goes_on(phone, live_server, ops, running, fjyx001, villager):
    make_order(fjyx001, at=timezone.now() - dt.timedelta(minutes=2), villager=villager)
    roll_up_turnover()
    log_in(phone, live_server, "ops")
    phone.goto(f"{live_server.url}/reports/festivals/double-eleven/stations/")
    table = phone.get_by_role("region")
    page_checks(phone)

    def edge() -> bytes:
        box = table.bounding_box()
        return phone.screenshot(
            clip={"x": box["x"] + box["width"] - 12, "y": box["y"] + 30, "width": 10, "height": 40}
        )

    table.evaluate("region => { region.firstElementChild.style.visibility = 'hidden' }")
    table.focus()
    shaded = edge()
    phone.keyboard.press("ArrowRight")
    wait_until(lambda: table.evaluate("region => region.scrollLeft") > 0, what="the table to move")
    table.evaluate("region => { region.scrollLeft = region.scrollWidth }")
    assert edge() != shaded
