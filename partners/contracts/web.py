"""My contract, on a phone: what was signed, and where the deposit stands."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partners.contracts.deposits.models import DepositEntry
from partners.contracts.handing_over.models import HandOverProtocol
from partners.contracts.lifecycle import TONES, ContractStatus
from partners.contracts.models import Contract
from partners.people import stock
from stations.clock import business_date
from stations.documents.models import Document
from stations.documents.web import sent
from stations.scope.web import county_page, for_roles, get_visible_or_404
from stations.wording import day

# Who has left keeps sight of it, as of the income.
partner_page = for_roles("partner")


@partner_page
@require_safe
def my_contracts(request: HttpRequest) -> HttpResponse:
    """Every contract of the partner, the newest first."""
    mine = Contract.objects.visible_to(request.user).select_related("station")
    context = {"tab": "income", "contracts": [_row(contract) for contract in mine]}
    return render(request, "partners/contracts/my_contracts.html", context)


@partner_page
@require_safe
def my_contract(request: HttpRequest, pk: int) -> HttpResponse:
    """One contract with its deposit, what moved it and the signed papers; prints on a sheet of A4."""
    mine = Contract.objects.select_related("partner", "station__center", "follows")
    contract: Contract = get_visible_or_404(mine, request.user, pk=pk)
    entries = DepositEntry.objects.filter(contract=contract).exclude(withdrawn_at__isnull=False)
    context = {
        "tab": "income",
        "contract": contract,
        "tone": TONES[ContractStatus(contract.status)],
        "entries": [_entry(one) for one in entries.order_by("-pk")],
        "papers": Document.objects.about(contract.subject),
    }
    return render(request, "partners/contracts/my_contract.html", context)


@partner_page
@require_safe
def my_contract_paper(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """A signed paper of one's own contract; the county's page of documents is not the partner's."""
    contract: Contract = get_visible_or_404(Contract, request.user, pk=pk)
    return sent(get_object_or_404(Document.objects.about(contract.subject), name=name))


@county_page
@require_safe
def hand_over_protocol(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper that both sides sign: what was counted, piece by piece."""
    rows = HandOverProtocol.objects.select_related(
        "contract__partner", "contract__station__center", "next_contract__partner", "counted_by"
    )
    protocol: HandOverProtocol = get_visible_or_404(rows, request.user, pk=pk)
    kinds = stock.kinds()
    counted = [
        {
            "label": kinds[row["topic"]].label,
            "figure": kinds[row["topic"]].written(row["counted"]),
            "items": row["items"],
        }
        for row in protocol.stock
        if row["topic"] in kinds
    ]
    context = {"protocol": protocol, "counted": counted, "station": protocol.contract.station}
    return render(request, "partners/contracts/hand_over_protocol.html", context)


def _row(contract: Contract) -> dict[str, Any]:
    """A contract for a list."""
    told = [contract.number, f"{day(contract.starts_on)} – {day(contract.over_on or contract.ends_on)}"]
    return {
        "pk": contract.pk,
        "title": contract.station.name,
        "note": " · ".join(told),
        "held": contract.frozen,
        "status": contract.get_status_display(),
        "tone": TONES[ContractStatus(contract.status)],
    }


def _entry(entry: DepositEntry) -> dict[str, Any]:
    """Something that happened to the deposit, for a list; what waits says so."""
    told = [day(business_date(entry.confirmed_at or entry.proposed_at))]
    if entry.receipt:
        told.append(_("no. %(note)s") % {"note": entry.receipt})
    if entry.reason:
        told.append(entry.reason)
    return {
        "title": entry.get_kind_display(),
        "note": " · ".join(told),
        "amount": entry.signed,
        "status": "" if entry.confirmed_at else entry.state,
    }
