"""Targets: who sets which, from a form, a table or a past day, and what is reached."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from orders.festivals.models import Festival
from orders.festivals.rolling_up import roll_up_turnover
from orders.festivals.targets.distributing import Distribution, distribute_target, spread
from orders.festivals.targets.importing import import_targets, paste_targets
from orders.festivals.targets.models import FestivalTarget
from orders.festivals.targets.report import goal_within, target_report
from orders.festivals.targets.setting import NewTarget, set_target, set_targets
from stations.clock import hour_start
from stations.refusals import Refused
from tests.cast import DOUBLE_ELEVEN, client_of, make_activity

YESTERYEAR = dt.date(2015, 10, 1)
A_DAY_BEFORE = dt.datetime.combine(YESTERYEAR, dt.time(10), DOUBLE_ELEVEN.tzinfo)


def kept(festival):
    return {target.place.code: target.amount for target in FestivalTarget.objects.of(festival).order_by("pk")}


def test_head_office_sets_counties_and_each_county_its_stations(
    double_eleven, ops, youxi_staff, youxi, fjyx001, zjtl001
):
    set_target(actor=ops, festival=double_eleven, place=youxi, amount=Decimal("900.00"))
    set_target(actor=youxi_staff, festival=double_eleven, place=fjyx001, amount=Decimal("500.00"))
    set_target(actor=youxi_staff, festival=double_eleven, place=fjyx001, amount=Decimal("600.00"))
    assert kept(double_eleven) == {"FJYX": Decimal("900.00"), "FJYX001": Decimal("600.00")}
    assert FestivalTarget.objects.get(station=fjyx001).set_by == youxi_staff

    for place, code in ((youxi, "not_yours"), (zjtl001, "place")):
        with pytest.raises(Refused) as refused:
            set_target(actor=youxi_staff, festival=double_eleven, place=place, amount=Decimal("1.00"))
        assert refused.value.code == code
    assert kept(double_eleven) == {"FJYX": Decimal("900.00"), "FJYX001": Decimal("600.00")}


@pytest.mark.parametrize("amount", ["0.00", "-1.00", "10000000000.01", "1.001"])
def test_amounts_that_make_no_sense_set_nothing(double_eleven, ops, fjyx001, fjyx002, amount):
    targets = [NewTarget(fjyx001, Decimal("5.00")), NewTarget(fjyx002, Decimal(amount))]
    with pytest.raises(Refused) as refused:
        set_targets(actor=ops, festival=double_eleven, targets=targets)
    assert refused.value.code == "amount"
    assert kept(double_eleven) == {}


def test_a_place_named_twice_is_refused(double_eleven, ops, fjyx001):
    with pytest.raises(Refused, match="FJYX001"):
        set_targets(
            actor=ops,
            festival=double_eleven,
            targets=[NewTarget(fjyx001, Decimal(1)), NewTarget(fjyx001, Decimal(2))],
        )
    assert kept(double_eleven) == {}


# --- from a past day --------------------------------------------------------------


def test_parts_make_the_whole_to_the_fen():
    parts = spread(Decimal("100.00"), {1: Decimal(1), 2: Decimal(1), 3: Decimal(1)})
    assert parts == {1: Decimal("33.34"), 2: Decimal("33.33"), 3: Decimal("33.33")}
    assert spread(Decimal("0.02"), {1: Decimal(1), 2: Decimal(5), 3: Decimal(4)}) == {
        1: Decimal("0.00"),
        2: Decimal("0.01"),
        3: Decimal("0.01"),
    }


@pytest.fixture
def past_day(fjyx001, fjyx002, zjtl001):
    make_activity(fjyx001, amount="100.00", at=A_DAY_BEFORE)
    make_activity(zjtl001, amount="200.00", at=A_DAY_BEFORE)
    roll_up_turnover()


def test_the_nations_target_is_spread_as_a_past_day_was(double_eleven, past_day, ops, fjyx002):
    set_target(actor=ops, festival=double_eleven, place=fjyx002, amount=Decimal("7.00"))
    done = distribute_target(actor=ops, festival=double_eleven, day=YESTERYEAR)
    assert done == Distribution(counties=2, stations=2, left_out=1)
    assert kept(double_eleven) == {
        "FJYX001": Decimal("333.33"),
        "ZJTL001": Decimal("666.67"),
        "FJYX": Decimal("333.33"),
        "ZJTL": Decimal("666.67"),
    }


def test_a_county_spreads_its_own(double_eleven, past_day, ops, youxi_staff, youxi, tonglu, zjtl001):
    with pytest.raises(Refused) as refused:
        distribute_target(actor=youxi_staff, festival=double_eleven, day=YESTERYEAR, center=youxi)
    assert refused.value.code == "no_target"
    set_target(actor=ops, festival=double_eleven, place=youxi, amount=Decimal("50.00"))
    set_target(actor=ops, festival=double_eleven, place=zjtl001, amount=Decimal("9.00"))
    distribute_target(actor=youxi_staff, festival=double_eleven, day=YESTERYEAR, center=youxi)
    assert kept(double_eleven) == {
        "FJYX": Decimal("50.00"),
        "ZJTL001": Decimal("9.00"),
        "FJYX001": Decimal("50.00"),
    }
    for center, code in ((tonglu, "place"), (None, "not_yours")):
        with pytest.raises(Refused) as refused:
            distribute_target(actor=youxi_staff, festival=double_eleven, day=YESTERYEAR, center=center)
        assert refused.value.code == code


def test_a_day_on_which_nothing_was_paid_spreads_nothing(double_eleven, ops, fjyx001):
    for day, code in ((YESTERYEAR, "nothing"), (timezone.now().date() + dt.timedelta(days=1), "day")):
        with pytest.raises(Refused) as refused:
            distribute_target(actor=ops, festival=double_eleven, day=day)
        assert refused.value.code == code


# --- from a table ------------------------------------------------------------------


def test_a_table_is_set_as_a_whole(double_eleven, ops, youxi, fjyx001):
    table = "编号,目标\nFJYX,1000\nfjyx001,400.50\n".encode("gb18030")
    count = import_targets(actor=ops, festival=double_eleven, file=io.BytesIO(table))
    assert count == 2
    assert kept(double_eleven) == {"FJYX": Decimal("1000.00"), "FJYX001": Decimal("400.50")}
    paste_targets(actor=ops, festival=double_eleven, words="FJYX001,5")
    assert kept(double_eleven) == {"FJYX": Decimal("1000.00"), "FJYX001": Decimal("5.00")}


def test_each_wrong_line_is_named_and_nothing_is_set(double_eleven, youxi_staff, fjyx001, fjyx002, zjtl001):
    table = "code,target\nFJYX001,10\nZJTL001,10\nFJYX,10\nFJYX002,ten\nFJYX001,20\nFJYX002,0\n"
    with pytest.raises(Refused) as refused:
        paste_targets(actor=youxi_staff, festival=double_eleven, words=table)
    told = str(refused.value)
    assert refused.value.code == "rows"
    assert all(f" {line}" in told for line in (3, 4, 5, 6, 7))
    assert kept(double_eleven) == {}


@pytest.mark.parametrize(
    "table", ["目标\t编号\n12,000.50\tFJYX001", "FJYX001\t12,000.50", 'FJYX001,"12,000.50"']
)
def test_a_comma_among_the_thousands_is_part_of_the_amount(double_eleven, ops, fjyx001, table):
    paste_targets(actor=ops, festival=double_eleven, words=table)
    assert kept(double_eleven) == {"FJYX001": Decimal("12000.50")}


@pytest.mark.parametrize(
    "table", ["FJYX001,10\nFJYX002,12,000", "FJYX001\t10\nFJYX002\t12,00", "FJYX001,10\nFJYX002"]
)
def test_half_an_amount_is_never_set_and_lines_are_counted_as_pasted(
    double_eleven, ops, fjyx001, fjyx002, table
):
    with override("en"), pytest.raises(Refused, match=r"^Line 2: "):
        paste_targets(actor=ops, festival=double_eleven, words=table)
    assert kept(double_eleven) == {}


# --- what is reached -------------------------------------------------------------------


@pytest.fixture
def running(db):
    hour = hour_start(timezone.now())
    return Festival.objects.create(
        name="年货节",
        slug="running",
        starts_at=hour - dt.timedelta(hours=2),
        ends_at=hour + dt.timedelta(hours=9),
    )


def test_attainment_by_county_and_station(running, ops, youxi_staff, tonglu_staff, youxi, fjyx001, fjyx002):
    for place, amount in ((youxi, 400), (fjyx001, 200), (fjyx002, 100)):
        set_target(actor=ops, festival=running, place=place, amount=Decimal(amount))
    make_activity(fjyx001, amount="50.00", at=timezone.now())
    make_activity(fjyx001, amount="999.00", at=running.starts_at - dt.timedelta(seconds=1))
    roll_up_turnover()
    report = target_report(running, youxi_staff)
    assert [(row.code, row.paid, row.share, row.missing) for row in report.counties] == [
        ("FJYX", Decimal("50.00"), Decimal("0.125"), Decimal("350.00"))
    ]
    assert [(row.code, row.paid) for row in report.stations] == [
        ("FJYX002", Decimal(0)),
        ("FJYX001", Decimal("50.00")),
    ]
    assert target_report(running, tonglu_staff).stations == ()
    goal = goal_within(running, youxi_staff, paid=Decimal("50.00"))
    assert (goal.target, goal.share) == (Decimal("400.00"), Decimal("0.125"))
    assert goal_within(running, tonglu_staff, paid=Decimal("50.00")) is None

    page = client_of(youxi_staff).get(reverse("festival_targets", args=["running"])).content.decode()
    assert "12.5%" in page
    assert "FJYX001" in page
    told = client_of(ops).get("/api/v1/festivals/running/targets/").json()
    assert told["counties"][0] == {"code": "FJYX", "name": "尤溪县", "target": "400.00", "paid": "50.00"}


def test_the_partner_sees_the_own_goal_today(
    running, ops, lin, chen, helper, fjyx001, django_assert_num_queries
):
    set_target(actor=ops, festival=running, place=fjyx001, amount=Decimal("200.00"))
    make_activity(fjyx001, amount="50.00", at=timezone.now())
    roll_up_turnover()
    for reader in (lin, helper):
        assert "25.0%" in client_of(reader).get("/").content.decode()
    assert "年货节" not in client_of(chen).get("/").content.decode()


def test_the_report_shows_a_county_its_own_target(running, ops, youxi_staff, youxi, fjyx001):
    set_target(actor=ops, festival=running, place=youxi, amount=Decimal("400.00"))
    make_activity(fjyx001, amount="50.00", at=timezone.now())
    roll_up_turnover()
    for name in ("festival_report", "festival_now"):
        page = client_of(youxi_staff).get(reverse(name, args=["running"])).content.decode()
        assert "12.5%" in page, name


# --- from the admin --------------------------------------------------------------------


def post(user, name, festival, **answers):
    address = reverse(f"admin:orders_festival_{name}", args=[festival.pk])
    return client_of(user).post(address, {"token": "t" * 20, **answers})


def test_the_desk_pastes_a_table_and_reads_what_is_wrong(double_eleven, youxi_staff, fjyx001, zjtl001):
    answer = post(youxi_staff, "import_targets", double_eleven, table="FJYX001,10\nZJTL001,20")
    assert answer.status_code == 200
    assert "第 2 行：" in answer.content.decode()
    assert kept(double_eleven) == {}
    answer = post(youxi_staff, "import_targets", double_eleven, table="FJYX001,10")
    assert answer.status_code == 302
    assert kept(double_eleven) == {"FJYX001": Decimal("10.00")}


def test_the_desk_spreads_the_target(double_eleven, past_day, ops):
    assert post(ops, "spread_target", double_eleven, day="2015-10-01").status_code == 302
    assert kept(double_eleven)["ZJTL"] == Decimal("666.67")


def test_the_desk_sets_one(double_eleven, ops, youxi_staff, youxi, fjyx001):
    address = reverse("admin:orders_festivaltarget_add")
    form = {"festival": double_eleven.pk, "station": fjyx001.pk, "center": "", "amount": "12.00"}
    assert client_of(youxi_staff).post(address, form).status_code == 302
    assert kept(double_eleven) == {"FJYX001": Decimal("12.00")}
    for wrong in ({"station": ""}, {"center": youxi.pk}):
        assert client_of(ops).post(address, form | wrong).status_code == 200
    refused = client_of(youxi_staff).post(address, form | {"station": "", "center": youxi.pk})
    assert refused.status_code == 200
    target = FestivalTarget.objects.get()
    change = reverse("admin:orders_festivaltarget_change", args=[target.pk])
    assert client_of(youxi_staff).post(change, {"amount": "13.00"}).status_code == 302
    assert kept(double_eleven) == {"FJYX001": Decimal("13.00")}
