"""Every component, in a real browser, on a phone and on a desk, in both languages."""

import pytest

from tests.browser import page_checks, violations

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.journeys.ui_urls"),
]


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 900)])
def test_every_component_is_fit_to_be_read_and_pressed(live_server, new_page, width, height, locale):
    page = new_page(width, height, locale)
    page.goto(f"{live_server.url}/ui/")
    # Chart.js is no part of a partner's page.
    page_checks(page, budget=None)
    assert page.locator("html").get_attribute("lang") == ("zh-hans" if locale == "zh-CN" else "en")


def test_charts_are_drawn_and_their_figures_can_be_read(live_server, desk):
    desk.goto(f"{live_server.url}/ui/")
    desk.wait_for_load_state("networkidle")
    assert (
        desk.evaluate("[...document.querySelectorAll('canvas')].map((one) => !!Chart.getChart(one))")
        == [True] * 3
    )

    curve = desk.locator("figure.chart").first
    curve.locator("summary").click()
    assert curve.locator("tbody tr").count() == 24
    assert curve.locator("tbody td").first.inner_text() == "¥38,000,000.00"


def test_the_language_is_switched_without_javascript(live_server, browser):
    context = browser.new_context(locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/ui/?page=3")
    page.locator("summary").first.click()
    page.get_by_role("button", name="English").click()

    assert page.url == f"{live_server.url}/ui/?page=3"
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator("summary").first.click()
    assert page.get_by_role("button", name="中文").is_visible()
    context.close()


def test_an_unknown_address_says_so_in_few_bytes_and_without_a_token(live_server, phone):
    answer = phone.goto(f"{live_server.url}/nothing-here/")
    assert answer.status == 404
    assert "csrfmiddlewaretoken" not in answer.text()
    assert "nonce" not in answer.text()
    # The console notes the 404 itself.
    assert violations(phone) == []


def test_a_page_that_broke_still_looks_like_ours(live_server, phone):
    answer = phone.goto(f"{live_server.url}/broken/")
    assert answer.status == 500
    assert phone.locator("h1").is_visible()
    assert violations(phone) == []


@pytest.mark.parametrize(
    ("harm", "complaint"),
    [
        ("document.querySelector('.button').style.minHeight = '2rem'", "button"),
        ("document.querySelector('h1').style.width = '50rem'", "sideways"),
        ("document.querySelector('h1').style.color = '#777'", "color-contrast"),
        ("document.querySelector('label').remove()", "label"),
        ("console.error('broken')", "broken"),
    ],
)
def test_the_page_checks_can_fail(live_server, phone, harm, complaint):
    phone.goto(f"{live_server.url}/ui/")
    phone.evaluate(f"() => {{ {harm} }}")
    with pytest.raises(AssertionError, match=complaint):
        page_checks(phone, budget=None)


def test_a_first_visit_over_the_budget_fails(live_server, phone):
    phone.goto(f"{live_server.url}/ui/")
    with pytest.raises(AssertionError, match=r"chart\.js"):
        page_checks(phone, budget=50_000)
