"""The station's side: what waits, what comes, who fetches, what goes back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orders.agent_orders.at_work import my_station
from orders.agent_orders.models import AgentOrder
from orders.logistics.announcing import NewParcel, accept_parcel
from orders.logistics.charging import fee_of, pays_fee
from orders.logistics.codes import prove_code
from orders.logistics.forms import (
    CodeForm,
    HandOverForm,
    LabelForm,
    ReasonForm,
    TokenForm,
    code_in,
    plain,
)
from orders.logistics.giving_up import may_be_given_up, report_damaged, send_back
from orders.logistics.handing_over import check_take_back, hand_over_parcel, take_back
from orders.logistics.lifecycle import ManifestStatus, ParcelStatus
from orders.logistics.loading import begin_manifest
from orders.logistics.models import Manifest, Parcel
from orders.logistics.queries import OVERDUE_DAYS, ParcelQuerySet
from orders.logistics.receiving import receive_at_station
from stations.refusals import Refused
from stations.requests.claiming import new_token, once
from stations.scope.web import counter_page, get_visible_or_404

PER_PAGE = 20
MOST_DAYS = 365
VIEWS: dict[str, tuple[Any, Callable[[ParcelQuerySet], ParcelQuerySet]]] = {
    "waiting": (gettext_lazy("Waiting"), lambda rows: rows.waiting_for_pickup().order_by("arrived_at", "pk")),
    "overdue": (gettext_lazy("Too long"), lambda rows: rows.waiting_longer_than(OVERDUE_DAYS)),
    "coming": (gettext_lazy("Coming"), ParcelQuerySet.coming),
    "send": (gettext_lazy("To send"), ParcelQuerySet.to_send),
}
STEPS = ("receive", "hand_over", "send_back", "damaged", "take_back")
FORMS: dict[str, type[TokenForm]] = {
    "receive": TokenForm,
    "hand_over": HandOverForm,
    "send_back": ReasonForm,
    "damaged": ReasonForm,
    "take_back": ReasonForm,
}
DONE = {
    "receive": gettext_lazy("%(parcel)s is at the station."),
    "hand_over": gettext_lazy("%(parcel)s is handed over."),
    "send_back": gettext_lazy("%(parcel)s goes back with the next load to the county."),
    "take_back": gettext_lazy("%(parcel)s waits here again. Give the fee back if one was taken."),
    "damaged": gettext_lazy("The damage to %(parcel)s is recorded."),
}


@counter_page
@require_safe
def parcel_list(request: HttpRequest) -> HttpResponse:
    """The station's parcels by what is to be done, and the loads that come or leave."""
    view = request.GET.get("view", "waiting")
    view = view if view in VIEWS else "waiting"
    search = request.GET.get("q", "").strip()[:60]
    station = my_station(request)
    parcels = Parcel.objects.visible_to(request.user).filter(station=station)
    days = _days(request)
    if search:
        rows = parcels.search(search)
    else:
        rows = parcels.waiting_longer_than(days) if view == "overdue" else VIEWS[view][1](parcels)
    manifests = Manifest.objects.visible_to(request.user).filter(station=station).not_received()
    manifests = manifests.exclude(status=ManifestStatus.BUILDING, way=Manifest.Way.TO_STATION)
    context = {
        "page_obj": Paginator(rows.select_related("order", "carrier"), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "views": [
            {"label": label, "href": f"?view={name}", "current": name == view and not search}
            for name, (label, _rows) in VIEWS.items()
        ],
        "view": view,
        "search": search,
        "manifests": manifests.with_counts(),
        "overdue_days": days,
        "most_days": MOST_DAYS,
        "token": new_token(),
    }
    return render(request, "orders/logistics/parcel_list.html", context | _place(request))


def _days(request: HttpRequest) -> int:
    """For how many days a parcel must have waited to be on the list; what makes no sense is the usual."""
    asked = request.GET.get("days", "")
    return int(asked) if re.fullmatch(r"[0-9]{1,3}", asked) and int(asked) <= MOST_DAYS else OVERDUE_DAYS


@counter_page
@require_safe
def parcel_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, _find(request, pk))


def steps_of(parcel: Parcel) -> list[str]:
    """What the station may do now, the most likely first. The verbs check again under the lock."""
    steps = []
    if parcel.status == ParcelStatus.AT_STATION and not parcel.goes_up:
        steps.append("hand_over")
        if parcel.order_id is None:
            steps.append("send_back")
    elif not parcel.goes_up and parcel.status in (
        ParcelStatus.EXPECTED,
        ParcelStatus.AT_COUNTY,
        ParcelStatus.ON_MANIFEST,
        ParcelStatus.LOST,
    ):
        steps.append("receive")
    if _may_take_back(parcel):
        steps.append("take_back")
    if parcel.status == ParcelStatus.AT_STATION and may_be_given_up(parcel):
        steps.append("damaged")
    return steps


def _may_take_back(parcel: Parcel) -> bool:
    try:
        check_take_back(parcel, at=timezone.now())
    except Refused:
        return False
    return True


@counter_page
@require_http_methods(["GET", "HEAD", "POST"])
def parcel_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Does one next step with a parcel; what is refused comes back beside its field."""
    parcel = _find(request, pk)
    if request.method != "POST":
        return redirect("parcel_page", pk=parcel.pk)
    form = FORMS[step](request.POST, auto_id=f"{step}_%s")
    if not form.is_valid():
        return _show(request, parcel, bound={step: form}, status=422)
    try:
        if step == "hand_over":
            # Outside the transaction of the hand-over: its refusal would undo the count.
            prove_code(actor=request.user, parcel=parcel, code=form.cleaned_data["code"])
        once(
            actor=request.user,
            token=form.cleaned_data["token"],
            purpose=f"parcel-{step}",
            content={"parcel": parcel.pk, **plain(form.cleaned_data)},
            work=lambda: bool(_act(step, parcel, request.user, form.cleaned_data)),
        )
    except Refused as refused:
        parcel.refresh_from_db()
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return _show(request, parcel, bound={step: form}, status=409 if refused.conflict else 422)
    messages.success(request, DONE[step] % {"parcel": parcel})
    return redirect("parcel_page", pk=parcel.pk)


def _act(step: str, parcel: Parcel, actor: Any, given: dict[str, Any]) -> Any:
    match step:
        case "receive":
            return receive_at_station(actor=actor, parcels=[parcel])
        case "hand_over":
            return hand_over_parcel(
                actor=actor, parcel=parcel, code=given["code"], waive=given.get("waive", "")
            )
        case "send_back":
            return send_back(actor=actor, parcels=[parcel], reason=given["reason"])
        case "take_back":
            return take_back(actor=actor, parcel=parcel, reason=given["reason"])
        case _:
            return report_damaged(actor=actor, parcel=parcel, reason=given["reason"], at_station=True)


@counter_page
@require_http_methods(["GET", "HEAD", "POST"])
def parcel_accept(request: HttpRequest) -> HttpResponse:
    """A villager sends a parcel: it is taken in here and goes up with the next load."""
    station = my_station(request)
    form = LabelForm(request.POST or None, initial={"token": new_token()})
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid() and station is not None:
        given = {name: value for name, value in form.cleaned_data.items() if name != "token"}
        new = NewParcel(station=station, **given)
        try:
            told, _again = once(
                actor=request.user,
                token=form.cleaned_data["token"],
                purpose="parcel-accept",
                content={"station": station.pk, **plain(form.cleaned_data)},
                work=lambda: {"parcel": accept_parcel(actor=request.user, parcel=new).pk},
            )
        except Refused as refused:
            status = form.refuse(refused)
        else:
            messages.success(request, _("The parcel is taken in."))
            return redirect("parcel_page", pk=told["parcel"])
    context = {"form": form} | _place(request)
    return render(request, "orders/logistics/parcel_accept.html", context, status=status)


@counter_page
@require_POST
def station_manifest_begin(request: HttpRequest) -> HttpResponse:
    """Opens the list that goes up to the county; there is one at a time, so that it is safe to repeat."""
    station = my_station(request)
    if station is None:
        return redirect("today")
    manifest = begin_manifest(actor=request.user, station=station, way=Manifest.Way.TO_COUNTY)
    return redirect("manifest_page", pk=manifest.pk)


@counter_page
@require_safe
def pick_up(request: HttpRequest) -> HttpResponse:
    """From the code a villager shows to what waits under it: an order, or a parcel of the villager's own."""
    place = _place(request)
    if place["station"] is None:
        return redirect("today")
    form = CodeForm(request.GET if "code" in request.GET else None)
    form.fields.pop("token")
    if form.is_valid():
        code = code_in(form.cleaned_data["code"])
        order = AgentOrder.objects.visible_to(request.user).waiting_for_pickup().filter(pickup_code=code)
        parcel = Parcel.objects.visible_to(request.user).waiting_for_pickup().filter(pickup_code=code)
        for page, rows in (("order_page", order), ("parcel_page", parcel)):
            if code and (found := rows.first()) is not None:
                return redirect(f"{reverse(page, args=[found.pk])}?code={code}#hand_over")
        form.add_error("code", _("Nothing waits here under this code. Please look at it again."))
    context = {"tab": "orders", "form": form} | place
    return render(request, "orders/agent_orders/pick_up.html", context)


def _find(request: HttpRequest, pk: int) -> Parcel:
    rows = Parcel.objects.select_related("station", "carrier", "order").prefetch_related("events__actor")
    parcel: Parcel = get_visible_or_404(rows, request.user, pk=pk)
    return parcel


def _show(
    request: HttpRequest,
    parcel: Parcel,
    *,
    bound: dict[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    code = code_in(request.GET.get("code", ""))
    steps = steps_of(parcel)
    made = [
        (
            step,
            (bound or {}).get(step)
            or FORMS[step](initial={"token": new_token(), "code": code}, auto_id=f"{step}_%s"),
        )
        for step in steps
    ]
    if not pays_fee(parcel):
        for step, form in made:
            if step == "hand_over":
                form.fields.pop("waive", None)
    refused = next((form for step, form in (bound or {}).items() if step not in steps), None)
    context = {"parcel": parcel, "steps": made, "refused": refused, "bound": bound} | _place(request)
    if "hand_over" in steps and pays_fee(parcel):
        context["fee"] = fee_of(parcel)
    return render(request, "orders/logistics/parcel_page.html", context, status=status)


def _place(request: HttpRequest) -> dict[str, Any]:
    station = my_station(request)
    return {"tab": "orders", "station": station, "place": station.name if station else ""}
