"""What contracts say against the end of a tenure, and all that stands against each act."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from partners.contracts.deposits.models import DepositEntry
from partners.contracts.lifecycle import ContractStatus
from partners.contracts.models import Contract
from partners.people.checks import Act, Blocker, reasons_to_stay
from stations.wording import yuan

if TYPE_CHECKING:
    from partners.people.models import Tenure

CONTRACT = "contract"


def in_force(tenure: Tenure, last_day: dt.date) -> list[Blocker]:
    """A contract in force behind the tenure: it ends with it, in one act, or not at all."""
    found = Contract.objects.in_force().filter(tenure=tenure)
    return [
        Blocker(
            _("Contract %(number)s is in force: use its hand-over, its exit or its change-over.")
            % {"number": contract.number},
            _page(contract),
            CONTRACT,
        )
        for contract in found
    ]


def what_blocks_leaving(
    contract: Contract, last_day: dt.date, *, counted: frozenset[str] = frozenset()
) -> list[Blocker]:
    """All that stands against the last day of the partner of a contract in force.

    `counted` names the stock in a protocol.
    """
    if contract.tenure is None:
        return []
    found = _unfinished(contract)
    for act in (Act.LEAVE, Act.SETTLE):
        found += reasons_to_stay(contract.tenure, last_day, settled=counted | {CONTRACT}, act=act)
    return found


def what_blocks_taking(contract: Contract) -> list[Blocker]:
    """What is missing before the next partner may begin: a signature, the deposit."""
    found = []
    if contract.status != ContractStatus.SIGNED:
        text = _("Contract %(number)s of %(name)s is “%(status)s”, not signed.")
        found.append(
            Blocker(
                text
                % {
                    "number": contract.number,
                    "name": contract.partner,
                    "status": contract.get_status_display(),
                },
                _page(contract),
            )
        )
    if contract.missing:
        text = _("Of the deposit of %(name)s %(missing)s are not paid in yet.")
        words = {"name": contract.partner, "missing": yuan(contract.missing)}
        found.append(Blocker(text % words, _page(contract)))
    return found + _waiting(contract)


def _unfinished(contract: Contract) -> list[Blocker]:
    """Another contract of the same partner and station that is neither in force nor given up."""
    others = Contract.objects.unfinished().filter(partner=contract.partner_id, station=contract.station_id)
    found = [
        Blocker(
            _("Contract %(number)s is “%(status)s”: give it up first.")
            % {"number": other.number, "status": other.get_status_display()},
            _page(other),
        )
        for other in others
    ]
    return found + _waiting(contract)


def _waiting(contract: Contract) -> list[Blocker]:
    """Entries of the deposit that only one person has seen."""
    return [
        Blocker(
            _("A deposit entry of %(number)s waits for a second person: confirm or withdraw it first.")
            % {"number": contract.number},
            reverse("admin:partners_depositentry_change", args=[entry.pk]),
        )
        for entry in DepositEntry.objects.filter(contract=contract).open()
    ]


def _page(contract: Contract) -> str:
    return reverse("admin:partners_contract_change", args=[contract.pk])
