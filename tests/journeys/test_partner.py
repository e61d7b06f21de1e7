"""A partner's day on a phone, with real workers behind it: from the order to the income."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from orders.agent_orders.models import AgentOrder
from orders.agent_orders.travelling import receive_at_county, ship_orders
from orders.festivals.models import StationTurnover
from partners.income.models import Earning
from tests.browser import page_checks
from tests.cast import PASSWORD
from tests.workers import wait_until

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def log_in(page, live_server, name):
    page.goto(f"{live_server.url}/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button[type=submit], main form button:not([name])")


def test_from_the_order_to_the_income(phone, live_server, line, lin, youxi_staff, commission_rates):
    log_in(phone, live_server, "13900000001")
    expect(phone.locator("h1")).to_have_text("今日本站")
    page_checks(phone)

    # A new order for somebody new, paid in cash.
    phone.click(".tabbar a[href='/orders/new/']")
    page_checks(phone)
    phone.fill("[name=phone]", "138 0000 0009")
    expect(phone.locator("#villager")).to_contain_text("新村民")
    phone.fill("[name=name]", "郑阿公")
    phone.check("[name=consented]")
    phone.fill("[name=lines-0-title]", "羽绒服")
    phone.select_option("[name=lines-0-category]", "clothing")
    phone.fill("[name=lines-0-unit_price]", "299")
    phone.get_by_role("button", name="提交订单").click()
    phone.wait_for_url(re.compile(r"/orders/\d+/placed/"))
    page_checks(phone)
    order = AgentOrder.objects.get()
    expect(phone.locator("main")).to_contain_text(order.number)
    expect(phone.locator("main")).to_contain_text(order.pickup_code)

    # The goods travel; the partner receives them and hands them over by the code.
    ship_orders(actor=youxi_staff, orders=[order])
    receive_at_county(actor=youxi_staff, orders=[order])
    phone.goto(f"{live_server.url}/orders/{order.pk}/")
    page_checks(phone)
    phone.get_by_role("button", name="已到站").click()
    phone.goto(f"{live_server.url}/")
    phone.fill("#pickup-code", order.pickup_code)
    phone.get_by_role("button", name="查找包裹").click()
    phone.get_by_role("button", name="核销", exact=True).click()
    expect(phone.locator(".page-head .status")).to_contain_text("已核销")
    page_checks(phone)

    # Beat has rung meanwhile, and the worker has rolled up and priced.
    wait_until(lambda: StationTurnover.objects.filter(paid_orders=1).exists(), what="the roll-up")
    wait_until(lambda: Earning.objects.filter(earned_on__isnull=False).exists(), what="the pricing")
    phone.goto(f"{live_server.url}/")
    expect(phone.locator(".figure-lead")).to_contain_text("299.00")
    phone.click(".tabbar a[href='/income/']")
    page_checks(phone)
    expect(phone.locator("main")).to_contain_text("14.95")
    expect(phone.locator("main")).to_contain_text("待结算")


def test_the_counter_works_without_javascript(browser, live_server, lin, villager):
    context = browser.new_context(
        java_script_enabled=False, locale="en", viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    log_in(page, live_server, "lin")
    page.goto(f"{live_server.url}/orders/new/")
    page.fill("[name=phone]", villager.phone)
    page.fill("[name=lines-0-title]", "Rice")
    page.select_option("[name=lines-0-category]", "food")
    page.fill("[name=lines-0-unit_price]", "45.50")
    page.get_by_role("button", name="Another item").click()
    page.fill("[name=lines-1-title]", "Salt")
    page.select_option("[name=lines-1-category]", "food")
    page.fill("[name=lines-1-unit_price]", "2")
    page.press("[name=lines-1-unit_price]", "Enter")  # places it, as the button does
    expect(page.locator("h1")).to_have_text("The order is placed")
    expect(page.locator("main")).to_contain_text("¥47.50")
    assert AgentOrder.objects.get().placed_at <= timezone.now()
    context.close()


def test_a_former_partner_finds_the_income_and_nothing_else(phone, live_server, wang, lin):
    log_in(phone, live_server, "wang")
    expect(phone.locator("h2")).to_have_text("您目前没有经营的服务站")
    page_checks(phone)
    expect(phone.locator(".tabbar a")).to_have_text(["收益"])
    phone.click(".tabbar a")
    expect(phone.locator("h1")).to_have_text("我的收益")
    page_checks(phone)
