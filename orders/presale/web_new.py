"""A new presale order: who, which good of the running presale, and the deposit."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from orders.presale.forms import NewPresaleForm
from orders.presale.ordering import NewPresale, take_order
from orders.presale.web import place_at
from orders.villagers.enrolling import enrol_villager
from stations.network.models import Station
from stations.refusals import Refused
from stations.requests.claiming import new_token, once
from stations.scope.web import counter_page


@counter_page
@require_http_methods(["GET", "HEAD", "POST"])
def presale_new(request: HttpRequest) -> HttpResponse:
    """Taken once, however often the button is pressed."""
    place = place_at(request)
    station = place["station"]
    if station is None:
        return redirect("today")
    if request.method != "POST":
        return _show(request, NewPresaleForm(initial={"token": new_token()}), place)
    form = NewPresaleForm(request.POST)
    if not form.is_valid():
        return _show(request, form, place, status=422)
    try:
        result, repeated = _take(request, station, form.cleaned_data)
    except Refused as refused:
        return _show(request, form, place, status=form.refuse(refused))
    if repeated:
        messages.info(request, _("This order was recorded already; here it is."))
    else:
        messages.success(request, _("The deposit is taken and the order placed."))
    return redirect("presale_page", pk=result["order"])


def _take(request: HttpRequest, station: Station, data: dict[str, Any]) -> tuple[Any, bool]:
    def work() -> dict[str, int]:
        with transaction.atomic():
            villager = enrol_villager(
                actor=request.user,
                station=station,
                name=data["name"],
                phone=data["phone"],
                consented=data["consented"],
            )
            order = NewPresale(
                station=station,
                villager=villager,
                good=data["good"],
                quantity=data["quantity"],
                pay_how=data["pay_how"],
            )
            return {"order": take_order(actor=request.user, order=order).pk}

    content = {**data, "good": data["good"].pk, "station": station.pk}
    content.pop("token")
    return once(actor=request.user, token=data["token"], purpose="presale-new", content=content, work=work)


def _show(
    request: HttpRequest, form: NewPresaleForm, place: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    goods: Any = form.fields["good"]
    context = {"tab": "orders", "form": form, "goods": goods.queryset.exists()} | place
    return render(request, "orders/presale/presale_new.html", context, status=status)
