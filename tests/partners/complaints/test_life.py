"""A complaint: who sees it, when it is due, answered once, told by SMS, and forgotten."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from orders.personal_data.erasing import erase_person
from orders.personal_data.held import held_about
from partners.complaints.answering import answer_complaint, take_in_hand
from partners.complaints.forgetting import forget_long_kept
from partners.complaints.kinds import change_kind
from partners.complaints.models import Complaint, ComplaintChange
from partners.complaints.receiving import ask_question, receive_complaint
from partners.people.models import Tenure
from stations.clock import today
from stations.notices.models import Notification
from stations.refusals import Refused
from tests.cast import make_partner, make_station

pytestmark = pytest.mark.django_db


def refused_code(act, **given):
    with pytest.raises(Refused) as refused, transaction.atomic():
        act(**given)
    return refused.value.code


def test_the_day_it_is_due_counts_from_the_day_in_shanghai(complaint, kinds):
    """23:59:59.999999 is still the ninth; three days for a late parcel."""
    assert complaint.due_on == dt.date(2015, 11, 12)
    assert complaint.phone == "13800000001"
    assert [change.after for change in complaint.changes.all()] == ["received"]


def test_a_kind_that_changes_moves_no_day(complaint, kinds, ops):
    change_kind(actor=ops, kind=kinds["late_parcel"], days=30)
    complaint.refresh_from_db()
    assert complaint.due_on == dt.date(2015, 11, 12)


def test_what_is_due_and_what_is_overdue(complaint):
    due = dt.date(2015, 11, 12)
    counts = [(Complaint.objects.due_by(day).count(), Complaint.objects.overdue(day).count())
              for day in (due - dt.timedelta(days=1), due, due + dt.timedelta(days=1))]  # fmt: skip
    assert counts == [(0, 0), (1, 0), (1, 1)]


def test_it_is_answered_once_and_the_villager_is_told(complaint, youxi_staff):
    take_in_hand(actor=youxi_staff, complaint=complaint, note="已打电话")
    answered = answer_complaint(
        actor=youxi_staff,
        complaint=complaint,
        answer="包裹已找到，明天送到。",
        upheld=True,
        for_station="到件当天要打电话。",
    )
    assert (answered.status, answered.upheld, answered.answered_by) == ("answered", True, youxi_staff)
    assert list(answered.changes.values_list("after", "upheld")) == [
        ("received", None),
        ("in_hand", None),
        ("answered", True),
    ]
    notice = Notification.objects.get()
    assert (notice.phone, notice.kind, notice.station) == ("13800000001", "answer", complaint.station)
    assert "包裹已找到，明天送到。" in notice.text
    assert "13800000001" not in notice.text

    again = {"actor": youxi_staff, "complaint": complaint, "answer": "不对", "upheld": False}
    assert refused_code(answer_complaint, **again) == "transition"
    answered.refresh_from_db()
    assert (answered.answer, answered.upheld, Notification.objects.count()) == (
        "包裹已找到，明天送到。",
        True,
        1,
    )


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"answer": " ", "upheld": True}, "answer"),
        ({"answer": "好", "upheld": None}, "upheld"),
        ({"answer": "好" * 201, "upheld": True}, "answer"),
    ],
)
def test_an_answer_that_says_too_little_or_too_much_changes_nothing(complaint, youxi_staff, said, code):
    assert refused_code(answer_complaint, actor=youxi_staff, complaint=complaint, **said) == code
    complaint.refresh_from_db()
    assert (complaint.status, Notification.objects.count()) == ("received", 0)


def test_a_question_is_neither_upheld_nor_not(question, youxi_staff):
    answered = answer_complaint(actor=youxi_staff, complaint=question, answer="下月补发。", upheld=True)
    assert (answered.upheld, Notification.objects.count()) == (None, 0)


def test_each_kind_is_for_its_own(kinds, lin, fjyx001, youxi_staff):
    words = {"subject": "问", "text": "问"}
    given = {"station": fjyx001, **words}
    assert refused_code(ask_question, actor=lin.user, kind=kinds["late_parcel"], **given) == "kind"
    assert refused_code(receive_complaint, actor=youxi_staff, kind=kinds["my_income"], **given) == "kind"
    assert refused_code(ask_question, actor=youxi_staff, kind=kinds["my_income"], **given) == "not_a_partner"
    assert not Complaint.objects.exists()


def test_of_a_station_that_never_opened_nobody_complains(kinds, youxi):
    station = make_station(code="FJYX009", center=youxi, status="applied", opened_on=None)
    given = {"actor": None, "kind": kinds["question"], "subject": "问", "text": "问"}
    assert refused_code(receive_complaint, station=station, **given) == "station"


# --- who sees what ---------------------------------------------------------------


def seen_by(user):
    return set(
        type(user).objects.get(pk=user.pk) and Complaint.objects.visible_to(user).values_list("pk", flat=True)
    )


def test_the_station_sees_complaints_the_person_their_questions(complaint, question, cast, lin):
    both = {complaint.pk, question.pk}
    assert seen_by(cast.partner) == both
    assert seen_by(cast.helper) == {complaint.pk}
    assert seen_by(cast.staff) == seen_by(cast.ops) == both
    for stranger in (cast.same_county, cast.other_county, cast.former, cast.other_staff):
        assert seen_by(stranger) == set()


def test_a_successor_sees_no_question_of_before(complaint, question, lin, fjyx001):
    yesterday = today() - dt.timedelta(days=1)
    Tenure.objects.filter(partner=lin).update(ends_on=yesterday)
    new = make_partner(fjyx001, since=today(), username="neu")
    assert seen_by(new.user) == {complaint.pk}
    assert seen_by(type(lin.user).objects.get(pk=lin.user.pk)) == {question.pk}


# --- forgotten -------------------------------------------------------------------


def test_who_it_was_is_told_and_erased_on_request(complaint, youxi_staff, ops):
    held = held_about("13800000001")["complaints"]
    assert [(one["number"], one["name"]) for one in held] == [(complaint.number, "黄阿婆")]
    erase = {"actor": ops, "phone": "13800000001", "reason": "本人要求"}
    assert refused_code(erase_person, **erase) == "on_the_way"

    answer_complaint(actor=youxi_staff, complaint=complaint, answer="好", upheld=True)
    erase_person(**erase)

    complaint.refresh_from_db()
    assert (complaint.name, complaint.phone, complaint.text, complaint.subject) == ("", None, "", "—")
    assert (complaint.upheld, complaint.answer) == (True, "好")
    assert held_about("13800000001")["complaints"] == []


def test_what_was_answered_long_ago_is_forgotten_and_the_rest_kept(complaint, kinds, fjyx001, youxi_staff):
    answer_complaint(actor=youxi_staff, complaint=complaint, answer="好", upheld=False)
    answered = Complaint.objects.get().answered_at
    assert forget_long_kept(answered) == 0
    assert forget_long_kept(answered + dt.timedelta(microseconds=1)) == 1
    assert forget_long_kept(answered + dt.timedelta(days=1)) == 0
    assert Complaint.objects.get().phone is None


# --- the database has the last word ----------------------------------------------


@pytest.mark.parametrize(
    "changed",
    [
        {"answer": "另一个"},
        {"upheld": False},
        {"status": "in_hand"},
        {"due_on": dt.date(2016, 1, 1)},
    ],
)
def test_an_answer_stays_as_it_was(complaint, youxi_staff, changed):
    answer_complaint(actor=youxi_staff, complaint=complaint, answer="好", upheld=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        Complaint.objects.filter(pk=complaint.pk).update(**changed)


@pytest.mark.parametrize(
    "changed",
    [
        {"status": "answered"},
        {"status": "answered", "answer": "好", "answered_at": dt.datetime(2015, 11, 10, tzinfo=dt.UTC)},
        {"upheld": True},
        {"text": ""},
        {"origin": "partner"},
    ],
)
def test_half_an_answer_is_none(complaint, changed):
    with pytest.raises(DatabaseError), transaction.atomic():
        Complaint.objects.filter(pk=complaint.pk).update(**changed)


def test_the_log_is_append_only(complaint):
    change = ComplaintChange.objects.get()
    for act in (change.delete, lambda: ComplaintChange.objects.update(note="x"), complaint.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
