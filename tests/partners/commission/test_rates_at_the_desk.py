"""Rates are looked at in the admin; money for everybody changes by two people, through a draft."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from partners.accounts.models import User
from partners.commission.models import CommissionRate
from partners.journal.kinds import Category

pytestmark = pytest.mark.django_db

ADD = reverse("admin:partners_commissionrate_add")
Login = Callable[..., Client]


@pytest.fixture
def rate(commission_rates: dict[str, CommissionRate]) -> CommissionRate:
    return commission_rates[Category.CLOTHING]


def form(rate: CommissionRate, /, **changes: Any) -> dict[str, Any]:
    fields = ("business", "category", "rate", "fixed", "minimum", "cap", "hold_days", "source")
    known = {name: getattr(rate, name) for name in (*fields, "valid_from", "valid_to")}
    return {name: "" if value is None else value for name, value in (known | changes).items()}


def page_of(rate: CommissionRate) -> str:
    return reverse("admin:partners_commissionrate_change", args=[rate.pk])


@pytest.mark.parametrize("who", ["youxi_staff", "ops", "superuser"])
def test_nobody_changes_a_rate_alone(request: Any, who: str, rate: CommissionRate, login: Login) -> None:
    client = login(request.getfixturevalue(who))
    before = list(CommissionRate.objects.order_by("pk").values())
    assert client.get(page_of(rate)).status_code == 200
    assert client.post(page_of(rate), form(rate, rate="0.9")).status_code == 403
    assert client.get(ADD).status_code == 403
    own = form(rate, valid_from=dt.date(2016, 1, 1), category="gold")
    assert client.post(ADD, own).status_code == 403
    assert list(CommissionRate.objects.order_by("pk").values()) == before
    assert not admin.site._registry[CommissionRate].actions_detail


def test_the_page_says_how_it_changes(ops: User, rate: CommissionRate, login: Login) -> None:
    told = login(ops, headers={"accept-language": "en"}).get(page_of(rate)).content.decode()
    assert "activated from a day on by a second person" in told
    assert reverse("admin:partners_draft_changelist") in told


def test_county_staff_are_told_and_not_sent_where_they_may_not_go(
    youxi_staff: User, rate: CommissionRate, login: Login
) -> None:
    told = login(youxi_staff, headers={"accept-language": "en"}).get(page_of(rate)).content.decode()
    assert "activated from a day on by a second person" in told
    assert reverse("admin:partners_draft_changelist") not in told
