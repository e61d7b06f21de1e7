"""A station goes from one partner to the next in one act; a partner leaves, or is suspended."""

import datetime as dt
from decimal import Decimal

import pgtrigger
import pytest
from django.db import transaction
from django.utils import timezone

from orders.agent_orders.cancelling import cancel_order
from orders.agent_orders.models import AgentOrder
from orders.cash.closing.counting import close_day
from orders.cash.handling import take_out
from orders.counter.models import CounterService
from orders.logistics.handing_over import hand_over_parcel
from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.models import Parcel
from orders.produce.sales.settling import settle_sales
from partners.accounts.models import User
from partners.contracts.deposits.deciding import withdraw_entry
from partners.contracts.deposits.recording import propose_deduction
from partners.contracts.handing_over.blocking import what_blocks_leaving
from partners.contracts.handing_over.leaving import (
    exit_partner,
    hand_over_station,
    record_count,
    resume_partner,
    suspend_partner,
    what_blocks_hand_over,
    withdraw_protocol,
)
from partners.contracts.models import Contract
from partners.contracts.signing import give_up
from partners.ledger.crediting import confirm_credit, propose_credit
from partners.people.models import Tenure, TenureSuspension
from partners.people.stock import stock_of
from stations.clock import today
from stations.network.models import Station
from stations.refusals import Refused
from tests.cast import client_of
from tests.making import (
    HANDED_ON,
    make_activity,
    make_listing,
    make_lot,
    make_order,
    make_sale,
    put_cash,
    set_float,
)
from tests.orders.logistics.parcels import make_parcel
from tests.partners.contracts.deeds import DAY, DUE, counted, deposit, everything, paid, signed

YESTERDAY = today() - DAY


def take_all(station):
    take_out(actor=None, station=station, amount=station.drawer.amount, reason="交接")
    close_day(actor=None, station=station, day=today(), counted=Decimal(0), parcels=0)


# Each thing that blocks: how it comes, a word of what it says, how it is settled.
def cash(station, staff, ops):
    put_cash(station, "100.00")
    return "100.00", lambda: take_all(station)


def open_day(station, staff, ops):
    put_cash(station, "100.00")
    take_out(actor=None, station=station, amount=Decimal(100), reason="交接")
    return (
        "is not closed: count it",
        lambda: close_day(actor=None, station=station, day=today(), counted=Decimal(0), parcels=0),
    )


def parcels(station, staff, ops):
    parcel = make_parcel(station, ParcelStatus.AT_STATION)
    return "1 parcel lies", lambda: hand_over_parcel(actor=None, parcel=parcel, code=parcel.pickup_code)


def service(station, staff, ops):
    now = timezone.now()
    row = CounterService.objects.create(
        station=station,
        kind="mobile",
        details={"phone": "13812345678", "operator": "mobile"},
        amount=Decimal("50.00"),
        fee=Decimal("0.00"),
        status="charged",
        held=True,
        charged_at=now,
        due_at=now,
    )

    def done():
        with pgtrigger.ignore():
            CounterService.objects.filter(pk=row.pk).update(status="succeeded", succeeded_at=now, due_at=None)

    return "1 counter service", done


def unpaid_order(station, staff, ops):
    order = make_order(station, paid=False)
    return "1 order still waits for its money", lambda: cancel_order(actor=None, order=order, reason="缺货")


def produce(station, staff, ops):
    sale = make_sale(make_listing(make_lot(station, offered=True)), to="received")

    def settle():
        farmer = sale.listing.lot.farmer
        settle_sales(actor=None, farmer=farmer, sales=[sale], paid_how="own_account")

    return "1 sale of produce", settle


def prepaid(station, staff, ops):
    set_float(station, "0.01")
    return "0.01", lambda: set_float(station, "0")


def credit(station, staff, ops):
    line = propose_credit(actor=staff, station=station, limit=Decimal(500), reason="备货")
    confirm_credit(actor=ops, line=line)

    def end():
        confirm_credit(
            actor=ops, line=propose_credit(actor=staff, station=station, limit=Decimal(0), reason="还清")
        )

    return "credit line", end


def credit_used(station, staff, ops):
    line = propose_credit(actor=staff, station=station, limit=Decimal(500), reason="备货")
    confirm_credit(actor=ops, line=line)
    order = make_order(station)

    def end():
        set_float(station, "0")
        confirm_credit(
            actor=ops, line=propose_credit(actor=staff, station=station, limit=Decimal(0), reason="还清")
        )
        if station.drawer.amount:
            take_all_of(station, order)

    return "are used", end


def take_all_of(station, order):
    day = station.cash_days.earliest("pk").day
    take_out(actor=None, station=station, amount=station.drawer.amount, reason="交接")
    for row in station.cash_days.filter(closed_at__isnull=True).order_by("day"):
        left = Decimal(0) if row.day == today() else order.amount
        close_day(actor=None, station=station, day=row.day, counted=left, parcels=0)
    assert day


def deposit_entry(station, staff, ops):
    contract = Contract.objects.in_force().get(station=station)
    entry = propose_deduction(actor=staff, contract=contract, kind="damage", amount=Decimal(1), reason="丢件")
    return "deposit entry", lambda: withdraw_entry(actor=staff, entry=entry)


def unfinished_contract(station, staff, ops):
    lin = Contract.objects.in_force().get(station=station).partner
    other = signed(lin, station, by=staff, starts_on=today())
    return "give it up first", lambda: give_up(actor=staff, contract=other, reason="不续")


BLOCKERS = [
    cash,
    open_day,
    parcels,
    service,
    unpaid_order,
    produce,
    prepaid,
    credit,
    credit_used,
    deposit_entry,
    unfinished_contract,
]


@pytest.mark.parametrize("blocker", BLOCKERS, ids=lambda one: one.__name__)
def test_each_thing_that_blocks_is_named_with_its_page_and_settled(
    contract, fjyx001, youxi_staff, ops, blocker
):
    set_float(fjyx001, "0")
    assert what_blocks_leaving(contract, today()) == []  # the control: nothing does
    word, settle = blocker(fjyx001, youxi_staff, ops)

    found = what_blocks_leaving(contract, today())

    (named,) = [one for one in found if word in one.text]
    client = client_of(youxi_staff, headers={"accept-language": "en"})
    assert client.get(named.page).status_code == 200
    before = everything()
    with pytest.raises(Refused) as refused:
        exit_partner(actor=youxi_staff, contract=contract, last_day=today(), reason="回城")
    assert (refused.value.code, refused.value.conflict) == ("still_open", True)
    assert word in str(refused.value)
    assert everything() == before

    settle()
    assert [one for one in what_blocks_leaving(contract, today()) if word in one.text] == []


def test_work_after_the_last_day_blocks(contract, fjyx001, youxi_staff):
    set_float(fjyx001, "0")
    make_activity(fjyx001, "paid", "100.00")
    (said,) = what_blocks_leaving(contract, dt.date(2015, 11, 10))
    assert "until" in said.text
    assert what_blocks_leaving(contract, dt.date(2015, 11, 11)) == []


# --- hand-over -------------------------------------------------------------------


@pytest.fixture
def protocol(contract, next_contract, fjyx001, youxi_staff):
    """Cash of a closed day, parcels and a float: all counted."""
    make_parcel(fjyx001, ParcelStatus.AT_STATION)
    return counted(contract, by=youxi_staff, next_contract=next_contract)


def test_the_station_goes_over_in_one_act(protocol, contract, next_contract, lin, newcomer, youxi_staff):
    hand_over_station(actor=youxi_staff, protocol=protocol, day=today())
    rows = Tenure.objects.filter(station=contract.station, starts_on__gte=HANDED_ON).order_by("starts_on")
    assert list(rows.values_list("partner", "starts_on", "ends_on")) == [
        (lin.pk, HANDED_ON, YESTERDAY),
        (newcomer.pk, today(), None),
    ]
    contract.refresh_from_db()
    next_contract.refresh_from_db()
    assert (contract.status, contract.over_on, contract.frozen) == ("ended", YESTERDAY, DUE)
    assert (next_contract.status, next_contract.tenure.starts_on) == ("in_force", today())
    assert (deposit(lin), deposit(newcomer)) == (DUE, DUE)
    protocol.refresh_from_db()
    assert (protocol.day, protocol.done_by) == (today(), youxi_staff)


def test_the_reach_changes_hands_with_it(protocol, lin, newcomer, fjyx001, youxi_staff):
    def reach(partner):
        return set(User.objects.get(pk=partner.user_id).scope.stations)

    assert (reach(lin), reach(newcomer)) == ({fjyx001.pk}, set())
    hand_over_station(actor=youxi_staff, protocol=protocol, day=today())
    assert (reach(lin), reach(newcomer)) == (set(), {fjyx001.pk})


def test_what_was_counted_does_not_block_and_all_else_does(protocol, fjyx001):
    assert what_blocks_hand_over(protocol, today() + DAY) == []
    make_order(fjyx001, paid=False)
    assert ["money" in one.text for one in what_blocks_hand_over(protocol, today() + DAY)] == [True]


@pytest.mark.parametrize("topic", ["cash", "float", "parcels"])
def test_a_count_that_differs_is_refused(contract, next_contract, fjyx001, youxi_staff, topic):
    figures = {name: stock.figure for name, stock in stock_of(fjyx001).items()}
    figures[topic] += 1
    with pytest.raises(Refused) as refused:
        record_count(actor=youxi_staff, contract=contract, counted=figures, next_contract=next_contract)
    assert (refused.value.code, refused.value.field) == ("stock", topic)


def test_a_count_that_is_not_true_any_more_is_refused(protocol, fjyx001, youxi_staff):
    make_parcel(fjyx001, ParcelStatus.AT_STATION)
    before = everything()
    with pytest.raises(Refused, match="Parcels") as refused:
        hand_over_station(actor=youxi_staff, protocol=protocol, day=today())
    assert refused.value.code == "stock"
    assert everything() == before


def test_the_next_one_needs_a_signature_and_the_deposit(contract, newcomer, fjyx001, youxi_staff):
    unpaid = signed(newcomer, fjyx001, by=youxi_staff)
    protocol = counted(contract, by=youxi_staff, next_contract=unpaid)
    (said,) = what_blocks_hand_over(protocol, today())
    assert "10,000.00" in said.text
    with pytest.raises(Refused):
        hand_over_station(actor=youxi_staff, protocol=protocol, day=today())
    assert Tenure.objects.filter(partner=newcomer).count() == 0


@pytest.mark.parametrize("days", [2, 30])
def test_not_for_a_day_far_ahead(protocol, youxi_staff, days):
    with pytest.raises(Refused) as refused:
        hand_over_station(actor=youxi_staff, protocol=protocol, day=today() + days * DAY)
    assert refused.value.code == "day"


def test_not_before_the_next_contract_begins(contract, newcomer, fjyx001, youxi_staff, ops):
    later = paid(newcomer, fjyx001, by=youxi_staff, second=ops, starts_on=today() + DAY)
    protocol = counted(contract, by=youxi_staff, next_contract=later)
    with pytest.raises(Refused) as refused:
        hand_over_station(actor=youxi_staff, protocol=protocol, day=today())
    assert refused.value.code == "day"
    hand_over_station(actor=youxi_staff, protocol=protocol, day=today() + DAY)
    assert lin_ends(contract) == today()


def lin_ends(contract):
    return Tenure.objects.get(pk=contract.tenure_id).ends_on


def test_a_protocol_is_carried_out_once_or_withdrawn(protocol, contract, next_contract, youxi_staff):
    with pytest.raises(Refused) as refused:
        counted(contract, by=youxi_staff, next_contract=next_contract)
    assert refused.value.code == "open"
    withdraw_protocol(actor=youxi_staff, protocol=protocol)
    with pytest.raises(Refused):
        hand_over_station(actor=youxi_staff, protocol=protocol, day=today())
    again = counted(contract, by=youxi_staff, next_contract=next_contract)
    hand_over_station(actor=youxi_staff, protocol=again, day=today())
    with pytest.raises(Refused):
        hand_over_station(actor=youxi_staff, protocol=again, day=today())


def test_only_to_the_next_one_of_this_station(contract, chen, fjyx002, youxi_staff):
    elsewhere = signed(chen, fjyx002, by=youxi_staff)
    for wrong in (elsewhere, contract):
        with pytest.raises(Refused) as refused:
            counted(contract, by=youxi_staff, next_contract=wrong)
        assert refused.value.code == "next"


# --- exit ------------------------------------------------------------------------


@pytest.mark.parametrize(("terminated", "status"), [(False, "ended"), (True, "terminated")])
def test_a_partner_leaves_and_the_deposit_stays_held(contract, fjyx001, lin, youxi_staff, terminated, status):
    set_float(fjyx001, "0")
    exit_partner(actor=youxi_staff, contract=contract, last_day=today(), reason="回城", terminated=terminated)
    contract.refresh_from_db()
    assert (contract.status, contract.over_on, lin_ends(contract)) == (status, today(), today())
    assert (contract.frozen, deposit(lin)) == (DUE, DUE)


def test_an_exit_is_not_written_ahead_nor_without_a_reason(contract, fjyx001, youxi_staff):
    set_float(fjyx001, "0")
    for last_day, reason, code in ((today() + DAY, "回城", "day"), (today(), " ", "reason")):
        with pytest.raises(Refused) as refused:
            exit_partner(actor=youxi_staff, contract=contract, last_day=last_day, reason=reason)
        assert refused.value.code == code


# --- suspension ------------------------------------------------------------------


def test_a_suspended_partner_reaches_nothing_until_the_end_of_it(contract, lin, fjyx001, youxi_staff):
    make_parcel(fjyx001, ParcelStatus.AT_STATION)
    protocol = counted(contract, by=youxi_staff)
    suspend_partner(actor=youxi_staff, protocol=protocol, reason="账目不清")
    scope = User.objects.get(pk=lin.user_id).scope
    assert (scope.stations, scope.person) == (frozenset(), lin.pk)
    assert Station.objects.get(pk=fjyx001.pk).status == "suspended"
    assert Contract.objects.get(pk=contract.pk).status == "in_force"
    with pytest.raises(Refused):
        suspend_partner(actor=youxi_staff, protocol=counted(contract, by=youxi_staff), reason="再")

    resume_partner(actor=youxi_staff, contract=contract, reason="查清了")

    assert User.objects.get(pk=lin.user_id).scope.stations == frozenset({fjyx001.pk})
    assert Station.objects.get(pk=fjyx001.pk).status == "open"
    assert TenureSuspension.objects.get().ends_at is not None
    with pytest.raises(Refused):
        resume_partner(actor=youxi_staff, contract=contract, reason="再")


def test_what_only_they_can_settle_blocks_the_suspension_too(contract, fjyx001, youxi_staff):
    protocol = counted(contract, by=youxi_staff)
    make_order(fjyx001, paid=False)
    with pytest.raises(Refused, match="money"):
        suspend_partner(actor=youxi_staff, protocol=protocol, reason="账目不清")
    assert not TenureSuspension.objects.exists()


def test_a_protocol_for_the_one_is_not_for_the_other(protocol, contract, youxi_staff):
    with pytest.raises(Refused):
        suspend_partner(actor=youxi_staff, protocol=protocol, reason="账目不清")
    withdraw_protocol(actor=youxi_staff, protocol=protocol)
    with pytest.raises(Refused), transaction.atomic():
        hand_over_station(actor=youxi_staff, protocol=counted(contract, by=youxi_staff), day=today())


def test_an_exit_ends_the_suspension(contract, fjyx001, youxi_staff):
    suspend_partner(actor=youxi_staff, protocol=counted(contract, by=youxi_staff), reason="账目不清")
    set_float(fjyx001, "0")
    exit_partner(actor=youxi_staff, contract=contract, last_day=today(), reason="辞退", terminated=True)
    assert TenureSuspension.objects.get().ends_at is not None
    assert AgentOrder.objects.count() == 0


def test_as_many_parcels_but_others_are_refused_by_their_numbers(protocol, fjyx001, youxi_staff):
    """The figure is the same; what was signed for is not there any more."""
    (gone,) = Parcel.objects.filter(station=fjyx001)
    come = make_parcel(fjyx001, ParcelStatus.AT_STATION)
    hand_over_parcel(actor=None, parcel=gone, code=gone.pickup_code)
    before = everything()
    with pytest.raises(Refused) as refused:
        hand_over_station(actor=youxi_staff, protocol=protocol, day=today())
    said = str(refused.value)
    assert f"gone: {gone.tracking_number}" in said
    assert f"come: {come.tracking_number}" in said
    assert (refused.value.code, refused.value.field) == ("stock", "parcels")
    assert everything() == before
