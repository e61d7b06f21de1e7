"""A closed month: one statement a partner, the sum of its lines, for ever the same."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, transaction

from partners.commission.models import CommissionRate
from partners.income import closing
from partners.income.closing import close_month, close_range, open_ranges, request_closing, request_due, split
from partners.income.models import ClosingRange, Earning, MonthClosing, Statement
from partners.income.pricing import price_activity
from partners.people.models import Partner, Tenure
from stations import clock
from stations.network.models import Station
from stations.refusals import Refused
from tests.partners.income.history import History

pytestmark = pytest.mark.django_db

SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = (dt.date(2015, month, 1) for month in (9, 10, 11, 12))
Row = tuple[str, int, Decimal, Decimal]


@pytest.fixture(autouse=True)
def rates(commission_rates: dict[str, CommissionRate]) -> None:
    """The national rates: 5% on the clothing that these orders are."""


def earn(station: Station, amount: str, paid_on: str, handed_over_on: str) -> History:
    order = History(station)
    order.paid(amount, paid_on)
    order.handed_over(handed_over_on)
    return order


def statements(month: dt.date) -> list[Row]:
    """Name, lines, earned, brought forward."""
    rows = Statement.objects.of_month(month).order_by("partner")
    return [(s.partner.name, s.lines, s.earned, s.brought_forward) for s in rows]


def test_a_month_holds_what_was_earned_in_it(lin: Partner, fjyx001: Station) -> None:
    earn(fjyx001, "100.00", "2015-10-01", "2015-10-24")  # earned on 31 October
    earn(fjyx001, "200.00", "2015-10-01", "2015-10-25")  # on 1 November
    History(fjyx001).paid("400.00", "2015-10-02")  # pending

    closed = close_month(month=OCTOBER)

    assert [one.month for one in closed] == [OCTOBER]
    assert statements(OCTOBER) == [("林小芳", 1, Decimal("5.00"), Decimal(0))]
    statement = Statement.objects.get()
    assert (statement.station, statement.center) == (fjyx001, fjyx001.center)
    assert list(Earning.objects.filter(statement=statement).values_list("amount", flat=True)) == [Decimal(5)]
    run = MonthClosing.objects.with_progress().get()
    assert (run.parts, run.parts_done, run.statements, run.settled_lines) == (1, 1, 1, 1)
    assert run.finished_at is not None


def test_whoever_had_a_tenure_has_a_statement(
    lin: Partner, chen: Partner, zhou: Partner, wang: Partner
) -> None:
    Tenure.objects.filter(partner=chen).update(ends_on=dt.date(2015, 10, 1))
    Tenure.objects.filter(partner=zhou).update(starts_on=NOVEMBER)
    close_month(month=OCTOBER)

    assert set(statements(OCTOBER)) == {
        ("林小芳", 0, Decimal(0), Decimal(0)),
        ("陈志强", 0, Decimal(0), Decimal(0)),
    }


def test_a_second_run_adds_nothing_and_late_lines_go_to_the_next_month(
    lin: Partner, fjyx001: Station
) -> None:
    earn(fjyx001, "100.00", "2015-10-01", "2015-10-02")
    close_month(month=OCTOBER)
    before = statements(OCTOBER)
    earn(fjyx001, "60.00", "2015-10-03", "2015-10-04")  # came late

    assert close_month(month=OCTOBER) == []
    assert statements(OCTOBER) == before
    assert Earning.objects.unsettled().count() == 0  # not even priced yet

    close_month(month=NOVEMBER)
    assert statements(OCTOBER) == before
    assert statements(NOVEMBER) == [("林小芳", 1, Decimal("3.00"), Decimal(5))]


def test_a_refund_after_the_closing_lowers_the_next_month(lin: Partner, fjyx001: Station) -> None:
    order = earn(fjyx001, "100.00", "2015-10-01", "2015-10-02")
    close_month(month=OCTOBER)
    order.refunded("40.00", "2015-11-20")
    close_month(month=NOVEMBER)

    assert statements(OCTOBER) == [("林小芳", 1, Decimal("5.00"), Decimal(0))]
    assert statements(NOVEMBER) == [("林小芳", 1, Decimal("-2.00"), Decimal(5))]


def test_what_is_owed_and_a_debt_alike_are_carried_over(lin: Partner, fjyx001: Station) -> None:
    order = earn(fjyx001, "1000.00", "2015-08-01", "2015-08-02")
    close_month(month=dt.date(2015, 8, 1))
    order.refunded("1000.00", "2015-09-20")
    close_month(month=SEPTEMBER)
    earn(fjyx001, "400.00", "2015-10-01", "2015-10-02")
    close_month(month=OCTOBER)
    earn(fjyx001, "900.00", "2015-11-01", "2015-11-02")
    close_month(month=NOVEMBER)
    close_month(month=DECEMBER)

    assert [statements(month)[0][1:] for month in (SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER)] == [
        (1, Decimal("-50.00"), Decimal("50.00")),
        (1, Decimal("20.00"), Decimal(0)),
        (1, Decimal("45.00"), Decimal("20.00")),
        (0, Decimal("0.00"), Decimal("65.00")),
    ]


def test_earlier_months_that_wait_are_closed_first(lin: Partner, fjyx001: Station) -> None:
    earn(fjyx001, "100.00", "2015-08-01", "2015-08-02")
    earn(fjyx001, "200.00", "2015-11-01", "2015-11-02")

    closed = close_month(month=NOVEMBER)

    # Nobody earned anything in September and October: nobody asked for them.
    assert [one.month for one in closed] == [dt.date(2015, 8, 1), NOVEMBER]
    assert statements(dt.date(2015, 8, 1)) == [("林小芳", 1, Decimal("5.00"), Decimal(0))]
    assert statements(NOVEMBER) == [("林小芳", 1, Decimal("10.00"), Decimal(5))]


def test_a_former_partner_gets_what_was_still_on_hold(wang: Partner, lin: Partner, fjyx001: Station) -> None:
    earn(fjyx001, "100.00", "2015-06-30", "2015-07-05")
    close_month(month=dt.date(2015, 7, 1))

    his = Statement.objects.get(partner=wang)
    assert (his.earned, his.lines) == (Decimal("5.00"), 1)
    assert (his.station, his.center) == (fjyx001, fjyx001.center)  # his last one


def test_the_station_is_that_of_the_months_end(
    lin: Partner, fjyx001: Station, fjyx002: Station, zjtl001: Station
) -> None:
    Tenure.objects.filter(partner=lin).update(ends_on=dt.date(2015, 10, 15))
    Tenure.objects.create(
        partner=lin, station=zjtl001, starts_on=dt.date(2015, 10, 16), ends_on=dt.date(2015, 11, 1)
    )
    Tenure.objects.create(partner=lin, station=fjyx002, starts_on=dt.date(2015, 11, 2))
    close_month(month=OCTOBER)
    close_month(month=NOVEMBER)

    places = Statement.objects.order_by("month").values_list("station__code", "center__code")
    assert list(places) == [("ZJTL001", "ZJTL"), ("FJYX002", "FJYX")]


@pytest.mark.parametrize("now", ["2015-10-31 23:59", "2015-10-01 00:00", "2015-09-30 12:00"])
def test_a_month_that_is_not_over_is_refused(lin: Partner, monkeypatch: pytest.MonkeyPatch, now: str) -> None:
    moment = dt.datetime.fromisoformat(now).replace(tzinfo=clock.SHANGHAI)
    monkeypatch.setattr(clock.timezone, "now", lambda: moment)

    with pytest.raises(Refused) as refused:
        close_month(month=OCTOBER)
    assert (refused.value.field, refused.value.code) == ("month", "not_over")
    assert not MonthClosing.objects.exists()
    assert not Statement.objects.exists()


def test_ranges_close_what_one_run_would(
    lin: Partner, chen: Partner, zhou: Partner, fjyx001: Station, fjyx002: Station, zjtl001: Station
) -> None:
    for number, station in enumerate([fjyx001, fjyx002, zjtl001], start=1):
        earn(station, f"{number}00.00", "2015-10-01", "2015-10-02")
    price_activity()
    run = request_closing(month=OCTOBER)
    split(run, size=1)
    split(run, size=1)  # a second worker splits nothing
    parts = open_ranges(run)
    assert len(parts) == Partner.objects.count()

    for part in reversed(parts):
        close_range(range_id=part)
        again = close_range(range_id=part)
        assert (again.statements, again.lines) == (0, 0)

    assert sorted(statements(OCTOBER)) == sorted(
        [
            ("林小芳", 1, Decimal("5.00"), Decimal(0)),
            ("陈志强", 1, Decimal("10.00"), Decimal(0)),
            ("周敏", 1, Decimal("15.00"), Decimal(0)),
        ]
    )
    run.refresh_from_db()
    assert run.finished_at is not None


def test_a_statement_that_is_not_its_sum_is_never_written(
    lin: Partner, fjyx001: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    earn(fjyx001, "100.00", "2015-10-01", "2015-10-02")
    broken = closing.settle_range.__globals__["SETTLE"].replace(
        "sum(amount) AS yuan, sum(rec", "sum(amount) + 0.01 AS yuan, sum(rec"
    )
    monkeypatch.setitem(closing.settle_range.__globals__, "SETTLE", broken)

    with pytest.raises(RuntimeError, match="not the sum of their lines"), transaction.atomic():
        close_month(month=OCTOBER)
    assert not Statement.objects.exists()


# --- the clock ---


def at_noon_of(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    moment = dt.datetime.fromisoformat(f"{day} 12:00").replace(tzinfo=clock.SHANGHAI)
    monkeypatch.setattr(clock.timezone, "now", lambda: moment)


def test_the_clock_closes_what_is_over_and_what_was_missed(
    lin: Partner, fjyx001: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    earn(fjyx001, "100.00", "2015-09-01", "2015-09-02")
    earn(fjyx001, "100.00", "2015-11-01", "2015-11-02")
    earn(fjyx001, "100.00", "2015-12-01", "2015-12-02")
    price_activity()
    at_noon_of(monkeypatch, "2015-12-20")

    assert request_due() == NOVEMBER
    assert list(MonthClosing.objects.order_by("month").values_list("month", flat=True)) == [
        SEPTEMBER,
        NOVEMBER,
    ]
    assert request_due() == NOVEMBER  # until somebody has done it


def test_the_clock_leaves_idle_months_alone(
    lin: Partner, fjyx001: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_noon_of(monkeypatch, "2015-12-20")
    assert request_due() is None
    assert not MonthClosing.objects.exists()


def test_the_clock_takes_up_a_closing_that_was_cut_off(lin: Partner, monkeypatch: pytest.MonkeyPatch) -> None:
    """All ranges done, and the worker died before it said so."""
    run = request_closing(month=OCTOBER)
    split(run)
    ClosingRange.objects.update(done_at=run.started_at)

    assert request_due() == OCTOBER
    assert list(closing.begin(up_to=OCTOBER)) == []
    assert request_due() is None


# --- what the database refuses by itself ---


def test_a_statement_and_its_lines_never_change(lin: Partner, fjyx001: Station) -> None:
    earn(fjyx001, "100.00", "2015-10-01", "2015-10-02")
    close_month(month=OCTOBER)

    for change in (
        lambda: Statement.objects.update(earned=1),
        lambda: Statement.objects.all().delete(),
        lambda: Earning.objects.update(statement=None),
        lambda: Earning.objects.update(earned_on=dt.date(2015, 10, 10)),
        lambda: Earning.objects.update(amount=1),
        lambda: Earning.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            change()


def test_the_day_a_line_is_earned_is_set_once(lin: Partner, fjyx001: Station) -> None:
    earn(fjyx001, "100.00", "2015-10-01", "2015-10-02")
    price_activity()
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        Earning.objects.update(earned_on=dt.date(2015, 10, 10))


def test_the_database_knows_one_statement_a_month_and_first_days_only(lin: Partner) -> None:
    close_month(month=OCTOBER)
    fields = {"partner": lin, "center": lin.center, "lines": 0, "earned": 0}
    for values, constraint in (
        ({"month": OCTOBER}, "statement_once_a_month"),
        ({"month": dt.date(2015, 11, 2)}, "statement_month_is_its_first_day"),
        ({"month": NOVEMBER, "deducted": -1}, "statement_deducts_a_number"),
        ({"month": NOVEMBER, "version": 2}, "statement_superseded_for_a_reason"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Statement.objects.create(**fields, **values)


# --- the command ---


def test_the_command_tells_what_it_did(
    lin: Partner, fjyx001: Station, capsys: pytest.CaptureFixture[str]
) -> None:
    earn(fjyx001, "100.00", "2015-10-01", "2015-10-02")
    call_command("close_month", "2015-10")
    assert capsys.readouterr().out == "2015-10: 1 statements with 1 lines, part 1 of 1\n"
    call_command("close_month", "2015-10")
    assert "nothing added" in capsys.readouterr().out


@pytest.mark.parametrize("month", ["2015-13", "2015-1", "oct", "2999-01"])
def test_the_command_refuses_what_is_no_month(db: None, month: str) -> None:
    with pytest.raises(CommandError):
        call_command("close_month", month)
    assert not MonthClosing.objects.exists()
