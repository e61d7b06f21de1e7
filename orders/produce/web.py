"""Produce on a phone: the list, the page of a lot, what is done with it, its photos and its label."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from orders.agent_orders.at_work import my_station
from orders.agent_orders.forms import ReasonForm, TokenForm
from orders.produce.farmers import agree_to_name, take_name_back
from orders.produce.forms import EventForm, NameForm, PhotosForm, RemovePhotoForm
from orders.produce.handling import add_event
from orders.produce.labels import label_of
from orders.produce.models import LotPhoto, ProduceLot
from orders.produce.next_steps import LotStep, next_steps
from orders.produce.offering import offer_lot, sell_out_lot, withdraw_lot
from orders.produce.photographing import add_photos, remove_photo
from orders.produce.queries import ProduceLotQuerySet
from orders.produce.sales.listing import listings_of
from orders.produce.web_trace import photo_response
from stations.refusals import Refused
from stations.requests.claiming import new_token, once
from stations.scope.web import AT_THE_COUNTER, IN_THE_COUNTY, counter_page, for_roles, get_visible_or_404

PER_PAGE = 20
VIEWS: dict[str, tuple[Any, Callable[[ProduceLotQuerySet], ProduceLotQuerySet]]] = {
    "open": (gettext_lazy("To be sold"), ProduceLotQuerySet.still_open),
    "all": (gettext_lazy("All"), ProduceLotQuerySet.all),
}


@counter_page
@require_safe
def lot_list(request: HttpRequest) -> HttpResponse:
    """The station's lots; a search goes through all of them."""
    view = request.GET.get("view", "open")
    view = view if view in VIEWS else "open"
    search = request.GET.get("q", "").strip()[:60]
    lots = ProduceLot.objects.visible_to(request.user).select_related("farmer__villager")
    rows = lots.search(search) if search else VIEWS[view][1](lots)
    context = {
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "views": [
            {"label": label, "href": f"?view={name}", "current": name == view and not search}
            for name, (label, _rows) in VIEWS.items()
        ],
        "view": view,
        "search": search,
    }
    return render(request, "orders/produce/lot_list.html", context | at_the_station(request))


@counter_page
@require_safe
def lot_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, get_visible_or_404(ProduceLot.objects.for_a_page(), request.user, pk=pk))


@counter_page
@require_http_methods(["GET", "HEAD", "POST"])
def lot_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Does one next step with a lot; what is refused comes back beside its field."""
    lot = get_visible_or_404(ProduceLot.objects.for_a_page(), request.user, pk=pk)
    if request.method != "POST":
        return redirect("lot_page", pk=lot.pk)
    form = _form(LotStep(step), request)
    if not form.is_valid():
        return _show(request, lot, bound={step: form}, status=422)
    try:
        once(
            actor=request.user,
            token=form.cleaned_data["token"],
            purpose=f"lot-{step}",
            content={"lot": lot.pk, **_content(form.cleaned_data)},
            work=lambda: _act(LotStep(step), lot, request.user, form.cleaned_data),
        )
    except Refused as refused:
        lot = get_visible_or_404(ProduceLot.objects.for_a_page(), request.user, pk=pk)
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return _show(request, lot, bound={step: form}, status=409 if refused.conflict else 422)
    messages.success(request, DONE[LotStep(step)])
    return redirect("lot_page", pk=lot.pk)


@counter_page
@require_safe
def lot_label(request: HttpRequest, pk: int) -> HttpResponse:
    """The label with its QR code, for paper of 58 mm."""
    lot = get_visible_or_404(ProduceLot.objects.for_a_page(), request.user, pk=pk)
    context = {"lot": lot, "label": label_of(lot, request.build_absolute_uri)}
    return render(request, "orders/produce/label.html", context | at_the_station(request))


@for_roles(*AT_THE_COUNTER, *IN_THE_COUNTY)
@require_safe
def lot_photo(request: HttpRequest, name: str) -> HttpResponse:
    """A photo for those who work with the lot, published or not."""
    return photo_response(
        get_visible_or_404(LotPhoto, request.user, name=name), cache="private, max-age=3600"
    )


DONE = {
    LotStep.OFFER: gettext_lazy("The lot is offered; its page is public now. Print the label."),
    LotStep.HANDLE: gettext_lazy("The step is recorded."),
    LotStep.PHOTOS: gettext_lazy("The photos are kept."),
    LotStep.REMOVE_PHOTO: gettext_lazy("The photo is gone."),
    LotStep.SELL_OUT: gettext_lazy("The lot is sold out."),
    LotStep.SHOW_NAME: gettext_lazy("Buyers read this name from now on."),
    LotStep.HIDE_NAME: gettext_lazy("The name is off the public pages."),
    LotStep.WITHDRAW: gettext_lazy("The lot is withdrawn. Its page says so."),
}


def _act(step: LotStep, lot: ProduceLot, actor: Any, data: dict[str, Any]) -> bool:
    match step:
        case LotStep.OFFER:
            offer_lot(actor=actor, lot=lot)
        case LotStep.SELL_OUT:
            sell_out_lot(actor=actor, lot=lot)
        case LotStep.WITHDRAW:
            withdraw_lot(actor=actor, lot=lot, reason=data["reason"])
        case LotStep.HANDLE:
            given = {name: data[name] for name in ("kind", "at", "place", "words")}
            add_event(actor=actor, lot=lot, **given)
        case LotStep.PHOTOS:
            add_photos(actor=actor, lot=lot, files=data["photos"])
        case LotStep.REMOVE_PHOTO:
            photo = lot.photos.filter(pk=data["photo"]).first()
            if photo is not None:
                remove_photo(actor=actor, lot=lot, photo=photo)
        case LotStep.SHOW_NAME:
            agree_to_name(
                actor=actor, farmer=lot.farmer, name=data["display_name"], agreed=data["name_agreed"]
            )
        case LotStep.HIDE_NAME:
            take_name_back(actor=actor, farmer=lot.farmer)
    return True


FORMS: dict[LotStep, type[forms.Form]] = {
    LotStep.HANDLE: EventForm,
    LotStep.PHOTOS: PhotosForm,
    LotStep.REMOVE_PHOTO: RemovePhotoForm,
    LotStep.SHOW_NAME: NameForm,
    LotStep.WITHDRAW: ReasonForm,
}


def _form(step: LotStep, request: HttpRequest | None = None) -> forms.Form:
    kind = FORMS.get(step, TokenForm)
    data, files = (request.POST, request.FILES) if request else (None, None)
    return kind(data, files, initial={"token": new_token()}, auto_id=f"{step}_%s")


def _content(data: dict[str, Any]) -> dict[str, Any]:
    """What a doubled tap must say again; of files their names and sizes."""
    content = {name: value for name, value in data.items() if name != "token"}
    if "photos" in content:
        content["photos"] = [(file.name, file.size) for file in content["photos"]]
    return content


def _show(
    request: HttpRequest, lot: ProduceLot, *, bound: dict[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    steps = {step.value: (bound or {}).get(step) or _form(step) for step in next_steps(lot)}
    # A step that is over by now still says why it was refused.
    refused = [form for step, form in (bound or {}).items() if step not in steps]
    context = {"lot": lot, "steps": steps, "refused": refused, "listings": listings_of(lot)} | at_the_station(
        request
    )
    return render(request, "orders/produce/lot_page.html", context, status=status)


def at_the_station(request: HttpRequest) -> dict[str, Any]:
    """What every page of the counter says of itself."""
    station = my_station(request)
    return {"tab": "today", "station": station, "place": station.name if station else ""}
