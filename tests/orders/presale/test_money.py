"""An order is placed with its deposit and paid, in full, with the balance; the money follows."""

import datetime as dt
from decimal import Decimal

import pytest

from orders.agent_orders.cancelling import cancel_order
from orders.agent_orders.models import AgentOrder
from orders.agent_orders.paying import record_payment
from orders.agent_orders.refunding import refund_lines
from orders.cash.models import Drawer
from orders.presale.balancing import take_balance
from orders.presale.giving_up import call_off_order, give_back, give_up
from orders.presale.models import PresaleOrder
from orders.presale.ordering import NewPresale, take_order
from orders.presale.overdue import settle_ended
from orders.presale.rules import set_deposit_rule
from partners.income.models import Earning
from partners.income.pricing import price_activity
from partners.ledger.models import Balance
from stations.clock import today
from stations.refusals import Refused
from tests.cast import make_villager, set_float
from tests.orders.presale.making import (
    BEGIN,
    DUE,
    END,
    HOUR,
    MIDNIGHT,
    PAID,
    TAKEN,
    cash_of,
    everything,
    journal_of,
    ledger_of,
    make_good,
    make_presale,
)

pytestmark = pytest.mark.django_db

DEPOSIT = ("presale_deposit", "station_float", "platform_clearing", "200.00")


def money(station):
    return str(Drawer.objects.get(station=station).amount), str(
        Balance.objects.get(account__station=station).amount
    )


def test_a_cash_deposit_is_placed_and_no_paid_turnover(fjyx001, lin, villager, tv):
    presale = make_presale(fjyx001, tv, villager)

    assert (presale.order.status, presale.order.deposit, presale.order.balance) == (
        "placed",
        Decimal("200.00"),
        Decimal("2800.00"),
    )
    assert cash_of(presale) == [("presale_deposit", "200.00")]
    assert ledger_of(presale) == [DEPOSIT]
    assert journal_of(presale) == [("placed", "3000.00", TAKEN)]
    assert money(fjyx001) == ("200.00", "499800.00")


def test_with_the_balance_the_full_amount_is_paid_at_that_moment(
    fjyx001, lin, villager, tv, commission_rates
):
    presale = take_balance(actor=lin.user, presale=make_presale(fjyx001, tv, villager), at=PAID)

    assert (presale.state, presale.order.status, presale.order.paid_at) == ("converted", "paid", PAID)
    assert cash_of(presale) == [("presale_deposit", "200.00"), ("order_paid", "2800.00")]
    assert ledger_of(presale) == [DEPOSIT, ("order_paid", "station_float", "platform_clearing", "2800.00")]
    assert journal_of(presale) == [("placed", "3000.00", TAKEN), ("paid", "3000.00", PAID)]
    assert money(fjyx001) == ("3000.00", "497000.00")
    assert [str(change.after) for change in presale.changes.all()] == ["held", "converted"]
    price_activity()
    assert [(str(one.amount), one.partner) for one in Earning.objects.all()] == [("75.00", lin)]  # 2.5%


def test_the_villagers_own_account_moves_neither_drawer_nor_float(fjyx001, lin, villager, tv):
    presale = make_presale(fjyx001, tv, villager, pay_how="own_account")
    take_balance(actor=lin.user, presale=presale, at=PAID)
    assert (cash_of(presale), ledger_of(presale)) == ([], [])
    assert journal_of(presale) == [("placed", "3000.00", TAKEN), ("paid", "3000.00", PAID)]


def test_several_pieces_are_one_order(fjyx001, lin, villager, quilt):
    presale = make_presale(fjyx001, quilt, villager, quantity=3)
    assert (presale.order.amount, presale.order.deposit) == (Decimal("900.00"), Decimal("90.00"))
    take_balance(actor=lin.user, presale=presale, at=PAID)
    assert cash_of(presale) == [("presale_deposit", "90.00"), ("order_paid", "810.00")]


def test_after_the_balance_it_is_refunded_and_cancelled_like_any_order(fjyx001, lin, villager, tv):
    presale = take_balance(actor=lin.user, presale=make_presale(fjyx001, tv, villager), at=PAID)
    line = presale.order.lines.get()
    refund_lines(actor=lin.user, order=presale.order, amounts={line.pk: Decimal("500.00")}, reason="碰坏了")
    cancel_order(actor=lin.user, order=presale.order, reason="不要了")

    assert [kind for kind, _amount in cash_of(presale)][2:] == ["order_refunded", "order_refunded"]
    assert [(kind, amount, at) for kind, amount, at in journal_of(presale)][2:] == [
        ("refund", "-500.00", PAID),
        ("refund", "-2500.00", PAID),
    ]
    assert money(fjyx001) == ("0.00", "500000.00")
    presale.refresh_from_db()
    assert presale.state == "converted"


def test_given_up_before_the_balance_is_due_the_deposit_goes_back(fjyx001, lin, villager, tv):
    presale = give_up(
        actor=lin.user, presale=make_presale(fjyx001, tv, villager), reason="不要了", at=TAKEN + HOUR
    )
    assert (presale.state, presale.ending, presale.order.status) == ("returned", "early", "cancelled")
    assert presale.returned_at == TAKEN + HOUR
    assert cash_of(presale) == [("presale_deposit", "200.00"), ("presale_back", "-200.00")]
    assert ledger_of(presale) == [
        DEPOSIT,
        ("presale_back", "platform_clearing", "station_float", "200.00"),
    ]
    assert journal_of(presale) == [("placed", "3000.00", TAKEN)]
    assert money(fjyx001) == ("0.00", "500000.00")


def test_given_up_while_it_is_due_the_deposit_is_the_sellers_and_nobodys_turnover(
    fjyx001, lin, villager, tv, commission_rates
):
    presale = give_up(actor=lin.user, presale=make_presale(fjyx001, tv, villager), reason="不要了", at=PAID)
    assert (presale.state, presale.ending) == ("forfeited", "late")
    assert cash_of(presale) == [("presale_deposit", "200.00")]
    assert ledger_of(presale) == [DEPOSIT, ("presale_kept", "platform_clearing", "forfeited", "200.00")]
    assert journal_of(presale) == [("placed", "3000.00", TAKEN)]
    price_activity()
    assert not Earning.objects.exists()


def test_what_nobody_pays_by_the_deadline_is_forfeited_by_the_job_once(fjyx001, lin, villager, tv, quilt):
    presale = make_presale(fjyx001, tv, villager)
    paid = take_balance(actor=lin.user, presale=make_presale(fjyx001, quilt, villager), at=PAID)

    assert settle_ended(at=END - dt.timedelta(seconds=1)) == 0
    assert settle_ended(at=END) == 1
    assert settle_ended(at=END) == 0

    presale.refresh_from_db()
    assert (presale.state, presale.ending, presale.settled_at) == ("forfeited", "overdue", END)
    assert ledger_of(presale)[1:] == [("presale_kept", "platform_clearing", "forfeited", "200.00")]
    paid.refresh_from_db()
    assert paid.state == "converted"


def test_called_off_the_float_has_it_at_once_and_the_villager_when_they_come(fjyx001, lin, villager, tv):
    presale = call_off_order(actor=lin.user, presale=make_presale(fjyx001, tv, villager), reason="断货")
    assert (presale.state, presale.ending) == ("owed", "called_off")
    assert (cash_of(presale), money(fjyx001)) == ([("presale_deposit", "200.00")], ("200.00", "500000.00"))

    presale = give_back(actor=lin.user, presale=presale)
    assert presale.state == "returned"
    assert (cash_of(presale)[1:], money(fjyx001)) == ([("presale_back", "-200.00")], ("0.00", "500000.00"))
    assert [str(change.after) for change in presale.changes.all()] == ["held", "owed", "returned"]


def test_the_terms_of_the_day_on_which_the_deposit_was_taken_hold(fjyx001, lin, villager, tv, youxi):
    set_deposit_rule(
        actor=None, ending="overdue", outcome="returned", valid_from=today() + dt.timedelta(days=1)
    )
    old = make_presale(fjyx001, tv, villager)
    later = dt.timedelta(days=400) + (dt.datetime.combine(today(), dt.time(), MIDNIGHT.tzinfo) - MIDNIGHT)
    good = make_good(
        tv.festival,
        title="冰箱",
        orders_from=BEGIN + later,
        orders_until=MIDNIGHT + later,
        balance_from=DUE + later,
        balance_until=END + later,
    )
    new = make_presale(fjyx001, good, villager, at=TAKEN + later)
    assert settle_ended(at=END + later) == 2
    assert list(PresaleOrder.objects.order_by("pk").values_list("state", flat=True)) == ["forfeited", "owed"]
    assert (old.pk, new.pk) == tuple(PresaleOrder.objects.order_by("pk").values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("moment", "code"),
    [(BEGIN - HOUR, "not_offered"), (MIDNIGHT, "not_offered")],
)
def test_orders_are_taken_within_their_time_only(fjyx001, lin, villager, tv, moment, code):
    before = everything()
    with pytest.raises(Refused) as refused:
        make_presale(fjyx001, tv, villager, at=moment)
    assert (refused.value.code, everything()) == (code, before)
    assert make_presale(fjyx001, tv, villager, at=BEGIN).state == "held"


def test_the_balance_is_taken_from_its_first_moment_up_to_and_without_its_last(fjyx001, lin, villager, tv):
    first, last, late = (make_presale(fjyx001, tv, villager) for _ in range(3))
    before = everything()
    for moment in (DUE - dt.timedelta(microseconds=1), END):
        with pytest.raises(Refused) as refused:
            take_balance(actor=lin.user, presale=late, at=moment)
        assert (refused.value.code, everything()) == ("not_due", before)
    assert take_balance(actor=lin.user, presale=first, at=DUE).state == "converted"
    assert (
        take_balance(actor=lin.user, presale=last, at=END - dt.timedelta(microseconds=1)).state == "converted"
    )


def test_a_float_that_does_not_suffice_takes_neither_deposit_nor_balance(fjyx001, lin, villager, tv):
    set_float(fjyx001, "199.99")
    before = everything(), AgentOrder.objects.count()
    with pytest.raises(Refused) as refused:
        make_presale(fjyx001, tv, villager)
    assert (refused.value.code, refused.value.field) == ("float", "pay_how")
    assert (everything(), AgentOrder.objects.count()) == before

    set_float(fjyx001, "2999.99")
    presale = make_presale(fjyx001, tv, villager)
    kept = everything()
    with pytest.raises(Refused) as refused:
        take_balance(actor=lin.user, presale=presale, at=PAID)
    assert (refused.value.code, everything()) == ("float", kept)


def test_limits_and_stock_count_what_stands(fjyx001, lin, villager, double_eleven):
    good = make_good(double_eleven, limit_per_villager=2, stock=3)
    first = make_presale(fjyx001, good, villager, quantity=2)
    before = everything()
    with pytest.raises(Refused) as refused:
        make_presale(fjyx001, good, villager)
    assert (refused.value.code, everything()) == ("limit", before)

    give_up(actor=lin.user, presale=first, reason="改主意", at=TAKEN + HOUR)
    make_presale(fjyx001, good, villager, quantity=2)
    other = make_villager(fjyx001, name="罗阿公", phone="13800000009")
    with pytest.raises(Refused) as refused:
        make_presale(fjyx001, good, other, quantity=2)
    assert refused.value.code == "stock"
    assert "1" in str(refused.value)
    make_presale(fjyx001, good, other)


def test_the_ordinary_ways_to_pay_and_to_cancel_lead_here(fjyx001, lin, villager, tv):
    presale = make_presale(fjyx001, tv, villager)
    before = everything()
    for act in (
        lambda: record_payment(actor=lin.user, order=presale.order, pay_how="own_account"),
        lambda: cancel_order(actor=lin.user, order=presale.order, reason="不要了"),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert (refused.value.code, everything()) == ("deposit", before)


def test_a_closed_station_takes_none(fjyx001, lin, villager, tv):
    fjyx001.status = "suspended"
    with pytest.raises(Refused) as refused:
        take_order(actor=None, order=NewPresale(fjyx001, villager, tv), at=TAKEN)
    assert refused.value.code == "station_closed"
    assert not PresaleOrder.objects.exists()
