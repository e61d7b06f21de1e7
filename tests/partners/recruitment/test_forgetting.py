"""Who was not taken on is forgotten after half a year; who was stays with the partner's papers."""

import datetime as dt
import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from orders.personal_data.erasing import erase_person
from orders.personal_data.held import held_about
from partners.recruitment.forgetting import forget_old_applications
from partners.recruitment.lifecycle import ApplicationStatus
from partners.recruitment.models import Application
from stations.refusals import Refused
from tests.partners.recruitment.applicants import apply, make_application

pytestmark = pytest.mark.django_db

A = ApplicationStatus
NUMBER = "350426199003071215"


def age(one, days):
    Application.objects.filter(pk=one.pk).update(decided_at=timezone.now() - dt.timedelta(days=days))


def raw_row(one):
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_json(a)::text FROM partners_application a WHERE id = %s", [one.pk])
        return json.loads(cursor.fetchone()[0])


def test_the_number_is_encrypted_where_it_lies(vacancy):
    one = apply(vacancy, identity_number=NUMBER).application
    stored = raw_row(one)["identity_number"]
    assert stored
    assert NUMBER not in stored


@pytest.mark.parametrize(
    ("status", "days", "gone"),
    [
        (A.REFUSED, 181, True),
        (A.REFUSED, 179, False),
        (A.WITHDRAWN, 181, True),
        (A.ACCEPTED, 1000, False),
    ],
)
def test_half_a_year_after_the_refusal(vacancy, panel, status, days, gone):
    one = make_application(vacancy, status, panel=panel, name="曾发旺", identity_number=NUMBER)
    age(one, days)
    assert forget_old_applications() == int(gone)
    assert forget_old_applications() == 0
    kept = json.dumps(raw_row(one), ensure_ascii=False)
    assert ("曾发旺" not in kept) == gone
    assert (one.phone not in kept) == gone
    one.refresh_from_db()
    assert (one.erased_at is not None) == gone
    assert one.education == "college"


def test_who_waits_is_not_forgotten(vacancy, panel):
    one = make_application(vacancy, A.SHORTLISTED, panel=panel)
    assert forget_old_applications() == 0
    with pytest.raises(Refused) as said:
        erase_person(actor=None, phone=one.phone, reason="本人要求")
    assert said.value.code == "on_the_way"


def test_somebody_is_told_what_is_held_and_erased_on_request(vacancy, panel):
    one = make_application(vacancy, A.REFUSED, panel=panel, name="曾发旺", identity_number=NUMBER)
    told = held_about(one.phone)["applications"]
    assert [(row["name"], row["identity_number"]) for row in told] == [("曾发旺", NUMBER)]
    assert erase_person(actor=None, phone=one.phone, reason="本人要求") == 0
    assert held_about(one.phone)["applications"] == []
    assert "曾发旺" not in json.dumps(raw_row(one), ensure_ascii=False)


def test_the_nightly_command_forgets_them(vacancy, panel, capsys):
    age(make_application(vacancy, A.REFUSED, panel=panel), 200)
    call_command("forget_personal_data")
    assert "applications: 1" in capsys.readouterr().out


def test_keys_are_changed_for_applicants_too(vacancy, settings, capsys):
    one = apply(vacancy, identity_number=NUMBER).application
    before = raw_row(one)["identity_number"]
    new = "bmV3LW9uZS1mb3ItdGVzdHMtbmV3LW9uZS1mb3ItdGU="
    settings.IDENTITY_KEYS = [new, *settings.IDENTITY_KEYS]
    call_command("rotate_identity_keys")
    settings.IDENTITY_KEYS = [new]
    assert Application.objects.get().identity_number == NUMBER
    assert raw_row(one)["identity_number"] != before
