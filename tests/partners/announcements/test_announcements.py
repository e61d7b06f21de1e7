"""Told to whom it is for, while it is valid; read and confirmed once; its words stay."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from partners.announcements.announcing import (
    change_announcement,
    draft_announcement,
    publish_announcement,
    withdraw_announcement,
)
from partners.announcements.models import Announcement, AnnouncementRead
from partners.announcements.reading import confirm_announcement, read_announcement, readers_of
from stations.clock import today
from stations.refusals import Refused
from tests.cast import client_of
from tests.concurrency.racing import all_at_once

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
ENGLISH = {"headers": {"accept-language": "en"}}


def told(actor, *, published=True, **fields):
    """For all counties unless a county or `centers` say otherwise."""
    given = {"title": "双十一安排", "text": "十日备货", "valid_from": today()} | fields
    if getattr(actor, "center", None) is None and "centers" not in given:
        given["for_all"] = True
    made = draft_announcement(actor=actor, **given)
    return publish_announcement(actor=actor, announcement=made) if published else made


def sees(user, announcement):
    return Announcement.objects.visible_to(user).filter(pk=announcement.pk).exists()


def refused_code(act, **given):
    with pytest.raises(Refused) as refused, transaction.atomic():
        act(**given)
    return refused.value.code


def readers(cast, announcement):
    people = ("partner", "same_county", "other_county", "former", "helper", "staff", "other_staff", "ops")
    return {who for who in people if sees(getattr(cast, who), announcement)}


def test_head_office_tells_all_or_chosen_counties(cast, tonglu):
    everywhere = {"partner", "same_county", "other_county", "staff", "other_staff", "ops"}
    assert readers(cast, told(cast.ops)) == everywhere
    chosen = told(cast.ops, centers=[tonglu])
    assert readers(cast, chosen) == {"other_county", "other_staff", "ops"}


def test_a_county_tells_its_own_stations_and_no_other(cast):
    made = told(cast.staff, for_all=True)
    assert (made.owner, made.for_all) == (cast.staff.center, False)
    assert readers(cast, made) == {"partner", "same_county", "staff", "ops"}


def test_a_draft_is_its_authors(cast):
    assert readers(cast, told(cast.staff, published=False)) == {"staff", "ops"}
    assert readers(cast, told(cast.ops, published=False)) == {"ops"}


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [(0, None, True), (1, None, False), (-3, 0, True), (-3, -1, False)],
)
def test_partners_see_it_from_its_first_day_to_its_last(cast, first, last, shown):
    made = told(cast.ops, published=False, valid_from=today() + first * DAY)
    Announcement.objects.filter(pk=made.pk).update(
        valid_until=None if last is None else today() + last * DAY,
        status="published",
        published_at=dt.datetime.now(dt.UTC),
    )
    assert sees(cast.partner, made) is shown
    page = client_of(cast.partner).get(reverse("announcement_page", args=[made.pk]))
    assert page.status_code == (200 if shown else 404)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title": " "}, "invalid"),
        ({"valid_until": today() - DAY}, "valid_until"),
        ({"for_all": False}, "centers"),
    ],
)
def test_what_cannot_be_is_refused(ops, fields, code):
    given = {"title": "标题", "text": "正文", "valid_from": today(), "for_all": True} | fields
    assert refused_code(draft_announcement, actor=ops, **given) == code
    assert not Announcement.objects.exists()


def test_a_draft_is_changed_and_what_is_published_only_taken_back(cast):
    made = told(cast.staff, published=False)
    words = {"title": "改了", "text": "正文", "valid_from": today()}
    changed = change_announcement(actor=cast.staff, announcement=made, **words)
    assert (changed.title, changed.counties.count()) == ("改了", 1)
    publish_announcement(actor=cast.staff, announcement=made)
    assert refused_code(change_announcement, actor=cast.staff, announcement=made, **words) == "published"
    assert refused_code(publish_announcement, actor=cast.staff, announcement=made) == "transition"
    with pytest.raises(DatabaseError), transaction.atomic():
        Announcement.objects.filter(pk=made.pk).update(text="别的")

    withdraw_announcement(actor=cast.staff, announcement=made, reason="写错了")
    assert readers(cast, made) == {"staff", "ops"}


def test_a_county_takes_back_nothing_of_head_office(cast):
    made = told(cast.ops)
    given = {"actor": cast.staff, "announcement": made, "reason": "不好"}
    assert refused_code(withdraw_announcement, **given) == "not_yours"
    assert sees(cast.partner, made)


def test_who_has_read_and_who_has_not(cast, lin, chen):
    made = told(cast.ops, must_confirm=True)
    read_announcement(actor=cast.partner, announcement=made)
    confirm_announcement(actor=cast.same_county, announcement=made)
    said = [(one.partner, bool(one.read_at), bool(one.confirmed_at)) for one in readers_of(made, cast.ops)]
    assert said == [("林小芳", True, False), ("陈志强", True, True), ("周敏", False, False)]
    assert len(readers_of(made, cast.staff)) == 2
    row = Announcement.objects.with_reads(cast.other_staff).get(pk=made.pk)
    assert (row.read_count, row.confirmed_count) == (0, 0)
    row = Announcement.objects.with_reads(cast.staff).get(pk=made.pk)
    assert (row.read_count, row.confirmed_count) == (2, 1)


def test_the_desk_reads_who_has_not(cast, lin):
    made = told(cast.staff, must_confirm=True)
    confirm_announcement(actor=cast.partner, announcement=made)
    page = client_of(cast.staff, **ENGLISH).get(f"/admin/partners/announcement/{made.pk}/change/")
    told_of = page.context["adminform"]
    assert page.status_code == 200
    body = page.content.decode()
    assert told_of
    assert body.index("林小芳") < body.index("陈志强")


def test_opening_is_noted_once_and_confirming_is_a_button(cast, lin):
    made = told(cast.staff, must_confirm=True, title_en="Double Eleven", text_en="Stock up.")
    browser = client_of(lin, **ENGLISH)
    address = reverse("announcement_page", args=[made.pk])
    for _time in range(2):
        page = browser.get(address).content.decode()
    assert "Double Eleven" in page
    assert "Stock up." in page
    read = AnnouncementRead.objects.get()
    assert (read.partner, read.confirmed_at) == (lin, None)
    assert "please confirm" in browser.get(reverse("today")).content.decode()

    for token in ("a", "b"):
        assert browser.post(address, {"token": token}).status_code == 302
    read.refresh_from_db()
    first = read.confirmed_at
    assert first is not None
    assert "please confirm" not in browser.get(reverse("today")).content.decode()
    confirm_announcement(actor=lin.user, announcement=made)
    read.refresh_from_db()
    assert read.confirmed_at == first


def test_what_need_not_be_confirmed_is_read_by_opening_it(cast, lin):
    made = told(cast.ops)
    browser = client_of(lin, **ENGLISH)
    assert "双十一安排" in browser.get(reverse("today")).content.decode()
    browser.get(reverse("announcement_page", args=[made.pk]))
    assert "双十一安排" not in browser.get(reverse("today")).content.decode()
    assert refused_code(confirm_announcement, actor=lin.user, announcement=made) == "no_confirmation"


def test_what_is_pinned_stays_on_top_and_on_the_first_page(cast, lin):
    pinned = told(cast.ops, title="置顶的", pinned=True, valid_from=today() - 9 * DAY)
    told(cast.ops, title="新的")
    browser = client_of(lin)
    browser.get(reverse("announcement_page", args=[pinned.pk]))
    for name in ("announcement_list", "today"):
        page = browser.get(reverse(name)).content.decode()
        assert page.index("置顶的") < page.index("新的"), name


def test_a_helper_is_told_nothing(cast):
    told(cast.ops)
    browser = client_of(cast.helper)
    assert "双十一安排" not in browser.get(reverse("today")).content.decode()
    assert browser.get(reverse("announcement_list")).status_code == 403


def test_the_list_asks_no_more_for_more(cast, lin, django_assert_num_queries):
    browser = client_of(lin)
    told(cast.staff)
    browser.get(reverse("announcement_list"))
    with django_assert_num_queries(5) as few:
        browser.get(reverse("announcement_list"))
    for _more in range(4):
        told(cast.staff)
    with django_assert_num_queries(len(few)):
        browser.get(reverse("announcement_list"))


@pytest.mark.django_db(transaction=True)
def test_opened_on_two_phones_at_once_it_was_read_once(cast):
    made = told(cast.staff, must_confirm=True)
    all_at_once([lambda: confirm_announcement(actor=cast.partner, announcement=made).pk] * 4)
    assert AnnouncementRead.objects.count() == 1


def test_county_staff_write_for_their_own_at_the_desk(cast):
    typed = {"title": "开会", "text": "周三下午", "valid_from": today().isoformat(), "must_confirm": "on"}
    answer = client_of(cast.staff).post("/admin/partners/announcement/add/", typed)
    assert answer.status_code == 302
    made = Announcement.objects.get()
    assert (made.owner, made.must_confirm, made.status) == (cast.staff.center, True, "draft")
    changed = client_of(cast.staff).post(
        f"/admin/partners/announcement/{made.pk}/change/", typed | {"title": "开会改期"}
    )
    assert changed.status_code == 302
    made.refresh_from_db()
    assert made.title == "开会改期"
    assert made.counties.count() == 1
