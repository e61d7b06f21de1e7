"""One whole day of a partner on a phone of 360 px, with real workers and a gateway that hesitates.

From the opening cash to the day close: at the end drawer, float and books agree to the fen.
"""

import datetime as dt
import re
import time
from decimal import Decimal

import pytest
from django.db import DatabaseError
from django.utils import timezone
from playwright.sync_api import expect

from orders.agent_orders.models import AgentOrder
from orders.cash.kinds import CashKind
from orders.cash.models import CashDay, CashMovement
from orders.counter.fees import load_standard_fees
from orders.counter.gateways.sandbox.tempers import Temper
from orders.counter.models import CounterService
from orders.logistics.charging import load_standard_parcel_fee
from orders.logistics.handing_over import give_to_carrier
from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.receiving import receive_at_county
from orders.produce.sales.models import ProduceSale
from orders.reports.books import verify
from partners.journal.models import PendingActivity
from partners.ledger.models import Balance
from stations.clock import day_end, today
from tests.browser import page_checks
from tests.cast import make_lot, make_region, set_float
from tests.journeys.test_partner import log_in
from tests.journeys.test_second_leg import scan
from tests.orders.cash.days import held
from tests.orders.counter.sandbox import TYPED
from tests.orders.logistics.parcels import fresh, load, make_parcel
from tests.workers import wait_until

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

# What is bought: title, category, price of one, quantity; then what the villager chooses.
ORDERS = [
    ("羽绒服", "clothing", "299", "1"),
    ("大米", "food", "45.50", "2"),
    ("电饭煲", "small_appliances", "188.80", "1"),
    ("拖鞋", "shoes_bags", "19.90", "3"),
    ("洗衣液", "daily_goods", "33.33", "3"),
    ("尿不湿", "mother_baby", "109", "1"),
    ("复合肥", "farm_inputs", "96.05", "2"),
    ("板凳", "furniture", "26.60", "1"),
    ("手机", "phones", "899", "1", "pay_how", "own_account"),
    ("锄头", "tools", "38.20", "1", "pay_when", "on_arrival"),
]
# In yuan: 299 + 91 + 188.80 + 59.70 + 99.99 + 109 + 192.10 + 26.60, and the hoe on arrival.
CASH_ORDERS = Decimal("1066.19") + Decimal("38.20")
OPENING, FLOAT = Decimal("500.00"), Decimal("5000.00")
TOP_UP, BILL = Decimal("50.00"), Decimal("86.40")
WITHDRAWN, FEE = Decimal("300.00"), Decimal("1.00")
PARCEL_FEE = Decimal("2.00")  # of the villager's own parcel; that of an order pays none
TO_THE_FARMER = Decimal("150.40")  # 2 of 80 yuan, less the 6% that the farmer leaves

DRAWER = OPENING + CASH_ORDERS + TOP_UP + BILL + PARCEL_FEE - (WITHDRAWN - FEE) - TO_THE_FARMER
FLOAT_LEFT = FLOAT - CASH_ORDERS - TOP_UP - BILL + WITHDRAWN + TO_THE_FARMER


@pytest.fixture(autouse=True)
def day_that_lasts() -> None:
    """Nobody's whole day begins three minutes before midnight."""
    left = day_end(today()) - timezone.now()
    if left < dt.timedelta(minutes=3):
        time.sleep(left.total_seconds() + 1)


@pytest.fixture
def visit(new_page, live_server, lin):
    """The partner's phone, logged in: visit(address) opens a page of ours on it."""
    phone = new_page(360, 740)
    log_in(phone, live_server, "lin")
    expect(phone.locator("h1")).to_have_text("今日本站")

    def go(address="/"):
        phone.goto(f"{live_server.url}{address}")
        return phone

    return go


def press(phone, name):
    phone.get_by_role("button", name=name, exact=True).click()


def open_the_day(visit):
    phone = visit("/cash/")
    page_checks(phone)
    phone.get_by_role("link", name="清点开门现金").click()
    phone.fill("[name=counted]", str(OPENING))
    page_checks(phone)
    press(phone, "钱箱里有这么多")
    opening = phone.locator(".figures div", has=phone.get_by_text("开门现金", exact=True))
    expect(opening).to_contain_text("500.00")


def order(visit, phone_number, title, category, price, quantity, *choice):
    phone = visit("/orders/new/")
    phone.fill("[name=phone]", phone_number)
    phone.fill("[name=lines-0-title]", title)
    phone.select_option("[name=lines-0-category]", category)
    phone.fill("[name=lines-0-unit_price]", price)
    phone.fill("[name=lines-0-quantity]", quantity)
    if choice:
        phone.check(f"[name={choice[0]}][value={choice[1]}]")
    press(phone, "提交订单")
    phone.wait_for_url(re.compile(r"/orders/\d+/placed/"))
    return AgentOrder.objects.latest("pk")


def serve(visit, kind, button):
    """Fills in a service, confirms it, and returns it as it stands then."""
    phone = visit(f"/counter/new/{kind}/")
    for name, value in TYPED[kind].items():
        if name == "operator":
            phone.select_option("[name=operator]", value)
        else:
            phone.fill(f"[name={name}]", value)
    press(phone, "下一步：确认")
    phone.wait_for_url(re.compile(r"/counter/\d+/"))
    press(phone, button)
    expect(phone.get_by_role("button", name=button)).to_have_count(0)
    return CounterService.objects.latest("pk")


def becomes(visit, service, status, words):
    """Waits for the worker, and reads on the phone what it found out."""
    wait_until(lambda: fresh(service).status == status, what=f"{status} of {service.kind}")
    phone = visit(f"/counter/{service.pk}/")
    expect(phone.locator(".page-head .status")).to_have_text(words)
    return phone


def unload(visit, *parcels):
    load(*parcels, sent=True)
    phone = visit("/parcels/")
    phone.get_by_role("link", name="待卸货清点").click()
    phone.wait_for_url(re.compile(r"/manifests/"))
    for parcel in parcels:
        scan(phone, parcel.tracking_number)
    phone.get_by_text("全部卸完").click()
    phone.fill("#finish_counted", str(len(parcels)))
    press(phone, "点清了")
    expect(phone.locator(".page-head .status")).to_contain_text("已收货清点")


def hand_over(visit, goods, *, pays="", fee=""):
    """By the code that the villager shows, as every villager at the counter is served."""
    code = fresh(goods).pickup_code
    phone = visit()
    phone.fill("#pickup-code", code)
    press(phone, "查找包裹")
    if pays:
        expect(phone.locator("#pay")).to_contain_text(pays)
        press(phone, "已收款")
        expect(phone.locator("#hand_over_code")).to_have_value(code)
    if fee:
        expect(phone.locator("#hand_over .figure-lead")).to_contain_text(fee)
    press(phone, "核销")
    expect(phone.locator(".page-head .status")).to_contain_text("已核销")


def fetch_parcels(visit, station, *, jacket, rice, hoe):
    """A load of four; three of them are fetched, and the rice lies here when the day is closed."""
    parcels = [make_parcel(station, ParcelStatus.AT_COUNTY, order=one) for one in (jacket, rice, hoe)]
    own = make_parcel(station, ParcelStatus.AT_COUNTY)
    unload(visit, *parcels, own)
    hand_over(visit, jacket)
    hand_over(visit, hoe, pays="38.20")
    hand_over(visit, own, fee="2.00")


def sell_tea(visit, lot):
    phone = visit(f"/produce/{lot.pk}/listing/")
    phone.fill("[name=quantity]", "10")
    phone.fill("[name=price]", "80")
    phone.fill("[name=share_percent]", "6")
    press(phone, "挂售")
    phone.get_by_role("link", name="登记卖出").click()
    phone.fill("[name=platform_order_no]", "1482015111100077")
    phone.fill("[name=quantity]", "2")
    phone.fill("[name=buyer_city]", "杭州")
    press(phone, "登记卖出")
    phone.fill("[name=tracking_number]", "YT8800000001")
    press(phone, "已打包，发往县里")
    expect(phone.locator("#pack")).to_have_count(0)

    sale = ProduceSale.objects.select_related("parcel").get()
    receive_at_county(actor=None, parcels=[sale.parcel])
    give_to_carrier(actor=None, parcels=[sale.parcel])
    phone.reload()
    press(phone, "买家已收货")
    phone.get_by_role("link", name="给农户结款").click()
    expect(phone.locator(".receipt-total")).to_contain_text("150.40")
    phone.locator("main form button").click()
    phone.wait_for_url(re.compile(r"/produce/settlements/"))
    page_checks(phone)


def close_the_day(visit):
    """Counts what the page expects and closes; returns the day."""
    phone = visit("/cash/")
    expect(phone.locator(".figure-lead")).to_contain_text(f"{DRAWER:,}")
    page_checks(phone)
    phone.fill("#close_counted", str(DRAWER))
    phone.fill("#close_parcels", "1")
    press(phone, "日结")
    expect(phone.locator("#messages")).to_contain_text("已日结")
    expect(phone.locator("#close")).to_have_count(0)
    page_checks(phone)
    return CashDay.objects.get(day=today())


def check_locked(visit, stale, station, day):
    """A second count is refused, what moves now is tomorrow's, and the database takes nothing for today."""
    stale.fill("#close_counted", "1")
    stale.fill("#close_parcels", "1")
    press(stale, "日结")
    expect(stale.locator("main")).to_contain_text("已经日结")
    phone = visit("/cash/put-in/")
    phone.fill("[name=amount]", "10")
    phone.fill("[name=reason]", "明天的零钱")
    press(phone, "放入现金")
    expect(phone.locator(".figure-lead")).to_contain_text(f"{DRAWER:,}")
    late = CashMovement.objects.latest("pk")
    assert (late.kind, late.business_date) == (CashKind.PUT_IN, day + dt.timedelta(days=1))
    with pytest.raises(DatabaseError, match="the cash of this day is closed"):
        CashMovement.objects.create(
            station=station, kind=CashKind.PUT_IN, amount=1, business_date=day,
            occurred_at=timezone.now(), source_key="too-late",
        )  # fmt: skip
    assert held(station) == DRAWER + 10


def test_from_the_opening_cash_to_the_day_close(
    visit, live_server, gateways, line, fjyx001, villager, commission_rates
):
    set_float(fjyx001, str(FLOAT))
    load_standard_fees()
    load_standard_parcel_fee()
    make_region("3301")
    open_the_day(visit)

    # The operator does the top-up and answers nonsense: nobody knows, and nobody says so.
    gateways("operator", Temper.NONSENSE)
    top_up = serve(visit, "mobile", "钱已收，办理")
    placed = [order(visit, villager.phone, *goods) for goods in ORDERS]
    press(becomes(visit, top_up, "unknown", "核实中"), "现在再查一次")

    fetch_parcels(visit, fjyx001, jacket=placed[0], rice=placed[1], hoe=placed[-1])
    bill = serve(visit, "electricity", "钱已收，办理")
    withdrawal = serve(visit, "withdrawal", "确认取现")
    becomes(visit, bill, "succeeded", "已完成")
    expect(becomes(visit, withdrawal, "succeeded", "已完成").locator("main")).to_contain_text("299.00")
    sell_tea(visit, make_lot(fjyx001, villager=villager, offered=True))

    assert fresh(top_up).status == "unknown"
    phone = visit(f"/counter/{top_up.pk}/")
    gateways("operator", Temper.CALM)
    press(phone, "现在再查一次")
    page_checks(becomes(visit, top_up, "succeeded", "已完成"))

    stale = visit("/cash/").context.new_page()
    stale.goto(f"{live_server.url}/cash/")
    day = close_the_day(visit)
    assert (day.expected, day.counted, day.difference) == (DRAWER, DRAWER, 0)
    assert (day.parcels_expected, day.parcels_counted) == (1, 1)
    assert day.float_balance == Balance.objects.get(account__station=fjyx001).amount == FLOAT_LEFT
    assert held(fjyx001) == DRAWER

    check_locked(visit, stale, fjyx001, day.day)

    wait_until(lambda: not PendingActivity.objects.exists(), what="roll-up and pricing")
    assert [finding for finding in verify() if not finding.clean] == []
