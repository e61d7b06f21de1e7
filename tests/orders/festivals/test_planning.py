"""Festivals are planned by head office, on whole hours; what is refused changes nothing."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from orders.festivals.models import Festival
from orders.festivals.planning import change_festival, plan_festival
from orders.festivals.rolling_up import roll_up_turnover
from stations.clock import SHANGHAI
from stations.refusals import Refused
from tests.cast import api_client_of, client_of, make_activity

START = dt.datetime(2015, 11, 11, tzinfo=SHANGHAI)
END = dt.datetime(2015, 11, 12, tzinfo=SHANGHAI)
MONTH_LATER = START + dt.timedelta(days=31)
GIVEN = {"name": "双十一", "slug": "double-eleven", "starts_at": START, "ends_at": END}


def posted(**changes):
    return {
        "name": "双十一",
        "slug": "double-eleven",
        "starts_at_0": "2015-11-11",
        "starts_at_1": "00:00",
        "ends_at_0": "2015-11-12",
        "ends_at_1": "00:00",
        "sales_target": "293000000",
        **changes,
    }


def test_a_festival_is_planned(ops):
    festival = plan_festival(actor=ops, **GIVEN, sales_target=Decimal("293000000.00"))
    assert (festival.first_day, festival.last_day) == (dt.date(2015, 11, 11), dt.date(2015, 11, 11))
    assert not festival.runs_at(END)
    assert festival.runs_at(END - dt.timedelta(microseconds=1))


def test_a_festival_may_last_31_days(ops):
    festival = plan_festival(actor=ops, **GIVEN | {"ends_at": MONTH_LATER})
    assert festival.last_day == dt.date(2015, 12, 11)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_at": START + dt.timedelta(minutes=30)}, "starts_at"),
        ({"ends_at": END + dt.timedelta(microseconds=1)}, "ends_at"),
        ({"ends_at": START}, "ends_at"),
        ({"ends_at": MONTH_LATER + dt.timedelta(hours=1)}, "ends_at"),
        ({"sales_target": Decimal("0")}, "sales_target"),
        ({"slug": "双十一"}, "slug"),
        ({"name": ""}, "name"),
    ],
)
def test_what_is_wrong_is_refused_beside_its_field(changes, field, ops, double_eleven):
    with pytest.raises(Refused) as refused:
        plan_festival(actor=ops, **GIVEN | changes)
    assert refused.value.field == field
    fields = {"sales_target": None, **GIVEN, **changes}
    with pytest.raises(Refused) as refused:
        change_festival(actor=ops, festival=double_eleven, **fields)
    assert refused.value.field == field
    assert list(Festival.objects.values_list("slug", "name")) == [("double-eleven-2015", "2015 双十一")]


@pytest.mark.parametrize(
    "changes",
    [
        {"starts_at": START + dt.timedelta(minutes=1)},
        {"ends_at": END + dt.timedelta(seconds=1)},
        {"ends_at": END + dt.timedelta(microseconds=1)},
        {"ends_at": START},
        {"ends_at": MONTH_LATER + dt.timedelta(hours=1)},
    ],
)
def test_the_database_keeps_whole_hours_and_a_month_at_most(changes, db):
    with pytest.raises(IntegrityError), transaction.atomic():
        Festival.objects.create(**GIVEN | changes)


def test_head_office_plans_and_changes_in_the_admin(ops):
    desk = client_of(ops)
    assert desk.post(reverse("admin:orders_festival_add"), posted()).status_code == 302
    festival = Festival.objects.get()
    assert (festival.starts_at, festival.ends_at) == (START, END)

    change = reverse("admin:orders_festival_change", args=[festival.pk])
    assert reverse("festival_report", args=[festival.slug]) in desk.get(change).content.decode()
    assert desk.post(change, posted(name="2015 双十一", ends_at_1="02:00")).status_code == 302
    festival.refresh_from_db()
    assert (festival.name, festival.ends_at) == ("2015 双十一", END + dt.timedelta(hours=2))


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"starts_at_1": "00:30"}, "starts_at", "A festival starts and ends on the full hour."),
        ({"ends_at_0": "2015-11-10"}, "ends_at", "A festival cannot end before it starts."),
        ({"ends_at_0": "2035-11-12"}, "ends_at", "A festival lasts at most 31 days."),
    ],
)
def test_the_admin_says_it_beside_the_field(changes, field, message, ops):
    answer = client_of(ops, headers={"accept-language": "en"}).post(
        reverse("admin:orders_festival_add"), posted(**changes)
    )
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors[field] == [message]
    assert not Festival.objects.exists()


def test_county_staff_look_at_festivals_and_plan_none(double_eleven, youxi_staff):
    desk = client_of(youxi_staff)
    assert desk.get(reverse("admin:orders_festival_changelist")).status_code == 200
    assert desk.post(reverse("admin:orders_festival_add"), posted()).status_code == 403
    assert Festival.objects.count() == 1


# --- for programs ----------------------------------------------------------------


def test_the_api_lists_festivals_and_gives_the_report_of_ones_part(
    double_eleven, fjyx001, zjtl001, ops, youxi_staff
):
    make_activity(fjyx001, amount="10.00")
    make_activity(zjtl001, amount="20.00")
    roll_up_turnover()
    listed = api_client_of(ops).get("/api/v1/festivals/").json()["results"]
    assert [one["slug"] for one in listed] == ["double-eleven-2015"]
    address = "/api/v1/festivals/double-eleven-2015/report/"
    assert api_client_of(ops).get(address).json()["paid"] == {"amount": "30.00", "orders": 2}
    county = api_client_of(youxi_staff).get(address).json()
    assert county["paid"] == {"amount": "10.00", "orders": 1}
    assert [row["code"] for row in county["stations"]] == ["FJYX001"]
    assert county["target"] is None


def test_the_api_is_closed_to_partners_and_strangers(double_eleven, lin):
    address = "/api/v1/festivals/double-eleven-2015/report/"
    assert api_client_of(lin).get(address).status_code == 403
    assert api_client_of(None).get(address).status_code in {401, 403}
    assert api_client_of(lin).get("/api/v1/festivals/").status_code == 403
