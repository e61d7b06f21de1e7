"""Staff see what their county's villagers were told, masked, and send again what was not sent."""

import pytest
from django.urls import reverse

from stations.notices.delivering import deliver_notices
from stations.notices.gateways.console import ConsoleGateway
from stations.notices.lifecycle import NoticeState, Problem
from stations.notices.models import Notification
from stations.notices.retrying import retry_notice
from stations.refusals import Refused
from tests.cast import client_of, make_notice
from tests.stations.notices.conftest import NOON

pytestmark = pytest.mark.django_db

LIST = "admin:stations_notification_changelist"
QUERIES = 4
S = NoticeState


@pytest.fixture
def failed(fjyx001):
    """Could not be sent in time."""
    notice = make_notice(fjyx001, at=NOON)
    deliver_notices(gateway=ConsoleGateway())
    notice.refresh_from_db()
    assert (notice.state, notice.problem) == (S.FAILED, Problem.LATE)
    return notice


def page(client, name, *args):
    return client.get(reverse(name, args=args), HTTP_ACCEPT_LANGUAGE="en").content.decode()


def test_number_and_code_are_masked_everywhere(failed, youxi_staff):
    desk = client_of(youxi_staff)
    row = page(desk, "admin:stations_notification_change", failed.pk)
    assert "取件码****" in row
    for shown in (page(desk, LIST), row):
        assert "138 **** 0001" in shown
        assert "agent-order:" in shown
        assert failed.phone not in shown
        assert "480215" not in shown


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("13800000001", True),
        ("138 0000 0001", True),
        ("1380000000", False),
        ("agent-order:77", True),
        ("480215", False),
        ("\0", True),
    ],
)
def test_found_by_a_whole_number_or_subject(fjyx001, youxi_staff, term, found):
    notice = make_notice(fjyx001, subject="agent-order:77")
    response = client_of(youxi_staff).get(reverse(LIST), {"q": term})
    assert list(response.context["cl"].result_list) == ([notice] if found else [])


def test_the_list_asks_the_same_number_of_questions_for_any_length(
    fjyx001, fjyx002, youxi_staff, django_assert_num_queries
):
    desk = client_of(youxi_staff)
    make_notice(fjyx001)
    with django_assert_num_queries(QUERIES):
        desk.get(reverse(LIST))
    for station in (fjyx001, fjyx002) * 5:
        make_notice(station)
    with django_assert_num_queries(QUERIES):
        desk.get(reverse(LIST))


def test_sent_again_with_a_reason(failed, youxi_staff):
    desk = client_of(youxi_staff)
    url = reverse("admin:stations_notification_retry", args=[failed.pk])
    token = desk.get(url).context["token"]
    for _ in range(2):  # a doubled click
        desk.post(url, {"reason": "通道修好了", "token": token})
    failed.refresh_from_db()
    last = failed.changes.last()
    assert (failed.state, failed.problem, failed.attempts) == (S.WAITING, "", 0)
    assert (last.after, last.actor, last.reason) == (S.WAITING, youxi_staff, "通道修好了")
    assert failed.changes.filter(after=S.WAITING).count() == 2  # written, and sent again once
    assert deliver_notices(gateway=ConsoleGateway()).by_state == {S.SENT: 1}


def test_ticked_ones_too(failed, youxi_staff):
    ticked = {"action": "retry_ticked", "_selected_action": [failed.pk], "apply": "1", "reason": "修好了"}
    client_of(youxi_staff).post(reverse(LIST), ticked)
    assert Notification.objects.get().state == S.WAITING


@pytest.mark.parametrize(
    ("state", "reason", "code"), [(S.FAILED, " ", "reason"), (S.SENT, "x", "transition")]
)
def test_refused_and_nothing_changes(fjyx001, youxi_staff, state, reason, code):
    notice = make_notice(fjyx001, at=NOON if state == S.FAILED else None)
    deliver_notices(gateway=ConsoleGateway())
    before = Notification.objects.values().get()
    with pytest.raises(Refused) as refused:
        retry_notice(actor=youxi_staff, notice=notice, reason=reason)
    assert refused.value.code == code
    assert Notification.objects.values().get() == before
    assert before["state"] == state


def test_the_button_is_there_only_where_it_does_something(failed, fjyx001, youxi_staff):
    url = reverse("admin:stations_notification_retry", args=[failed.pk])
    desk = client_of(youxi_staff)
    assert url in page(desk, "admin:stations_notification_change", failed.pk)
    waiting = make_notice(fjyx001)
    url = reverse("admin:stations_notification_retry", args=[waiting.pk])
    assert url not in page(desk, "admin:stations_notification_change", waiting.pk)
