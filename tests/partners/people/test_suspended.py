"""Who is suspended, since when and why: a list of its own, and one of what waits."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from partners.people.models import TenureSuspension
from tests.cast import client_of

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def suspended(lin, chen, zhou, youxi_staff):
    """Chen for nine days, Zhou in the other county; Lin was and is not any more."""
    now = timezone.now()

    def suspend(partner, days, until=None):
        return TenureSuspension.objects.create(
            tenure=partner.tenures.get(),
            starts_at=now - dt.timedelta(days=days),
            ends_at=until and now - dt.timedelta(days=until),
            reason=f"{partner.name}生病",
            actor=youxi_staff,
        )

    return suspend(lin, 30, until=20), suspend(chen, 9), suspend(zhou, 3)


def rows(client, query=""):
    answer = client.get(reverse("admin:partners_tenuresuspension_changelist") + query)
    return [row.reason for row in answer.context["cl"].result_list]


def test_the_list_is_the_county_s_and_filters(suspended, youxi_staff, ops):
    desk = client_of(youxi_staff, headers=ENGLISH)
    assert rows(desk) == ["陈志强生病", "林小芳生病"]
    assert rows(desk, "?running=yes") == ["陈志强生病"]
    assert rows(desk, "?running=no") == ["林小芳生病"]
    assert len(rows(client_of(ops))) == 3


def test_it_is_among_what_waits(suspended, youxi_staff, django_assert_max_num_queries):
    desk = client_of(youxi_staff, headers=ENGLISH)
    with django_assert_max_num_queries(12):
        told = desk.get(reverse("work_list", args=["suspended"])).content.decode()
    assert "Partners who are suspended" in told
    assert "陈志强生病" in told
    assert "林小芳生病" not in told
    assert "周敏" not in told
    assert desk.get(reverse("work_lists")).status_code == 200
