"""From the farmer to the buyer's phone: a lot, its photos, its label, its public page."""

import pytest
from playwright.sync_api import expect

from orders.produce.models import ProduceLot
from tests.browser import page_checks
from tests.cast import make_picture
from tests.journeys.test_partner import log_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_lot_travels_from_the_counter_to_a_strangers_phone(
    browser, new_page, phone, live_server, lin, villager
):
    context = browser.new_context(
        java_script_enabled=False, locale="en", viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    log_in(page, live_server, "lin")
    page.get_by_role("link", name="Produce to the city").click()
    page.get_by_role("link", name="New lot").click()
    page.fill("[name=phone]", villager.phone)
    page.fill("[name=display_name]", "Hill Granny")
    page.check("[name=name_agreed]")
    page.fill("[name=product]", "Spring tea")
    page.select_option("[name=category]", "tea")
    page.fill("[name=quantity]", "36")
    page.get_by_role("button", name="Record the lot").click()

    page.get_by_text("Add photos", exact=True).click()
    picture = {"name": "tea.png", "mimeType": "image/png", "buffer": make_picture().getvalue()}
    page.set_input_files("[name=photos]", [picture])
    page.get_by_role("button", name="Keep the photos").click()
    page.get_by_text("Add a handling step", exact=True).click()
    page.select_option("[name=kind]", "packed")
    page.get_by_role("button", name="Record the step").click()
    page.get_by_role("button", name="Offer the lot").click()
    expect(page.locator(".page-head .status")).to_contain_text("offered")
    page.get_by_role("link", name="Label").click()
    lot = ProduceLot.objects.get()
    expect(page.locator(".label")).to_contain_text(lot.grouped_code)
    context.close()

    for stranger in (phone, new_page(1280, 900, "en")):
        stranger.goto(f"{live_server.url}/trace/{lot.code}/")
        page_checks(stranger)
        expect(stranger.locator("main")).to_contain_text("Hill Granny")
        assert stranger.evaluate("() => document.querySelector('.photos img').naturalWidth") == 640
        assert stranger.context.cookies() == []
    log_in(phone, live_server, "lin")
    for address in ("/produce/", "/produce/new/", f"/produce/{lot.pk}/", f"/produce/{lot.pk}/label/"):
        phone.goto(f"{live_server.url}{address}")
        page_checks(phone)
