"""A county's desk in a real browser: the day, the goods that arrive, a refund; nothing of the neighbours."""

import pytest
from playwright.sync_api import expect

from partners.journal.kinds import Category
from tests.browser import page_checks
from tests.cast import PASSWORD, make_order
from tests.workers import wait_until

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_goods_arrive_in_the_county_and_a_refund_goes_back(
    new_page, live_server, line, lin, zhou, fjyx001, zjtl001, youxi_staff
):
    own = make_order(fjyx001, (Category.FOOD, "40.00"), (Category.CLOTHING, "60.00"))
    foreign = make_order(zjtl001)
    desk = new_page(1440, 900, "en")

    desk.goto(f"{live_server.url}/admin/")
    desk.fill("[name=login]", "youxi")
    desk.fill("[name=password]", PASSWORD)
    desk.press("[name=password]", "Enter")
    desk.wait_for_url("**/admin/")
    expect(desk.locator("#nav-sidebar-inner")).to_contain_text("Agent orders")

    # The list has the county's order and not the neighbour's.
    desk.goto(f"{live_server.url}/admin/orders/agentorder/")
    expect(desk.locator("#result_list")).to_contain_text(own.number)
    expect(desk.locator("#result_list")).not_to_contain_text(foreign.number)
    page_checks(desk, budget=None, small_targets=True)
    # Its forms and filters have a name for those too who listen to them.
    desk.goto(f"{live_server.url}/admin/stations/station/add/")
    page_checks(desk, budget=None, small_targets=True)
    desk.goto(f"{live_server.url}/admin/stations/station/")
    desk.get_by_text("Filters").first.click()
    expect(desk.get_by_text("By county operation center")).to_be_visible()
    page_checks(desk, budget=None, small_targets=True)
    missing = desk.goto(f"{live_server.url}/admin/orders/agentorder/{foreign.pk}/change/")
    assert missing is not None
    assert missing.status == 404

    # Shipped by the seller, then received at the county center.
    for title in ("Shipped", "Received in the county"):
        desk.goto(f"{live_server.url}/admin/orders/agentorder/{own.pk}/change/")
        desk.get_by_role("link", name=title).first.click()
        desk.locator("main form button[type=submit], #content form button[type=submit]").last.click()
        desk.wait_for_load_state("networkidle")
    own.refresh_from_db()
    assert own.status == "at_county"

    # A part of the coat's price goes back, with a reason.
    coat = own.lines.get(category=Category.CLOTHING)
    desk.goto(f"{live_server.url}/admin/orders/agentorder/{own.pk}/change/")
    desk.get_by_role("link", name="Refund").first.click()
    desk.fill(f"[name=line_{coat.pk}]", "12.50")
    desk.fill("[name=reason]", "A button is missing")
    desk.get_by_role("button", name="Give the money back").click()
    wait_until(lambda: str(type(own).objects.get(pk=own.pk).refunded) == "12.50", what="the refund")
