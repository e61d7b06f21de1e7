"""Old tokens and dead drafts go; young ones stay."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from stations.requests.forgetting import Forgotten, forget_old_requests
from stations.requests.models import RequestDraft, RequestToken
from stations.requests.tasks import forget_old_requests_task


@pytest.fixture
def rows(lin):
    now = timezone.now()
    for token, age in (("old", dt.timedelta(days=30, minutes=1)), ("young", dt.timedelta(days=29, hours=23))):
        RequestToken.objects.create(actor=lin.user, token=token, purpose="test", content="")
        RequestToken.objects.filter(token=token).update(created_at=now - age)
    for key, age in (("old", dt.timedelta(hours=24, minutes=1)), ("young", dt.timedelta(hours=23))):
        RequestDraft.objects.create(key_hash=key, owner=lin.user, path="/", fields={})
        RequestDraft.objects.filter(key_hash=key).update(created_at=now - age)


def left():
    tokens = RequestToken.objects.values_list("token", flat=True)
    return [*tokens, *RequestDraft.objects.values_list("key_hash", flat=True)]


def test_what_is_old_goes_and_a_second_run_finds_nothing(rows):
    assert forget_old_requests() == Forgotten(requests=1, drafts=1)
    assert left() == ["young", "young"]
    assert forget_old_requests() == Forgotten(requests=0, drafts=0)


def test_the_job_does_the_same(rows):
    forget_old_requests_task()
    assert left() == ["young", "young"]


def test_the_command_says_how_many(rows):
    out = StringIO()
    call_command("forget_old_requests", days=29, stdout=out)
    assert out.getvalue() == "requests forgotten: 2; drafts: 1\n"
    with pytest.raises(CommandError):
        call_command("forget_old_requests", days=0)
    assert left() == ["young"]
