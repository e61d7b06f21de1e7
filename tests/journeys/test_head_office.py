"""Head office on the festival night, in a real browser with real workers: exact, live, and taken home."""

import datetime as dt
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from orders.agent_orders.refunding import refund_lines
from orders.festivals.models import Festival
from partners.journal.kinds import Category
from stations.clock import SHANGHAI
from tests.browser import page_checks
from tests.cast import DOUBLE_ELEVEN, PASSWORD, make_order

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def festival():
    return Festival.objects.create(
        name="2015 双十一",
        slug="double-eleven-2015",
        starts_at=dt.datetime(2015, 11, 11, tzinfo=SHANGHAI),
        ends_at=dt.datetime(2015, 11, 12, tzinfo=SHANGHAI),
    )


def test_the_report_follows_the_orders_to_the_fen(
    new_page, live_server, line, festival, lin, chen, zhou, fjyx001, zjtl001, ops
):
    desk = new_page(1280, 900, "en")
    desk.goto(f"{live_server.url}/reports/")
    desk.fill("[name=login]", "ops")
    desk.fill("[name=password]", PASSWORD)
    desk.press("[name=password]", "Enter")
    desk.get_by_role("link", name="2015 双十一").first.click()
    expect(desk.locator("main")).to_contain_text("¥0.00")

    order = make_order(fjyx001, (Category.FOOD, "40.00"), (Category.CLOTHING, "160.10"))
    make_order(zjtl001, at=DOUBLE_ELEVEN + dt.timedelta(hours=13, minutes=58))
    make_order(zjtl001, at=DOUBLE_ELEVEN + dt.timedelta(hours=14))  # midnight: another day
    coat = order.lines.get(category=Category.CLOTHING)
    refund_lines(actor=None, order=order, amounts={coat.pk: coat.amount}, reason="尺码不合适")

    # 200.10 and 100.00 paid, 140.00 of it left, once beat has rung and the worker has rolled up.
    def rolled_up():
        desk.reload()
        return "¥140.00" in desk.locator("main").inner_text()

    for _ in range(60):
        if rolled_up():
            break
        desk.wait_for_timeout(500)
    expect(desk.locator("main")).to_contain_text("¥300.10")
    expect(desk.locator("main")).to_contain_text("¥140.00")
    page_checks(desk, budget=None)

    # Three stations in service, two of them selling: the mean counts all.
    expect(desk.locator("main")).to_contain_text("¥100.03")
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Excel").click()
    book = load_workbook(BytesIO(Path(download.value.path()).read_bytes()), read_only=True)
    cells = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {"福建省", "FJYX001"} <= cells
    assert 300.1 in cells

    # The same on a phone, in Chinese.
    narrow = new_page(360, 740, "zh-CN")
    narrow.goto(f"{live_server.url}/accounts/login/")
    narrow.fill("[name=login]", "ops")
    narrow.fill("[name=password]", PASSWORD)
    narrow.press("[name=password]", "Enter")
    narrow.wait_for_load_state("networkidle")
    narrow.goto(desk.url)
    page_checks(narrow, budget=None)
