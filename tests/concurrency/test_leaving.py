"""Two hand over at once, an order comes while its partner leaves, a deposit is confirmed twice."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError

from orders.agent_orders.models import AgentOrder
from partners.contracts import changing
from partners.contracts.deposits import deciding
from partners.contracts.deposits.deciding import confirm_entry
from partners.contracts.deposits.models import DepositEntry
from partners.contracts.deposits.recording import propose_deduction
from partners.contracts.handing_over import leaving
from partners.contracts.handing_over.leaving import exit_partner, hand_over_station
from partners.contracts.handing_over.models import HandOverProtocol
from partners.contracts.models import Contract
from partners.journal.models import Activity
from partners.ledger.models import Transfer
from partners.people import incumbents
from partners.people.models import Tenure
from stations.clock import today
from stations.refusals import Refused
from tests.concurrency.racing import at_once, one_behind_the_other
from tests.making import make_order, make_user, make_villager, set_float
from tests.partners.contracts.conftest import contract, media, newcomer, next_contract
from tests.partners.contracts.deeds import DUE, counted, deposit
from tests.workers import gate_before

__all__ = ["contract", "media", "newcomer", "next_contract"]

pytestmark = pytest.mark.django_db(transaction=True)

YESTERDAY = today() - dt.timedelta(days=1)


def refusals(said):
    return sorted(type(one.get("error")) is Refused for one in said)


# --- two hand-overs --------------------------------------------------------------


def two_hand_overs(protocol, staff, ops):
    return [
        lambda: hand_over_station(actor=staff, protocol=protocol, day=today()),
        lambda: hand_over_station(actor=ops, protocol=protocol, day=today()),
    ]


@pytest.fixture
def protocol(contract, next_contract, youxi_staff):
    return counted(contract, by=youxi_staff, next_contract=next_contract)


def test_two_hand_overs_at_once_are_one(protocol, contract, next_contract, youxi_staff, ops):
    said = at_once(two_hand_overs(protocol, youxi_staff, ops))
    assert refusals(said) == [False, True]
    assert Tenure.objects.covering(today()).filter(station=contract.station).count() == 1
    assert contract.changes.count() == 4
    assert (deposit(contract.partner), deposit(next_contract.partner)) == (DUE, DUE)


def test_the_control_without_locks_the_database_has_to_stop_the_second(
    protocol, contract, youxi_staff, ops, monkeypatch
):
    def unlocked(keys):
        return {
            row.pk: row for row in Contract.objects.filter(pk__in=keys).select_related("tenure", "station")
        }

    def unlocked_protocol(protocol, kind=""):
        return HandOverProtocol.objects.select_related("contract", "next_contract").get(pk=protocol.pk)

    monkeypatch.setattr(leaving, "lock_contracts", unlocked)
    monkeypatch.setattr(changing, "lock_contracts", unlocked)
    monkeypatch.setattr(leaving, "lock_tenure", lambda tenure: tenure)
    monkeypatch.setattr(leaving, "_lock_open", unlocked_protocol)
    with gate_before("partners_contractchange") as gate:
        said = one_behind_the_other(gate, *two_hand_overs(protocol, youxi_staff, ops))
    # The second went past every check: nothing but a constraint, a trigger or the tenure's own verb was left.
    errors = [one["error"] for one in said if "error" in one]
    assert len(errors) == 1
    assert isinstance(errors[0], DatabaseError) or errors[0].code in ("ended", "overlap", "transition")
    assert Tenure.objects.covering(today()).filter(station=contract.station).count() == 1


# --- an exit beside an order -----------------------------------------------------


def order_beside_exit(contract, staff, last_day):
    """The order stands before its journal row, with what it has locked; the exit comes behind it."""
    villager = make_villager(contract.station)
    now = dt.datetime.now(dt.UTC)
    with gate_before("partners_activity") as gate:
        return one_behind_the_other(
            gate,
            lambda: make_order(contract.station, villager=villager, at=now, paid=False),
            lambda: exit_partner(actor=staff, contract=contract, last_day=last_day, reason="回城"),
        )


def test_an_exit_waits_for_the_order_and_then_sees_it(contract, lin, youxi_staff):
    set_float(contract.station, "0")
    placed, left = order_beside_exit(contract, youxi_staff, YESTERDAY)
    assert placed["result"].pk == AgentOrder.objects.get().pk
    assert left["error"].code == "still_open"
    contract.refresh_from_db()
    assert (contract.status, lin.tenures.get().ends_on) == ("in_force", None)


def test_the_control_without_the_hold_the_order_is_somebodys_who_has_left(
    contract, lin, youxi_staff, monkeypatch
):
    monkeypatch.setattr(incumbents, "_HOLD", incumbents._HOLD.replace("FOR KEY SHARE", ""))
    set_float(contract.station, "0")
    placed, left = order_beside_exit(contract, youxi_staff, YESTERDAY)
    assert "error" not in placed
    assert "error" not in left
    assert lin.tenures.get().ends_on == YESTERDAY
    # Nobody is left to take its money, and its commission went to who was gone.
    assert Activity.objects.get(kind="placed").partner == lin


def test_an_order_that_waits_for_a_hand_over_belongs_to_the_next_one(
    protocol, contract, newcomer, youxi_staff
):
    villager = make_villager(contract.station)
    now = dt.datetime.now(dt.UTC)
    with gate_before("partners_contractchange") as gate:
        said = one_behind_the_other(
            gate,
            lambda: hand_over_station(actor=youxi_staff, protocol=protocol, day=today()),
            lambda: make_order(
                contract.station, villager=villager, at=now, paid=False, pay_how="own_account"
            ),
        )
    assert all("error" not in one for one in said)
    assert Activity.objects.get(kind="placed").partner == newcomer


# --- two confirm -----------------------------------------------------------------


@pytest.fixture
def entry(contract, youxi_staff):
    return propose_deduction(actor=youxi_staff, contract=contract, kind="damage", amount=DUE, reason="丢件")


def two_confirm(entry, ops):
    other = make_user("ops", username="ops2")
    return [lambda: confirm_entry(actor=ops, entry=entry), lambda: confirm_entry(actor=other, entry=entry)]


def test_two_confirmations_at_once_move_the_money_once(entry, contract, ops):
    said = at_once(two_confirm(entry, ops))
    assert refusals(said) == [False, True]
    assert Transfer.objects.filter(kind="deposit_deducted").count() == 1
    contract.refresh_from_db()
    assert contract.frozen == deposit(contract.partner) == 0


def test_the_control_without_the_lock_the_trigger_has_the_last_word(entry, contract, ops, monkeypatch):
    def unlocked(entry):
        return DepositEntry.objects.select_related("contract__partner").get(pk=entry.pk)

    monkeypatch.setattr(deciding, "_lock_open", unlocked)
    monkeypatch.setattr(deciding, "lock_accounts", lambda names: None)
    with gate_before("partners_transfer") as gate:
        said = one_behind_the_other(gate, *two_confirm(entry, ops))
    errors = [one["error"] for one in said if "error" in one]
    assert len(errors) == 1
    assert isinstance(errors[0], DatabaseError)
    assert Transfer.objects.filter(kind="deposit_deducted").count() == 1
