"""The float in a browser: from Today to what moved it, and to the order behind a movement."""

import pytest
from playwright.sync_api import expect

from tests.browser import page_checks
from tests.cast import make_order, set_float
from tests.journeys.test_partner import log_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_partner_follows_the_money(new_page, live_server, lin, fjyx001, villager, locale):
    set_float(fjyx001, "1000.00")
    order = make_order(fjyx001, villager=villager)
    page = new_page(locale=locale)
    log_in(page, live_server, "lin")

    page.click("a[href='/float/']")
    expect(page.locator(".figures")).to_contain_text("900")
    page_checks(page)

    page.click(f"a[href='/orders/{order.pk}/']")
    expect(page.locator("main")).to_contain_text(order.number)
