"""A parcel from the county to the village, by scanner and by phone."""

import re

import pytest
from playwright.sync_api import expect

from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.models import Manifest, Parcel
from tests.browser import page_checks
from tests.cast import PASSWORD
from tests.orders.logistics.parcels import fresh, make_parcel

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def log_in(page, live_server, name, *, to="/"):
    """Straight to a page: on a busy machine the weight of the one before it is counted late."""
    page.goto(f"{live_server.url}/accounts/login/?next={to}")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation(wait_until="networkidle"):
        page.press("[name=password]", "Enter")


def scan(page, number):
    """What a hand scanner does: it types and presses Enter; the field has the focus already."""
    page.keyboard.type(number)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press("Enter")
    expect(page.locator("[data-scan-waiting]")).to_be_empty()


def county_sends(desk, live_server, one, two):
    log_in(desk, live_server, "youxi", to="/county/parcels/scan/")
    page_checks(desk)
    for parcel in (one, two):
        scan(desk, parcel.tracking_number)
        expect(desk.locator(".figure-lead")).to_contain_text("FJYX001")
    page_checks(desk)
    desk.goto(f"{live_server.url}/county/parcels/")
    page_checks(desk)
    desk.get_by_role("button", name="装 FJYX001 的车").click()
    desk.wait_for_url(re.compile(r"/manifests/"))
    scan(desk, one.tracking_number)
    page_checks(desk)
    desk.get_by_role("button", name="把待发的全部加入清单").click()
    expect(desk.locator("#messages")).to_contain_text("1 个包裹")
    desk.get_by_text("发车", exact=True).click()
    desk.fill("#dispatch_counted", "2")
    desk.fill("#dispatch_driver", "老陈 闽G 1Y302")
    desk.get_by_role("button", name="已发车").click()
    expect(desk.locator(".page-head .status")).to_contain_text("在路上")
    desk.get_by_role("link", name="随车纸单").click()
    desk.wait_for_url(re.compile(r"/print/"))
    page_checks(desk)


def test_from_the_county_to_the_villager(new_page, live_server, fjyx001, lin, youxi_staff):
    one, two = (make_parcel(fjyx001) for _ in range(2))
    phone = new_page(360, 740)
    county_sends(new_page(1280, 900), live_server, one, two)

    log_in(phone, live_server, "lin")
    phone.goto(f"{live_server.url}/parcels/")
    page_checks(phone)
    phone.get_by_role("link", name="待卸货清点").click()
    phone.wait_for_url(re.compile(r"/manifests/"))
    for parcel in (one, two):
        scan(phone, parcel.tracking_number)
    page_checks(phone)
    phone.get_by_text("全部卸完").click()
    phone.fill("#finish_counted", "2")
    phone.get_by_role("button", name="点清了").click()
    expect(phone.locator(".page-head .status")).to_contain_text("已收货清点")
    assert Manifest.objects.get().counted_in == 2

    phone.goto(f"{live_server.url}/")
    phone.fill("#pickup-code", fresh(one).pickup_code)
    phone.get_by_role("button", name="查找包裹").click()
    phone.wait_for_url(re.compile(r"/parcels/\d+/"))
    page_checks(phone)
    phone.get_by_role("button", name="核销", exact=True).click()
    expect(phone.locator(".page-head .status")).to_contain_text("已核销")
    assert set(Parcel.objects.values_list("status", flat=True)) == {
        ParcelStatus.AT_STATION,
        ParcelStatus.HANDED_OVER,
    }
    phone.goto(f"{live_server.url}/parcels/accept/")
    page_checks(phone)


def test_a_hand_scanner_does_not_wait_for_the_page(desk, live_server, fjyx001, youxi_staff):
    parcels = [make_parcel(fjyx001) for _ in range(4)]
    log_in(desk, live_server, "youxi", to="/county/parcels/scan/")

    for number in (*(parcel.tracking_number for parcel in parcels[:2]), "?", parcels[2].tracking_number):
        desk.keyboard.type(number)
        desk.keyboard.press("Enter")
    desk.keyboard.type(parcels[3].tracking_number)  # half of a scan: no answer may wipe it away

    expect(desk.locator("[data-scan-refused] li")).to_have_count(1)
    expect(desk.locator("[data-scan-waiting]")).to_be_empty()
    expect(desk.locator(".figure-note")).to_contain_text(parcels[2].tracking_number)
    expect(desk.locator("[name=code]")).to_have_value(parcels[3].tracking_number)
    states = [fresh(parcel).status for parcel in parcels]
    assert states == [ParcelStatus.AT_COUNTY] * 3 + [ParcelStatus.EXPECTED]
