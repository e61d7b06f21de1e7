"""Looking at the site as somebody else: who at whom, what it leaves, and how it ends."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from partners.accounts.looking.looking import begin_look, end_look
from partners.accounts.looking.models import Look, LookStep
from partners.accounts.looking.reach import reached
from partners.accounts.models import Role, User
from partners.announcements.announcing import draft_announcement, publish_announcement
from partners.announcements.models import AnnouncementRead
from stations.clock import today
from stations.exporting.models import ExportLog
from stations.refusals import Refused
from tests.cast import client_of, make_order, make_user

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def lead(youxi):
    return make_user(Role.COUNTY_STAFF, center=youxi, username="lead", name="主任", is_lead=True)


@pytest.fixture
def looking(lead, lin):
    """The lead's browser, as Lin."""
    client = client_of(lead, headers=ENGLISH)
    begin(client, lin.user)
    return client


def page(view, user):
    return reverse(f"admin:partners_user_{view}", args=[user.pk])


def begin(client, user):
    return client.post(page("look_as", user), {"token": f"look-{user.pk}", "reason": "cannot find an order"})


@pytest.mark.parametrize(
    ("who", "whom", "status"),
    [
        ("lead", "lin", 302),
        ("lead", "helper", 302),
        ("lead", "youxi_staff", 302),
        ("lead", "zhou", 404),
        ("lead", "tonglu_staff", 404),
        ("lead", "ops", 404),
        ("lead", "superuser", 404),
        ("lead", "lead", 200),  # the form again, with a refusal
        ("youxi_staff", "lin", 403),
        ("ops", "lin", 403),
        ("superuser", "zhou", 302),
        ("superuser", "ops", 302),
        ("superuser", "superuser", 200),
    ],
)
def test_who_looks_at_whom(request, db, who, whom, status):
    actor, user = request.getfixturevalue(who), request.getfixturevalue(whom)
    user = getattr(user, "user", user)
    assert begin(client_of(actor), user).status_code == status
    assert Look.objects.count() == (status == 302)


def test_the_superuser_is_looked_at_by_nobody(superuser):
    other = make_user(Role.SUPERUSER, username="root2")
    with pytest.raises(Refused) as refused:
        begin_look(actor=superuser, user=other, reason="why not")
    assert refused.value.code == "look"


def test_a_look_wants_a_reason(lead, lin):
    with pytest.raises(Refused) as refused:
        begin_look(actor=lead, user=lin.user, reason="  ")
    assert (refused.value.code, Look.objects.count()) == ("reason", 0)


def test_the_site_is_the_one_s_who_is_looked_at(looking, lead, lin, fjyx001):
    order = make_order(fjyx001)
    told = looking.get(reverse("order_page", args=[order.pk])).content.decode()

    assert "You are looking as 林小芳." in told
    assert order.number in told
    assert order.pickup_code
    for name in ("order_page", "order_placed", "order_receipt"):
        assert order.pickup_code not in looking.get(reverse(name, args=[order.pk])).content.decode(), name
    assert looking.get("/admin/").status_code == 302  # a partner has no desk
    look = Look.objects.get()
    assert (look.actor, look.whom, look.center, look.reason) == (
        lead,
        lin.user,
        lead.center,
        "cannot find an order",
    )
    steps = list(look.steps.values_list("kind", "path"))
    assert steps[0] == ("page", reverse("order_page", args=[order.pk]))
    assert ("page", "/admin/") in steps


def test_nothing_is_written_by_whatever_method(looking, lin, fjyx001):
    order = make_order(fjyx001)
    for method in ("post", "put", "patch", "delete", "options"):
        answer = getattr(looking, method)(reverse("order_page", args=[order.pk]))
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD"), method
    assert "nothing can be changed" in looking.post("/").content.decode()
    assert looking.get(reverse("account_change_password")).status_code == 403
    assert looking.get(reverse("mfa_index")).status_code == 403
    api = looking.get(reverse("api-agent-order-list"))
    assert (api.status_code, api.json()["code"]) == (403, "looking")
    assert set(LookStep.objects.values_list("kind", flat=True)) == {"refused"}


def test_a_page_that_writes_is_shown_and_leaves_nothing(looking, lin, announcement):
    address = reverse("announcement_page", args=[announcement.pk])
    answer = looking.get(address)
    assert answer.status_code == 200
    assert announcement.title in answer.content.decode()
    assert not answer.cookies or set(answer.cookies) <= {"csrftoken", "sessionid", "messages"}
    assert not AnnouncementRead.objects.exists()
    client_of(lin).get(address)
    assert AnnouncementRead.objects.count() == 1  # the control: the page does write


@pytest.fixture
def announcement(youxi_staff):
    made = draft_announcement(actor=youxi_staff, title="春节放假", text="初一到初三休息", valid_from=today())
    return publish_announcement(actor=youxi_staff, announcement=made)


def test_nothing_is_taken_away_in_another_s_name(lead, youxi_staff):
    client = client_of(lead)
    assert client.get(reverse("growth_file", args=["csv"])).status_code == 200
    assert ExportLog.objects.get().center == lead.center
    begin(client, youxi_staff)
    assert client.get(reverse("growth")).status_code == 200
    assert client.get(reverse("growth_file", args=["csv"])).status_code == 403
    assert ExportLog.objects.count() == 1


def test_the_admin_says_so_too_and_no_look_begins_within_a_look(lead, youxi_staff, lin):
    client = client_of(lead, headers=ENGLISH)
    begin(client, youxi_staff)
    told = client.get(page("change", lin.user)).content.decode()
    assert "You are looking as 郑华." in told
    assert client.get(page("look_as", lin.user)).status_code == 403  # staff do not look
    assert begin(client, lin.user).status_code == 405
    assert Look.objects.count() == 1


def test_one_ends_it(looking, lead, lin):
    answer = looking.post(reverse("end_look"))
    assert (answer.status_code, answer["Location"]) == (302, page("change", lin.user))
    assert looking.get(page("change", lin.user)).status_code == 200
    assert list(LookStep.objects.values_list("kind", flat=True)) == ["ended"]
    end_look(look=Look.objects.get())
    assert LookStep.objects.count() == 1  # once
    assert looking.post(reverse("end_look")).status_code == 302  # nothing to end


def test_it_ends_by_itself(lead, lin, settings):
    settings.LOOK_AS_MINUTES = 1
    look = begin_look(actor=lead, user=lin.user, reason="slow")
    client = client_of(lead)
    session = client.session
    session["look"] = look.pk
    session.save()
    assert client.get(reverse("order_list")).status_code == 200

    Look.objects.bulk_create(
        [
            Look(
                actor=lead,
                whom=lin.user,
                center=lead.center,
                reason="old",
                began_at=look.began_at - dt.timedelta(minutes=2),
                until=look.began_at - dt.timedelta(minutes=1),
            )
        ]
    )
    session["look"] = Look.objects.get(reason="old").pk
    session.save()
    answer = client.get(reverse("order_list"))
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert Look.objects.get(reason="old").steps.get().kind == "ran_out"
    assert client.get(reverse("order_list")).status_code == 403  # oneself again


def test_it_ends_with_the_right(looking, lead):
    User.objects.filter(pk=lead.pk).update(is_lead=False)
    assert looking.get(reverse("order_list")).status_code == 302
    assert LookStep.objects.get().kind == "ran_out"


def test_somebody_else_s_look_is_no_look(lead, lin, superuser):
    look = begin_look(actor=lead, user=lin.user, reason="mine")
    client = client_of(superuser)
    session = client.session
    session["look"] = look.pk
    session.save()
    assert client.get("/admin/").status_code == 302
    assert client.get("/admin/").status_code == 200
    assert not look.steps.exists()


@pytest.mark.parametrize("gone", [True, False])
def test_the_log_stays(lead, lin, gone):
    look = begin_look(actor=lead, user=lin.user, reason="why")
    end_look(look=look)
    for rows, field in ((Look.objects.all(), "reason"), (LookStep.objects.all(), "kind")):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            # Past Django's own guard of what others point at.
            _ = rows._raw_delete("default") if gone else rows.update(**{field: "other"})


def test_only_county_staff_lead(lin):
    with pytest.raises(DatabaseError, match="user_lead_is_county_staff"), transaction.atomic():
        User.objects.filter(pk=lin.user.pk).update(is_lead=True)


def test_what_a_login_reaches_and_why(lead, helper, zhou, fjyx001, django_assert_max_num_queries):
    make_order(fjyx001)
    client = client_of(lead, headers=ENGLISH)
    with django_assert_max_num_queries(220):
        told = " ".join(client.get(page("what_it_reaches", helper)).content.decode().split())
    row = told[told.index("agent orders</td>") :] if "agent orders</td>" in told else told
    assert "of the station: FJYX001" in row
    assert "look, add, change" in row
    assert client.get(page("what_it_reaches", zhou.user)).status_code == 404


def test_reach_is_asked_of_the_rule(lead, helper, fjyx001, zjtl001):
    make_order(fjyx001)
    make_order(zjtl001)
    found = {one.label: (one.rows, one.ways) for one in reached(helper)}
    assert found["orders.AgentOrder"] == (1, ("station",))
    assert "partners.Statement" not in found
    assert {one.label: one.rows for one in reached(lead)}["orders.AgentOrder"] == 1
