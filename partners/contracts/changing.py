"""How a contract's state changes: locked, read again, checked against the table, logged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from partners.contracts.lifecycle import CONTRACT_LIFECYCLE, ContractStatus
from partners.contracts.models import Contract, ContractChange


def lock_contracts(keys: Iterable[int]) -> dict[int, Contract]:
    """Locks contracts in the order of their keys and reads them again.

    In a transaction; after the station and the tenure, before the accounts.
    """
    rows = (
        Contract.objects.select_for_update(of=("self",))
        .select_related("partner", "station", "tenure", "follows")
        .filter(pk__in=list(keys))
        .order_by("pk")
    )
    return {row.pk: row for row in rows}


def lock_contract(contract: Contract) -> Contract:
    """Locks one contract and reads it again."""
    return lock_contracts([contract.pk])[contract.pk]


def step(
    contract: Contract,
    after: ContractStatus,
    *,
    actor: Any,
    reason: str = "",
    fields: tuple[str, ...] = (),
) -> Contract:
    """Saves the next state, with `fields` that go with it, and logs it. The caller holds the lock.

    Raises Refused when the table does not allow the step.
    """
    CONTRACT_LIFECYCLE.check(contract.status, after, label=contract.number)
    before, contract.status = contract.status, after
    contract.save(update_fields=["status", *fields])
    log_step(contract, before=before, actor=actor, reason=reason)
    return contract


def log_step(contract: Contract, *, before: str, actor: Any, reason: str = "") -> None:
    ContractChange.objects.create(
        contract=contract, before=before, after=contract.status, actor=actor, reason=reason
    )
