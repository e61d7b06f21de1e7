"""A county's lead looks at the site as a partner, at the desk and on a phone: sees all, changes nothing."""

import pytest
from playwright.sync_api import expect

from partners.accounts.looking.models import Look
from partners.accounts.models import Role
from tests.browser import excuse, page_checks
from tests.cast import PASSWORD, make_order, make_user

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "height", "language"), [(1280, 900, "zh-CN"), (360, 740, "en")])
def test_a_lead_looks_as_a_partner_and_is_herself_again(
    new_page, live_server, lin, helper, fjyx001, youxi, width, height, language
):
    make_user(Role.COUNTY_STAFF, center=youxi, username="lead", name="郭主任", is_lead=True)
    order = make_order(fjyx001)
    page = new_page(width, height, language)
    page.goto(f"{live_server.url}/admin/partners/user/{lin.user.pk}/what_it_reaches/")
    page.fill("[name=login]", "lead")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/what_it_reaches/")
    expect(page.locator("body")).to_contain_text("FJYX001")
    page_checks(page, budget=None, small_targets=True)

    page.goto(f"{live_server.url}/admin/partners/user/{lin.user.pk}/look_as/")
    page.fill("[name=reason]", "订单找不到")
    page.locator("#content form button[type=submit]").last.click()
    page.wait_for_url(f"{live_server.url}/")
    expect(page.locator(".looking")).to_contain_text("林小芳")
    page_checks(page)

    page.goto(f"{live_server.url}/orders/{order.pk}/")
    expect(page.locator("main")).to_contain_text(order.number)
    expect(page.locator("main")).not_to_contain_text(order.pickup_code)
    page_checks(page)
    page.locator("main form").first.evaluate("form => form.submit()")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".looking")).to_be_visible()
    excuse(page, "405")

    page.locator(".looking-end").click()
    page.wait_for_url("**/change/")
    expect(page.locator(".looking")).to_have_count(0)
    kinds = list(Look.objects.get().steps.values_list("kind", flat=True))
    assert (kinds[-1], "refused" in kinds) == ("ended", True)

    page.goto(f"{live_server.url}/admin/partners/look/")
    expect(page.locator("#result_list")).to_contain_text("订单找不到")
    page_checks(page, budget=None, small_targets=True)
