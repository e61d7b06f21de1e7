"""The float on a phone: what is left to pay with, and what moved it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partners.journal.subjects import label_of, page_of
from partners.ledger.kinds import BY_HAND
from partners.ledger.models import Account, Transfer
from stations.network.models import Station
from stations.scope.web import for_roles
from stations.wording import moment

PER_PAGE = 20


@for_roles("partner")
@require_safe
def my_float(request: HttpRequest) -> HttpResponse:
    """One float for each station that is run today, and their movements, the newest first."""
    floats = {account.station_id: account for account in Account.objects.floats().visible_to(request.user)}
    stations = Station.objects.visible_to(request.user).order_by("code")
    transfers = Transfer.objects.visible_to(request.user).with_effect().select_related("station")
    page: Page[Any] = Paginator(transfers, PER_PAGE).get_page(request.GET.get("page"))
    held = [{"station": station, "account": floats.get(station.pk)} for station in stations]
    page.object_list = [_row(transfer, named=len(held) > 1) for transfer in page.object_list]
    return render(request, "partners/ledger/float.html", {"tab": "today", "floats": held, "page_obj": page})


def _row(transfer: Any, *, named: bool) -> dict[str, Any]:
    """A movement for a list; its station is named where there are several."""
    told = [transfer.station.name] if named else []
    told.append(moment(transfer.occurred_at))
    if transfer.subject:
        told.append(label_of(transfer.subject))
    elif transfer.note:
        told.append(
            _("no. %(note)s") % {"note": transfer.note} if transfer.kind in BY_HAND else transfer.note
        )
    return {
        "title": capfirst(transfer.get_kind_display()),
        "note": " · ".join(told),
        "href": page_of(transfer.subject),
        "amount": transfer.effect,
    }
