"""A month is filled up to its floor when it is closed, by days, and again when it is counted again."""

import datetime as dt
from decimal import Decimal

import pytest

from partners.income.adjustments.adjusting import confirm_adjustment, propose_adjustment
from partners.income.awarding.models import Award
from partners.income.closing import close_month
from partners.income.explaining import explain
from partners.income.models import Earning, Statement
from partners.income.months.advancing import reopen_month
from partners.income.months.models import CountyMonth
from partners.income.pricing import price_activity
from partners.income.recalculating import recalculate_month, what_would_change
from partners.journal.kinds import SubsidyCategory
from partners.payouts.building import build_batch, check_batch
from partners.payouts.releasing import release_batch
from partners.payouts.results import read_results
from partners.payouts.rules import load_standard_rule
from partners.people.models import Partner, Tenure
from partners.people.taking_over import end_tenure
from stations.network.models import Station
from stations.refusals import Refused
from tests.cast import make_partner
from tests.making import make_station, make_user
from tests.partners.payouts.money import earn, give_account, lock, owed, result_file
from tests.partners.subsidies.giving import NOVEMBER, OCTOBER, in_force, lines

pytestmark = pytest.mark.django_db

GUARANTEE = SubsidyCategory.GUARANTEE
LAST = dt.date(2015, 10, 31)


@pytest.fixture
def station() -> Station:
    return make_station(code="FJYX050", opened_on=dt.date(2015, 9, 1))


@pytest.fixture
def new(station: Station, commission_rates: object) -> Partner:
    return make_partner(
        station,
        since=dt.date(2015, 9, 1),
        name="新来的",
        username="xinlai",
        identity_number="350426199003071215",
    )


@pytest.fixture
def floor() -> None:
    in_force(GUARANTEE, amount="1500.00", months=3)


def test_a_month_below_the_floor_is_filled_up_and_owed(new, station, floor):
    earn(station, "2000.00")  # 100 yuan
    close_month(month=OCTOBER)
    assert lines(GUARANTEE) == [("新来的", "1400.00", LAST)]
    statement = Statement.objects.get(partner=new)
    assert (statement.lines, statement.earned) == (2, Decimal("1500.00"))
    assert owed(new) == Decimal("1500.00")
    award = Award.objects.get()
    assert (award.month, award.days, award.counted) == (OCTOBER, 31, Decimal("100.00"))
    assert close_month(month=OCTOBER) == []  # a second run adds nothing
    assert len(lines(GUARANTEE)) == 1


def test_enough_is_enough(new, station, floor):
    earn(station, "30000.00")
    close_month(month=OCTOBER)
    assert lines(GUARANTEE) == []


@pytest.mark.parametrize(
    ("starts", "ends", "amount"),
    [
        (dt.date(2015, 10, 15), None, "822.58"),  # 17 of 31 days: 822.5806
        (dt.date(2015, 9, 1), dt.date(2015, 10, 10), "483.87"),  # 10 days: 483.8709
        (dt.date(2015, 10, 31), None, "48.39"),  # 48.387
        (dt.date(2015, 8, 1), None, "1500.00"),  # October is the third month
        (dt.date(2015, 7, 31), None, None),  # it is the fourth
    ],
)
def test_part_months_count_by_their_days(station, floor, commission_rates, starts, ends, amount):
    make_partner(station, since=starts, until=ends, name="新来的")
    close_month(month=OCTOBER)
    assert lines(GUARANTEE) == ([("新来的", amount, LAST)] if amount else [])


def test_two_tenures_in_a_month_are_one_guarantee(station, floor, commission_rates):
    partner = make_partner(station, since=dt.date(2015, 10, 1), until=dt.date(2015, 10, 10), name="新来的")
    other = make_station(code="FJYX051", opened_on=dt.date(2015, 9, 1))
    # From the 6th on at both: days count once.
    Tenure.objects.create(partner=partner, station=other, starts_on=dt.date(2015, 10, 6))
    close_month(month=OCTOBER)
    assert lines(GUARANTEE) == [("新来的", "1500.00", LAST)]
    assert Earning.objects.get().station == other


def test_shops_are_left_out_where_it_is_for_full_time_partners(station, commission_rates):
    in_force(GUARANTEE, amount="1500.00", months=3, full_time_only=True)
    make_partner(station, since=dt.date(2015, 9, 1))
    Tenure.objects.filter(station=station).update(mode=Tenure.Mode.SHOP)
    close_month(month=OCTOBER)
    assert lines(GUARANTEE) == []


def test_other_subsidies_do_not_count_as_income(new, station, floor):
    in_force(SubsidyCategory.OPENING, amount="800.00")
    close_month(month=dt.date(2015, 9, 1))
    assert lines(GUARANTEE) == [("新来的", "1500.00", dt.date(2015, 9, 30))]
    assert Statement.objects.get(partner=new).earned == Decimal("2300.00")


def test_a_debt_of_refunds_is_filled_up_too(new, station, floor):
    order = earn(station, "2000.00", "2015-09-02")
    close_month(month=dt.date(2015, 9, 1))
    order.refunded("2000.00", "2015-10-05")
    close_month(month=OCTOBER)
    assert [amount for _who, amount, _day in lines(GUARANTEE)] == ["1400.00", "1600.00"]
    assert owed(new) == Decimal("3000.00")


def test_late_income_lowers_the_guarantee_when_the_month_is_counted_again(new, station, floor, ops):
    earn(station, "2000.00")
    close_month(month=OCTOBER)
    earn(station, "4000.00")  # 200 yuan that came late
    price_activity()

    (change,) = what_would_change(center=station.center, month=OCTOBER)
    assert (change.late, change.guarantee, change.difference) == (Decimal(200), Decimal(-200), Decimal(0))
    recalculate_month(actor=ops, center=station.center, month=OCTOBER, reason="漏单补录")
    assert [amount for _who, amount, _day in lines(GUARANTEE)] == ["1400.00", "-200.00"]
    current = Statement.objects.current().get(partner=new, month=OCTOBER)
    assert (current.version, current.lines, current.earned) == (2, 4, Decimal("1500.00"))
    assert owed(new) == Decimal("1500.00")
    assert what_would_change(center=station.center, month=OCTOBER) == []


def test_adjustments_by_hand_do_not_count_and_stay(new, station, floor, ops, youxi_staff):
    proposal = propose_adjustment(
        actor=youxi_staff, partner=new, month=OCTOBER, kind="extra",
        amount=Decimal("50.00"), reason="雨天送货", evidence="单据 1",
    )  # fmt: skip
    close_month(month=OCTOBER)
    confirm_adjustment(actor=ops, adjustment=proposal)
    recalculate_month(actor=ops, center=station.center, month=OCTOBER, reason="补发")
    current = Statement.objects.current().get(partner=new, month=OCTOBER)
    assert (current.earned, current.adjusted) == (Decimal("1500.00"), Decimal("50.00"))


def test_the_next_month_is_guaranteed_by_itself(new, station, floor):
    close_month(month=OCTOBER)
    close_month(month=NOVEMBER)
    close_month(month=dt.date(2015, 12, 1))  # the fourth month
    assert [(amount, day.month) for _who, amount, day in lines(GUARANTEE)] == [
        ("1500.00", 10),
        ("1500.00", 11),
    ]


def test_closing_costs_no_more_queries_for_more_partners(
    floor, commission_rates, django_assert_max_num_queries
):
    for number in range(60, 72):
        make_partner(
            make_station(code=f"FJYX0{number}", opened_on=dt.date(2015, 9, 1)), since=dt.date(2015, 9, 1)
        )
    with django_assert_max_num_queries(75):
        close_month(month=OCTOBER)
    assert len(lines(GUARANTEE)) == 12


@pytest.fixture
def left_in_september(new, station, floor, ops):
    """October is closed and filled up; then it is found that the tenure had ended on 29 September."""
    earn(station, "2000.00", "2015-09-26")  # 100 yuan, earned on 4 October
    close_month(month=OCTOBER)
    end_tenure(actor=ops, tenure=new.tenures.get(), ends_on=dt.date(2015, 9, 29))
    return new


def test_what_was_given_is_taken_back_when_the_tenure_had_ended_before(left_in_september, station, ops):
    before = Statement.objects.values().get()
    (change,) = what_would_change(center=station.center, month=OCTOBER)
    assert (change.before, change.guarantee, change.after) == (Decimal(1500), Decimal(-1400), Decimal(100))
    assert owed(left_in_september) == Decimal("1500.00")  # looking changed nothing

    recalculate_month(actor=ops, center=station.center, month=OCTOBER, reason="九月已离任")
    assert lines(GUARANTEE) == [("新来的", "1400.00", LAST), ("新来的", "-1400.00", LAST)]
    first, second = Statement.objects.order_by("version")
    assert Statement.objects.values().get(pk=first.pk) == before
    assert (second.supersedes, second.earned, second.lines) == (first, Decimal("100.00"), 3)
    assert owed(left_in_september) == Decimal("100.00")
    award = Award.objects.order_by("pk").last()
    assert (award.days, award.counted, award.earning.basis) == (0, Decimal("100.00"), Decimal(0))
    told = {step.label: step.text for step in explain(award.earning)}
    assert told["Guaranteed"].startswith("nothing: by what is known now")
    assert told["Difference"] == "¥1,400.00 were given before; the month was counted again"
    assert what_would_change(center=station.center, month=OCTOBER) == []


def test_it_is_taken_back_once_and_given_again_when_that_was_wrong(left_in_september, station, ops):
    recalculate_month(actor=ops, center=station.center, month=OCTOBER, reason="九月已离任")
    with pytest.raises(Refused) as said:
        recalculate_month(actor=ops, center=station.center, month=OCTOBER, reason="再算一次")
    assert said.value.code == "nothing"
    Tenure.objects.update(ends_on=dt.date(2015, 10, 31))
    recalculate_month(actor=ops, center=station.center, month=OCTOBER, reason="十月仍在任")
    assert [amount for _who, amount, _day in lines(GUARANTEE)] == ["1400.00", "-1400.00", "1400.00"]
    assert owed(left_in_september) == Decimal("1500.00")


def test_a_locked_month_keeps_it_until_it_is_opened_from_above(new, station, floor, youxi_staff, ops):
    lock(OCTOBER, approver=youxi_staff, locker=ops)
    end_tenure(actor=ops, tenure=new.tenures.get(), ends_on=dt.date(2015, 9, 20))
    with pytest.raises(Refused) as said:
        recalculate_month(actor=ops, center=station.center, month=OCTOBER, reason="九月已离任")
    assert (said.value.code, owed(new)) == ("month_locked", Decimal("1500.00"))
    reopen_month(actor=ops, county_month=CountyMonth.objects.get(), reason="九月已离任")
    recalculate_month(actor=ops, center=station.center, month=OCTOBER, reason="九月已离任")
    assert owed(new) == Decimal(0)


def test_a_month_that_was_paid_becomes_a_debt_that_the_next_one_begins_with(
    left_in_september, station, youxi_staff, ops
):
    partner = left_in_september
    load_standard_rule()
    give_account(partner, by=youxi_staff, confirmed_by=ops)
    lock(OCTOBER, approver=youxi_staff, locker=ops)
    second = make_user("ops", username="ops2", name="总部财务")
    batch = check_batch(actor=ops, batch=build_batch(month=OCTOBER))
    read_results(
        actor=ops,
        batch=release_batch(actor=second, batch=batch),
        name="back.csv",
        content=result_file(batch),
    )
    reopen_month(actor=ops, county_month=CountyMonth.objects.get(), reason="九月已离任")
    recalculate_month(actor=ops, center=station.center, month=OCTOBER, reason="九月已离任")
    assert owed(partner) == Decimal("-1400.00")
    Tenure.objects.create(partner=partner, station=station, starts_on=NOVEMBER)
    close_month(month=NOVEMBER)
    november = Statement.objects.with_balance().get(partner=partner, month=NOVEMBER)
    # Filled up anew from the first of November on: it pays the debt.
    assert (november.brought_forward, november.earned, november.balance) == (
        Decimal("-1400.00"),
        Decimal("1500.00"),
        Decimal("100.00"),
    )
