"""A new lot in a minute."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from orders.agent_orders.at_work import my_station
from orders.produce.farmers import agree_to_name, farmer_of
from orders.produce.forms import NewLotForm
from orders.produce.recording import NewLot, record_lot
from orders.villagers.enrolling import enrol_villager
from stations.network.models import Station
from stations.refusals import Refused
from stations.regions.models import Region
from stations.requests.claiming import new_token, once
from stations.scope.web import counter_page

GOODS = (
    *("category", "product", "quantity", "unit", "harvested_on"),
    *("plot", "fertiliser", "spraying", "waiting_days", "water", "quality_notes"),
)


@counter_page
@require_http_methods(["GET", "HEAD", "POST"])
def lot_new(request: HttpRequest) -> HttpResponse:
    """Farmer, goods, field: recorded once, however often the button is pressed."""
    station = my_station(request)
    if station is None:
        return redirect("today")
    if request.method != "POST":
        return _show(request, station, NewLotForm(initial={"token": new_token()}, station=station))
    form = NewLotForm(request.POST, station=station)
    if not form.is_valid():
        return _show(request, station, form, status=422)
    return _record(request, station, form)


def _record(request: HttpRequest, station: Station, form: NewLotForm) -> HttpResponse:
    data = form.cleaned_data
    content = {name: value for name, value in data.items() if name != "token"} | {"station": station.pk}
    try:
        result, repeated = once(
            actor=request.user,
            token=data["token"],
            purpose="lot-new",
            content=content,
            work=lambda: {"lot": _recorded(request.user, station, data)},
        )
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return _show(request, station, form, status=409 if refused.conflict else 422)
    if repeated:
        messages.info(request, _("This lot was recorded already; here it is."))
    else:
        messages.success(request, _("The lot is recorded. Add photos and steps, then offer it."))
    return redirect("lot_page", pk=result["lot"])


def _recorded(actor: Any, station: Station, data: dict[str, Any]) -> int:
    with transaction.atomic():
        villager = enrol_villager(
            actor=actor,
            station=station,
            name=data["name"],
            phone=data["phone"],
            consented=data["consented"],
        )
        farmer = farmer_of(actor=actor, villager=villager)
        # A box that was ticked without a name, or left over, changes nothing.
        if data["display_name"]:
            farmer = agree_to_name(
                actor=actor, farmer=farmer, name=data["display_name"], agreed=data["name_agreed"]
            )
        new = NewLot(
            station=station,
            farmer=farmer,
            village=Region.objects.get(pk=data["village"]),
            **{name: data[name] for name in GOODS},
        )
        return record_lot(actor=actor, lot=new).pk


def _show(request: HttpRequest, station: Station, form: NewLotForm, *, status: int = 200) -> HttpResponse:
    context = {"tab": "today", "station": station, "place": station.name, "form": form}
    return render(request, "orders/produce/lot_new.html", context, status=status)
