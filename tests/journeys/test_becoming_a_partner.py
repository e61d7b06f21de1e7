"""From a stranger's form to the first payout: applied, taken on, taught, opened, sold, closed, paid."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from orders.reports.books import verify
from partners.payouts.rules import load_standard_rule
from partners.people.models import Partner
from partners.recruitment.models import Application, Vacancy
from partners.recruitment.scoring.scoring import criteria_in_use, load_standard_criteria
from partners.training.models import Course, Enrolment, TrainingSession
from partners.training.scheduling import load_standard_courses
from stations.clock import today
from stations.network.lifecycle import StationStatus
from tests.ageing import days_pass
from tests.browser import page_checks
from tests.cast import make_region, make_station, make_user
from tests.journeys import being_paid
from tests.journeys.becoming import Applicant, Desk
from tests.making import survey_and_fit_out
from tests.partners.recruitment.applicants import interviewed
from tests.workers import wait_until

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PERSON = {
    "name": "Wu Xiaoyan",
    "phone": "18810000001",
    "birth_year": str(today().year - 26),
    "education": "college",
    "returning_from": "Hangzhou, online shop",
    "why": "I know online shops, and my parents live here.",
}


@pytest.fixture
def to_be(youxi):
    load_standard_courses()
    load_standard_criteria()
    load_standard_rule()
    make_user("ops", username="ops2", name="总部财务", phone="13900000017")
    station = make_station(
        code="FJYX009",
        village=make_region("350426102203"),
        status=StationStatus.FITTING_OUT,
        opened_on=None,
        prepaid="0",
    )
    return survey_and_fit_out(station)


def test_from_the_form_to_the_first_payout(
    browser, new_page, phone, live_server, line, tmp_path, to_be, youxi_staff, ops, commission_rates
):
    url = live_server.url
    county = Desk(new_page(1440, 900, "en"), url, "youxi")
    head = Desk(new_page(1440, 900, "en"), url, "ops")
    county.open("partners/vacancy/add/")
    page_checks(county.page, budget=None, small_targets=True)
    vacancy = offer(county, to_be)
    for address in ("/apply/", f"/apply/{vacancy.pk}/", "/apply/state/"):
        phone.goto(f"{url}{address}")
        page_checks(phone)

    context = browser.new_context(
        java_script_enabled=False, locale="en", viewport={"width": 360, "height": 740}
    )
    stranger = Applicant(context.new_page(), url)
    number, code = stranger.apply("尤溪", **PERSON)
    one = Application.objects.get()
    assert number == one.number
    assert "received" in stranger.state(number, code)
    one_time = take_on(one, county, head, lambda: stranger.state(number, code))
    partner = Partner.objects.get()
    assert "accepted" in stranger.state(number, code)
    assert Vacancy.objects.get().status == "filled"

    new = new_page(360, 740, "en")
    new.goto(f"{url}/accounts/login/")
    set_password(new, partner.phone, one_time)
    teach(new, url, county, to_be)

    # The tenure begins, and the station opens.
    county.do(f"partners/partner/{partner.pk}/begin/", station=str(to_be.pk), starts_on=today().isoformat())
    county.do(f"stations/station/{to_be.pk}/open/")
    wait_until(lambda: type(to_be).objects.get(pk=to_be.pk).status == "open", what="the opening")
    new.goto(f"{url}/")
    expect(new.locator("header")).to_contain_text(to_be.name)
    context.close()
    second = Desk(new_page(1440, 900, "en"), url, "ops2")
    earn_and_be_paid(new, url, (county, head, second), line, to_be, tmp_path)
    assert [finding for finding in verify() if not finding.clean] == []


def earn_and_be_paid(new, url, desks, worker, station, folder):
    """A day later the platform's file comes; a month later the money."""
    county, head, second = desks
    days_pass(1)
    file = being_paid.write_platform_file(folder / "platform.csv", station, today() - dt.timedelta(days=1))
    order = being_paid.bring_in(county, file)
    earning = being_paid.hand_over(county, new, url, order)
    statement = being_paid.wait_for_the_month(earning, worker)
    being_paid.give_account(county, new, url)
    being_paid.lock_month(county, head)
    batch = being_paid.release(head, second, statement.month)
    rows = being_paid.take_file(second, batch)
    being_paid.read_twice(second, batch, rows, folder / "back.csv")
    being_paid.why(new, url, earning, statement)


def take_on(one, county, head, state):
    """Shortlisted, invited, scored by two who do not see each other's points, decided by two; the code."""
    page = f"partners/application/{one.pk}"
    county.do(f"{page}/shortlist/")
    county.do(
        f"{page}/invite/",
        day=(today() + dt.timedelta(days=2)).isoformat(),
        time="14:30",
        interview_place="Room 201",
    )
    assert "Room 201" in state()
    interviewed(one)
    for desk, points in ((county, "8"), (head, "9")):
        desk.do(f"{page}/score/", **{f"points_{criterion.pk}": points for criterion in criteria_in_use()})
    county.do(f"{page}/finish_scoring/")
    county.do(f"{page}/propose/", verdict="accept", reason="The best of all")
    decision = one.decisions.get()
    head.do(f"partners/hiringdecision/{decision.pk}/confirm/", identity_number="350426199003071215")
    return head.one_time_code()


def teach(new, url, county, station):
    """The new partner sees what is missing and takes a place; the day after there is a certificate."""
    session = TrainingSession.objects.create(
        course=Course.objects.get(code="start"),
        center=station.center,
        held_on=today() + dt.timedelta(days=1),
        room="201",
        seats=5,
    )
    new.goto(f"{url}/training/")
    page_checks(new)
    expect(new.locator("main")).to_contain_text("A station opens only with a valid certificate")
    new.get_by_role("link", name="Take a place in a session").click()
    page_checks(new)
    new.check("[name=session]")
    new.get_by_role("button", name="Take the place").click()
    expect(new.locator("main")).to_contain_text("You have a place")
    place = Enrolment.objects.get()
    TrainingSession.objects.filter(pk=session.pk).update(held_on=today())
    county.open(f"partners/trainingsession/{session.pk}/hold/")
    county.page.check(f"[name=present][value='{place.pk}']")
    county.press()
    blocked(county, station)
    county.do(f"partners/enrolment/{place.pk}/test/", score="92")
    new.goto(f"{url}/training/certificates/{place.certificate.pk}/")
    page_checks(new)
    expect(new.locator("main")).to_contain_text(place.certificate.number)


def offer(county, station):
    """The search box of unfold is JavaScript's; what it sends is what the form of the page sends."""
    county.page.evaluate(
        """([pk, day]) => {
            const field = document.querySelector('[name=station]');
            field.append(new Option(pk, pk, true, true));
            document.querySelector('[name=closes_on]').value = day;
        }""",
        [str(station.pk), (today() + dt.timedelta(days=20)).isoformat()],
    )
    county.page.locator("[name=_save]").first.click()
    county.page.wait_for_load_state("networkidle")
    return Vacancy.objects.get()


def blocked(county, station):
    """Nobody runs it yet, and nobody is certified: the page says so before anything is typed."""
    county.open(f"stations/station/{station.pk}/open/")
    expect(county.page.locator("#content, main").first).to_contain_text("begin the tenure")


def set_password(page, phone, code):
    page.get_by_role("link", name="Forgotten").click()
    page.fill("[name=login]", phone)
    page.fill("[name=code]", code)
    page.fill("[name=password1]", "tea-hills-of-my-own")
    page.fill("[name=password2]", "tea-hills-of-my-own")
    page.locator("main form button").first.click()
    page.wait_for_url("**/accounts/login/**")
    page.fill("[name=login]", phone)
    page.fill("[name=password]", "tea-hills-of-my-own")
    page.press("[name=password]", "Enter")
    page.wait_for_load_state("networkidle")
