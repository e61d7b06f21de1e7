"""Contracts brought as far as a test needs them, through their verbs."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from partners.contracts.deposits.deciding import confirm_entry
from partners.contracts.deposits.models import DepositEntry
from partners.contracts.deposits.recording import record_payment
from partners.contracts.handing_over.leaving import exit_partner, record_count
from partners.contracts.handing_over.models import HandOverProtocol
from partners.contracts.models import Contract
from partners.contracts.signing import draft_contract, give_up, put_in_force, sign_contract
from partners.contracts.terms import load_standard_deposits
from partners.ledger.kinds import AccountKind
from partners.ledger.models import Balance, Transfer
from partners.people.models import Partner, Tenure
from partners.people.stock import stock_of
from stations.clock import today
from stations.network.models import Station
from tests.making import HANDED_ON, make_picture, set_float

DUE = Decimal("10000.00")
DAY = dt.timedelta(days=1)
_receipts = iter(range(1, 10**6))


def drafted(partner: Partner, station: Station, *, by: Any = None, **fields: Any) -> Contract:
    """A contract for mode 2.0 from the day on which Lin came."""
    load_standard_deposits()
    given = {"mode": Tenure.Mode.PARTNER, "starts_on": HANDED_ON} | fields
    return draft_contract(actor=by, partner=partner, station=station, **given)


def signed(partner: Partner, station: Station, *, by: Any = None, **fields: Any) -> Contract:
    contract = drafted(partner, station, by=by, **fields)
    return sign_contract(actor=by, contract=contract, signed_on=HANDED_ON, papers=[make_picture()])


def receipt() -> str:
    """A number that no bank gave twice."""
    return f"R{next(_receipts)}"


def pay(contract: Contract, *, by: Any, second: Any, amount: Decimal = DUE) -> DepositEntry:
    """The deposit comes to the bank; two people say so."""
    entry = record_payment(actor=by, contract=contract, amount=amount, receipt=receipt())
    entry = confirm_entry(actor=second, entry=entry)
    contract.refresh_from_db()
    return entry


def paid(partner: Partner, station: Station, *, by: Any, second: Any, **fields: Any) -> Contract:
    """Signed, with the whole deposit."""
    contract = signed(partner, station, by=by, **fields)
    pay(contract, by=by, second=second, amount=contract.deposit_due)
    return contract


def in_force(partner: Partner, station: Station, *, by: Any, second: Any, **fields: Any) -> Contract:
    """And in force, behind the tenure that is there."""
    contract = paid(partner, station, by=by, second=second, **fields)
    return put_in_force(actor=by, contract=contract, on=fields.get("starts_on"))


def over(partner: Partner, station: Station, *, by: Any, second: Any, last_day: dt.date) -> Contract:
    contract = in_force(partner, station, by=by, second=second)
    set_float(station, "0")
    return exit_partner(actor=by, contract=contract, last_day=last_day, reason="回城")


def brought_to(status: str, partner: Partner, station: Station, *, by: Any, second: Any) -> Contract:
    """A contract of Lin in any state; the deposit is held wherever it can be."""
    if status == "drafted":
        return drafted(partner, station, by=by)
    if status == "signed":
        return paid(partner, station, by=by, second=second)
    if status == "terminated":
        return give_up(actor=by, contract=paid(partner, station, by=by, second=second), reason="不干了")
    contract = in_force(partner, station, by=by, second=second)
    set_float(station, "0")
    if status == "ended":
        contract = exit_partner(actor=by, contract=contract, last_day=today(), reason="回城")
    return contract


def counted(contract: Contract, *, by: Any, next_contract: Contract | None = None) -> HandOverProtocol:
    """What the records say, counted by both sides."""
    figures = {topic: stock.figure for topic, stock in stock_of(contract.station).items()}
    return record_count(actor=by, contract=contract, counted=figures, next_contract=next_contract)


def money(partner: Partner) -> dict[str, Decimal]:
    """What the ledger says of a partner, by account."""
    rows = Balance.objects.filter(account__partner=partner)
    return dict(rows.values_list("account__kind", "amount"))


def deposit(partner: Partner) -> Decimal:
    return money(partner).get(AccountKind.DEPOSIT, Decimal(0))


def moves(partner: Partner) -> list[tuple[str, str, str, Decimal]]:
    """Every transfer about a deposit, as kind, from, to, amount."""
    rows = Transfer.objects.filter(partner=partner, source_key__startswith="deposit:").order_by("pk")
    return list(rows.values_list("kind", "from_account__kind", "to_account__kind", "amount"))


def everything() -> list[list[dict[str, Any]]]:
    """All that a refusal must leave as it is."""
    models = (Contract, DepositEntry, Transfer, Balance, Tenure, HandOverProtocol)
    return [list(model.objects.order_by("pk").values()) for model in models]
