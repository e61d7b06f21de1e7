"""Partners ask on their phone; strangers write through the public form, within limits."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from partners.complaints.answering import answer_complaint
from partners.complaints.models import Complaint
from stations.requests.claiming import new_token
from tests.cast import client_of
from tests.concurrency.racing import all_at_once

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}


def said(kinds, **changed):
    return {
        "token": new_token(),
        "code": "fjyx001",
        "kind": kinds["goods"].pk,
        "subject": "电饭煲坏了",
        "text": "插上就跳闸。",
        "name": "黄阿婆",
        "phone": "+86 138-0000-0001",
    } | changed


# --- partners --------------------------------------------------------------------


def test_a_question_asked_twice_is_one(kinds, lin, fjyx001):
    browser = client_of(lin)
    asked = {
        "token": new_token(),
        "station": fjyx001.pk,
        "kind": kinds["my_income"].pk,
        "subject": "少了两单",
        "text": "十月少了两单",
    }
    answers = [browser.post(reverse("question_new"), asked) for _ in range(2)]
    question = Complaint.objects.get()
    assert {answer["Location"] for answer in answers} == {reverse("my_question", args=[question.pk])}
    assert (question.partner, question.origin, question.station) == (lin, "partner", fjyx001)
    assert "少了两单" in browser.get(reverse("my_questions")).content.decode()


def test_a_partner_cannot_ask_from_a_foreign_station(kinds, lin, zjtl001):
    asked = {"token": "t", "station": zjtl001.pk, "kind": kinds["other"].pk, "subject": "a", "text": "a"}
    assert client_of(lin).post(reverse("question_new"), asked).status_code == 422
    assert not Complaint.objects.exists()


def test_a_partner_reads_what_came_of_a_complaint_and_nothing_of_who(complaint, lin, youxi_staff):
    answer_complaint(
        actor=youxi_staff, complaint=complaint, answer="黄阿婆您好", upheld=True, for_station="当天打电话"
    )
    browser = client_of(lin)
    pages = [
        browser.get(reverse("my_question", args=[complaint.pk])).content.decode(),
        browser.get(reverse("my_questions") + "?view=complaints").content.decode(),
    ]
    assert "当天打电话" in pages[0]
    for page in pages:
        for private in ("黄阿婆", "13800000001", "等了一个星期"):
            assert private not in page
        assert "包裹没到 ****" in page


def test_the_api_tells_a_partner_no_more(complaint, lin, youxi_staff, api_login):
    address = reverse("api-complaint-detail", args=[complaint.pk])
    told = api_login(lin).get(address).json()
    assert (told["name"], told["phone"], told["text"], told["subject"]) == ("", "", "", "包裹没到 ****")
    staff = api_login(youxi_staff).get(address).json()
    assert (staff["name"], staff["phone"]) == ("黄阿婆", "138 **** 0001")


def test_the_api_answers_once(complaint, youxi_staff, api_login):
    api = api_login(youxi_staff)
    address = reverse("api-complaint-answer", args=[complaint.pk])
    body = {"answer": "明天送到", "upheld": True}
    codes = [api.post(address, body, headers={"Idempotency-Key": key}).status_code for key in ("a", "a", "b")]
    assert codes == [200, 200, 409]
    complaint.refresh_from_db()
    assert (complaint.answer, complaint.upheld) == ("明天送到", True)


def test_the_lists_ask_no_more_for_more_rows(
    complaint, kinds, lin, fjyx001, youxi_staff, django_assert_num_queries, django_assert_max_num_queries
):
    browser = client_of(lin)
    address = reverse("my_questions") + "?view=complaints"
    browser.get(address)
    with django_assert_max_num_queries(12) as few:
        browser.get(address)
    for number in range(5):
        Complaint.objects.create(
            station=fjyx001,
            kind=kinds["goods"],
            origin="villager",
            judged=True,
            subject=f"坏了{number}",
            text="坏了",
            received_at=complaint.received_at,
            due_on=complaint.due_on,
        )
    with django_assert_num_queries(len(few)):
        browser.get(address)


# --- the public form -------------------------------------------------------------


def test_a_stranger_complains_and_a_second_tap_changes_nothing(kinds, fjyx001):
    browser = Client()
    assert browser.get(reverse("complain"), {"station": "FJYX001"}).status_code == 200
    sent = said(kinds)
    for _tap in range(2):
        assert browser.post(reverse("complain"), sent)["Location"] == reverse("complain_sent")
    complaint = Complaint.objects.get()
    assert (complaint.station, complaint.phone, complaint.received_by) == (fjyx001, "13800000001", None)
    assert (complaint.name, complaint.judged) == ("黄阿婆", True)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"code": "ZZZZ999"}, "No station has this code"),
        ({"phone": "12345"}, "A mobile number has 11 digits"),
        ({"text": ""}, "This field is required"),
        ({"code": "A\0"}, "Null characters are not allowed"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_counts_for_nothing(kinds, fjyx001, wrong, words):
    answer = Client(headers=ENGLISH).post(reverse("complain"), said(kinds, **wrong))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Complaint.objects.exists()


def test_an_address_sends_five_an_hour_and_another_goes_on(kinds, fjyx001, monkeypatch):
    monkeypatch.setattr("stations.requests.limiting._this_minute", lambda: 24_120_000)
    sent = [
        Client().post(reverse("complain"), said(kinds, phone=f"1380000000{number}")).status_code
        for number in range(6)
    ]
    assert sent == [302] * 5 + [429]
    elsewhere = said(kinds, phone="13800000009")
    assert Client().post(reverse("complain"), elsewhere, REMOTE_ADDR="10.0.0.9").status_code == 302
    monkeypatch.setattr("stations.requests.limiting._this_minute", lambda: 24_120_000 + 60)
    assert Client().post(reverse("complain"), said(kinds, phone="13800000008")).status_code == 302


def test_about_one_number_three_a_day(kinds, fjyx001, monkeypatch):
    minute = 24_120_000 // 1440 * 1440  # the clock's day begins
    monkeypatch.setattr("stations.requests.limiting._this_minute", lambda: minute)
    sent = [
        Client().post(reverse("complain"), said(kinds), REMOTE_ADDR=f"10.0.0.{number}").status_code
        for number in range(4)
    ]
    assert sent == [302] * 3 + [429]
    monkeypatch.setattr("stations.requests.limiting._this_minute", lambda: minute + 1439)
    assert Client().post(reverse("complain"), said(kinds), REMOTE_ADDR="10.0.0.7").status_code == 429
    monkeypatch.setattr("stations.requests.limiting._this_minute", lambda: minute + 1440)
    assert Client().post(reverse("complain"), said(kinds), REMOTE_ADDR="10.0.0.8").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_a_flood_at_once_brings_five(kinds, fjyx001, monkeypatch):
    monkeypatch.setattr("stations.requests.limiting._this_minute", lambda: 24_120_000)

    def send(number):
        return lambda: (
            Client().post(reverse("complain"), said(kinds, phone=f"138000000{number:02d}")).status_code
        )

    sent = all_at_once(send(number) for number in range(8))
    assert sorted(sent) == [302] * 5 + [429] * 3
    assert Complaint.objects.count() == 5


def test_the_form_stays_out_of_caches_and_says_when_an_answer_comes(kinds):
    answer = Client().get(reverse("complain"))
    assert "no-store" in answer["Cache-Control"]
    assert "手机号" in answer.content.decode()
    assert kinds["late_parcel"].name in answer.content.decode()
    assert dt.timedelta(days=kinds["late_parcel"].days) == dt.timedelta(days=3)
