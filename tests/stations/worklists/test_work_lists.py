"""What waits: each list finds its rows within scope, by one query, and leads to where it is dealt with."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.models import Parcel
from partners.complaints.kinds import load_standard_kinds
from partners.complaints.models import ComplaintKind
from partners.complaints.receiving import receive_complaint
from partners.journal.silent import working_day_before
from stations.clock import month_of, today
from stations.pipeline.models import OpeningPlan
from stations.visits.visiting import record_visit
from stations.worklists import lists
from stations.worklists.lists import list_named, what_waits
from tests.cast import client_of, make_activity, make_order
from tests.orders.logistics.parcels import make_parcel

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def names_of(user, name):
    work = list_named(name, user)
    return [work.entry(row).title for row in work.rows]


def counts(user):
    return {one.name: one.count for one in what_waits(user)}


@pytest.mark.parametrize(
    ("last", "days", "day"),
    [
        (dt.date(2015, 11, 12), 3, dt.date(2015, 11, 9)),  # Thursday: Wednesday, Tuesday, Monday
        (dt.date(2015, 11, 10), 3, dt.date(2015, 11, 6)),  # Tuesday: Monday, Saturday, Friday
        (dt.date(2015, 11, 9), 1, dt.date(2015, 11, 7)),  # Monday: Saturday
        (dt.date(2015, 11, 8), 1, dt.date(2015, 11, 7)),
        (dt.date(2015, 11, 8), 0, dt.date(2015, 11, 8)),
    ],
)
def test_sundays_are_no_working_days(last, days, day):
    assert working_day_before(last, days) == day


def test_a_station_is_silent_after_three_working_days(fjyx001, fjyx002, zjtl001, youxi_staff):
    since = working_day_before(today(), 3)
    make_activity(fjyx001, at=dt.datetime.combine(since, dt.time(10), dt.timezone(dt.timedelta(hours=8))))
    make_activity(fjyx002, at=timezone.now() - 30 * DAY)
    assert names_of(youxi_staff, "silent") == ["FJYX002 三连村委会"]
    type(fjyx002).objects.filter(pk=fjyx002.pk).update(opened_on=since)
    assert names_of(youxi_staff, "silent") == []


@pytest.fixture
def everywhere(fjyx001, zjtl001, youxi, tonglu, lin, zhou):
    """A row of each list in both counties."""
    load_standard_kinds()
    long_ago = timezone.now() - 40 * DAY
    last_month = month_of(month_of(today()) - DAY)
    for station, center in ((fjyx001, youxi), (zjtl001, tonglu)):
        make_activity(station, at=long_ago)
        make_order(station, at=timezone.now() - 9 * DAY, paid=False)
        parcel = make_parcel(station, ParcelStatus.AT_STATION)
        Parcel.objects.filter(pk=parcel.pk).update(arrived_at=long_ago)
        receive_complaint(
            actor=None,
            station=station,
            kind=ComplaintKind.objects.get(code="goods"),
            subject="坏了",
            text="坏了",
            at=long_ago,
        )
        OpeningPlan.objects.create(center=center, month=last_month, stations=2)
        record_visit(
            actor=None, station=station, visited_on=today() - 30 * DAY, words="看", findings=["灯坏"]
        )
        station.cash_days.create(day=today() - 2 * DAY)


def test_each_list_finds_the_readers_rows(everywhere, cast):
    one = {
        "money": 1,
        "parcels": 1,
        "days": 1,
        "complaints": 1,
        "disputes": 0,
        "openings": 1,
        "findings": 1,
    }
    for who, times in (("staff", 1), ("other_staff", 1), ("ops", 2), ("superuser", 2)):
        found = counts(getattr(cast, who))
        assert {name: found[name] for name in one} == {name: n * times for name, n in one.items()}, who
    # Nobody of the cast has given an account.
    assert counts(cast.staff)["papers"] == 2


def test_one_query_a_list(everywhere, cast, django_assert_num_queries):
    user = cast.staff
    what_waits(user)
    with django_assert_num_queries(len(lists.names())):
        what_waits(user)


def test_the_page_shows_counts_and_leads_on(everywhere, youxi_staff, cast):
    browser = client_of(youxi_staff, headers={"accept-language": "en"})
    page = browser.get(reverse("work_lists")).content.decode()
    assert "Overdue parcels" in page
    assert "FJYX001" in page
    assert "ZJTL001" not in page
    for name in lists.names():
        one = browser.get(reverse("work_list", args=[name]))
        assert one.status_code == 200, name
        work = one.context["work"]
        assert "ZJTL001" not in one.content.decode(), name
        if work.href:
            assert browser.get(work.href).status_code == 200, name
        for entry in one.context["page_obj"]:
            assert browser.get(entry.href).status_code == 200, name


def test_filtered_lists_of_the_desk_hold_as_many(everywhere, cast):
    browser = client_of(cast.staff)
    for name in ("money", "parcels", "days", "complaints", "disputes", "findings"):
        work = list_named(name, cast.staff)
        page = browser.get(work.href)
        assert page.context["cl"].queryset.count() == work.rows.count(), name


def test_an_unknown_list_is_not_there(youxi_staff):
    assert client_of(youxi_staff).get(reverse("work_list", args=["nothing"])).status_code == 404


def test_a_room_adds_its_own(youxi_staff):
    lists.register("again", "partners.journal.silent.silent_stations", position=1)
    try:
        assert what_waits(youxi_staff)[0].name == "again"
    finally:
        lists.unregister("again")
