"""What was typed for a counter service is shown and erased with the person whose phone it carries."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from orders.counter.models import CounterService
from orders.personal_data.erasing import erase_person
from orders.personal_data.held import held_about
from orders.reports.books import verify
from stations.refusals import Refused
from tests.cast import client_of
from tests.orders.counter.sandbox import drive, make_charged, make_draft

PHONE = "13812345678"


def everything():
    return list(CounterService.objects.order_by("pk").values("details", "secrets", "amount", "status"))


@pytest.fixture
def top_up(sandbox, fjyx001, lin):
    return drive(make_charged(fjyx001))


def test_it_is_shown_also_to_somebody_who_never_bought_anything(top_up):
    said = StringIO()
    call_command("villager_data", PHONE, stdout=said)
    (service,) = json.loads(said.getvalue())["services"]
    assert (service["number"], service["kind"], service["amount"]) == (top_up.number, "mobile", "50.00")
    assert service["typed"] == {"phone": PHONE, "operator": "mobile"}


def test_it_is_erased_and_the_books_stay_whole(top_up, fjyx001, lin, ops):
    other = drive(make_charged(fjyx001, phone="13812345679"))
    assert erase_person(actor=ops, phone=PHONE, reason="本人要求") == 0
    top_up.refresh_from_db()
    assert (top_up.details, top_up.secrets, top_up.status) == ({}, "", "succeeded")
    other.refresh_from_db()
    assert other.details["phone"] == "13812345679"
    assert held_about(PHONE)["services"] == []
    assert [finding.check.name for finding in verify() if not finding.clean] == []
    page = client_of(lin, headers={"accept-language": "en"}).get(f"/counter/{top_up.pk}/receipt/")
    assert (page.status_code, PHONE in page.content.decode()) == (200, False)
    with pytest.raises(Refused) as refused:
        erase_person(actor=ops, phone=PHONE, reason="再一次")
    assert refused.value.code == "unknown"


@pytest.mark.parametrize("make", [make_draft, make_charged])
def test_what_is_not_over_is_refused_and_nothing_is_erased(top_up, fjyx001, ops, make):
    make(fjyx001)
    before = everything()
    with pytest.raises(Refused) as refused:
        erase_person(actor=ops, phone=PHONE, reason="本人要求")
    assert refused.value.code == "on_the_way"
    assert everything() == before


def test_a_price_that_was_looked_at_and_left_alone_goes_too(top_up, fjyx001, ops):
    draft = make_draft(fjyx001)
    CounterService.objects.filter(pk=draft.pk).update(quoted_until=top_up.charged_at)
    erase_person(actor=ops, phone=PHONE, reason="本人要求")
    draft.refresh_from_db()
    assert draft.details == {}
