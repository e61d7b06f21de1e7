"""Ops keep the rates in the admin; every change goes through its verb."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from partners.accounts.models import User
from partners.commission.models import CommissionRate
from partners.income.pricing import price_activity
from partners.journal.kinds import Category
from partners.people.models import Partner
from stations.centers.models import CountyCenter
from stations.network.models import Station
from tests.partners.income.history import History

pytestmark = pytest.mark.django_db

ADD = reverse("admin:partners_commissionrate_add")
Login = Callable[..., Client]


@pytest.fixture
def rate(commission_rates: dict[str, CommissionRate]) -> CommissionRate:
    return commission_rates[Category.CLOTHING]


@pytest.fixture
def desk(ops: User, login: Login) -> Client:
    return login(ops, headers={"accept-language": "en"})


def form(rate: CommissionRate, /, **changes: Any) -> dict[str, Any]:
    fields = ("business", "category", "rate", "fixed", "minimum", "cap", "hold_days", "source")
    known = {name: getattr(rate, name) for name in (*fields, "valid_from", "valid_to")}
    known["center"] = rate.center_id
    return {name: "" if value is None else value for name, value in (known | changes).items()}


def page_of(rate: CommissionRate) -> str:
    return reverse("admin:partners_commissionrate_change", args=[rate.pk])


def errors(answer: Any) -> dict[str, list[str]]:
    return dict(answer.context["adminform"].form.errors)


def test_a_county_gets_its_own_rate(desk: Client, rate: CommissionRate, youxi: CountyCenter) -> None:
    answer = desk.post(ADD, form(rate, center=youxi.pk, rate="0.06", valid_from="2015-11-01"))
    assert answer.status_code == 302
    own = CommissionRate.objects.get(center=youxi)
    assert (own.rate, own.version) == (Decimal("0.06000"), 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"valid_from": "2016-01-01"}, "valid_from"),  # the national rate covers it
        ({"category": "food", "rate": "", "fixed": ""}, "rate"),
        ({"category": "food", "fixed": "2"}, "rate"),
        ({"category": "food", "rate": "5"}, "rate"),
        ({"category": "food", "minimum": "9", "cap": "3"}, "minimum"),
        ({"category": "food", "valid_from": "2016-02-01", "valid_to": "2016-01-01"}, "valid_to"),
        ({"category": "gold"}, "category"),
    ],
)
def test_what_makes_no_sense_comes_back_beside_its_field(
    desk: Client, rate: CommissionRate, changes: dict[str, str], field: str
) -> None:
    CommissionRate.objects.filter(category=Category.FOOD).delete()
    before = CommissionRate.objects.count()
    answer = desk.post(ADD, form(rate, **changes))

    assert answer.status_code == 200
    assert field in errors(answer)
    assert CommissionRate.objects.count() == before


def test_an_unused_rate_is_changed_in_place(desk: Client, rate: CommissionRate) -> None:
    assert desk.post(page_of(rate), form(rate, rate="0.055")).status_code == 302
    rate.refresh_from_db()
    assert (rate.rate, rate.version) == (Decimal("0.05500"), 1)


def test_a_used_rate_gets_a_new_version(
    desk: Client, rate: CommissionRate, lin: Partner, fjyx001: Station
) -> None:
    History(fjyx001).paid("100.00", "2015-11-10")
    price_activity()

    refused = desk.post(page_of(rate), form(rate, rate="0.06"))
    assert "valid_from" in errors(refused)
    assert "2015-11-11" in errors(refused)["valid_from"][0]

    answer = desk.post(page_of(rate), form(rate, rate="0.06", valid_from="2015-12-01"))
    new = CommissionRate.objects.get(category=Category.CLOTHING, version=2)
    assert (answer.status_code, answer.url) == (302, page_of(new))
    rate.refresh_from_db()
    assert (rate.rate, str(rate.valid_to)) == (Decimal("0.05000"), "2015-11-30")


def test_a_rate_is_ended_and_opened_again(
    desk: Client, rate: CommissionRate, lin: Partner, fjyx001: Station
) -> None:
    History(fjyx001).paid("100.00", "2015-11-10")
    price_activity()

    assert "valid_to" in errors(desk.post(page_of(rate), form(rate, valid_to="2015-11-09")))
    assert desk.post(page_of(rate), form(rate, valid_to="2015-11-10")).status_code == 302
    rate.refresh_from_db()
    assert str(rate.valid_to) == "2015-11-10"
    assert desk.post(page_of(rate), form(rate, valid_to="")).status_code == 302
    rate.refresh_from_db()
    assert rate.valid_to is None


def test_the_key_of_a_rate_never_changes(desk: Client, rate: CommissionRate) -> None:
    desk.post(page_of(rate), form(rate, category="food", business="service", rate="0.06"))
    rate.refresh_from_db()
    assert (rate.category, rate.business, rate.rate) == ("clothing", "agent_order", Decimal("0.06000"))


def test_county_staff_look_and_do_not_touch(
    rate: CommissionRate, youxi_staff: User, youxi: CountyCenter, login: Login
) -> None:
    client = login(youxi_staff)
    assert client.get(page_of(rate)).status_code == 200
    assert client.post(page_of(rate), form(rate, rate="0.9")).status_code == 403
    assert client.post(ADD, form(rate, center=youxi.pk)).status_code == 403
    rate.refresh_from_db()
    assert rate.rate == Decimal("0.05000")
