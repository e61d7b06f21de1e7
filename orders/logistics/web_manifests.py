"""A manifest from either side: filled and sent by one, scanned and counted by the other."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from orders.agent_orders.at_work import my_station
from orders.logistics.barcodes import bars_of, qr_of
from orders.logistics.counting import finish_manifest, scan_arrival
from orders.logistics.forms import CountForm, DispatchForm, ScanForm, TakeOffForm, TokenForm, plain
from orders.logistics.lifecycle import ManifestStatus
from orders.logistics.loading import dispatch_manifest, put_all_on, put_on, take_off
from orders.logistics.models import Manifest, Parcel, ParcelCase
from orders.logistics.receiving import find_parcel
from orders.logistics.scanned import Result, remembered, scanned
from stations.refusals import Refused
from stations.report_pages import place_of
from stations.requests.claiming import new_token, once
from stations.scope.web import AT_THE_COUNTER, IN_THE_COUNTY, for_roles, get_visible_or_404

STEPS = ("scan", "all", "take_off", "dispatch", "arrive", "finish")
FILLING = frozenset({"scan", "all", "take_off", "dispatch"})
FORMS: dict[str, type[TokenForm]] = {
    "scan": ScanForm,
    "all": TokenForm,
    "take_off": TakeOffForm,
    "dispatch": DispatchForm,
    "arrive": ScanForm,
    "finish": CountForm,
}
either_side = for_roles(*AT_THE_COUNTER, *IN_THE_COUNTY)


def at_the_station(request: HttpRequest) -> bool:
    return getattr(request.user, "role", "") in AT_THE_COUNTER


def steps_of(manifest: Manifest, *, at_station: bool) -> tuple[str, ...]:
    """What this side may do with the manifest now: the sender fills it, the receiver counts it."""
    sends = manifest.to_station != at_station
    if manifest.status == ManifestStatus.BUILDING and sends:
        return ("scan", "all", "take_off", "dispatch")
    if manifest.status == ManifestStatus.DISPATCHED and not sends:
        return ("arrive", "finish")
    # After the count a parcel that turns up is still taken in.
    return ("arrive",) if manifest.status == ManifestStatus.RECEIVED and not sends else ()


@either_side
@require_safe
def manifest_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, _find(request, pk))


@either_side
@require_http_methods(["GET", "HEAD", "POST"])
def manifest_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Does one step; what is refused comes back beside its field."""
    manifest = _find(request, pk)
    if request.method != "POST":
        return redirect("manifest_page", pk=manifest.pk)
    form = FORMS[step](request.POST, auto_id=f"{step}_%s")
    if not form.is_valid():
        return _show(request, manifest, bound={step: form}, status=422)
    try:
        if step not in steps_of(manifest, at_station=at_the_station(request)):
            raise Refused(_not_now(manifest), code="transition", conflict=True)
        told, _again = once(
            actor=request.user,
            token=form.cleaned_data["token"],
            purpose=f"manifest-{step}",
            content={"manifest": manifest.pk, **plain(form.cleaned_data)},
            work=lambda: _act(step, manifest, request.user, form.cleaned_data),
        )
    except Refused as refused:
        manifest.refresh_from_db()
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return _show(request, manifest, bound={step: form}, status=409 if refused.conflict else 422)
    if "value" in told:
        scanned(request, Result(**told))
    else:
        messages.success(request, told["text"])
    return redirect("manifest_page", pk=manifest.pk)


def _not_now(manifest: Manifest) -> str:
    return _("%(number)s is “%(status)s”: this is not to be done here now.") % {
        "number": manifest.number,
        "status": manifest.get_status_display(),
    }


def _act(step: str, manifest: Manifest, actor: Any, given: dict[str, Any]) -> dict[str, str]:
    """Calls the verb; the answer is what the page says afterwards."""
    match step:
        case "scan":
            return _put_on(manifest, actor, given["code"])
        case "arrive":
            return _arrive(manifest, actor, given["code"])
        case "all":
            count = put_all_on(actor=actor, manifest=manifest)
            put = ngettext(
                "%(count)d parcel is put on the list.", "%(count)d parcels are put on the list.", count
            )
            return {"text": put % {"count": count}}
        case "take_off":
            parcel = get_visible_or_404(Parcel, actor, pk=given["parcel"])
            take_off(actor=actor, manifest=manifest, parcel=parcel)
            return {"text": _("%(parcel)s is taken off the list.") % {"parcel": parcel}}
        case "dispatch":
            dispatch_manifest(
                actor=actor,
                manifest=manifest,
                carrier=given["carrier"],
                driver=given["driver"],
                counted=given["counted"],
            )
            return {"text": _("%(number)s has left.") % {"number": manifest.number}}
        case _:
            finish_manifest(actor=actor, manifest=manifest, counted=given["counted"])
            return {"text": _("%(number)s is received and counted.") % {"number": manifest.number}}


def _put_on(manifest: Manifest, actor: Any, number: str) -> dict[str, str]:
    parcel = find_parcel(reader=actor, number=number)
    if parcel is None:
        raise Refused(
            _("Nobody knows this number here. Receive the parcel first."), code="unknown", field="code"
        )
    scan = put_on(actor=actor, manifest=manifest, parcels=[parcel])[0]
    on_list = manifest.lines.count()
    return {
        "label": _("Put on the list") if scan.changed else _("On the list already"),
        "value": parcel.tracking_number,
        "note": ngettext("%(count)d parcel on the list", "%(count)d parcels on the list", on_list)
        % {"count": on_list},
        "tone": "done" if scan.changed else "alert",
    }


def _arrive(manifest: Manifest, actor: Any, number: str) -> dict[str, str]:
    arrival = scan_arrival(actor=actor, manifest=manifest, number=number)
    if not arrival.listed:
        label, tone = _("Not on the list: a case is open"), "alert"
    elif arrival.changed:
        label, tone = _("Received"), "done"
    else:
        label, tone = _("Scanned before"), "alert"
    lines = manifest.lines.all()
    left = sum(1 for line in lines if line.received_at is None)
    return {
        "label": label,
        "value": arrival.number,
        "note": _("%(here)d of %(all)d here") % {"here": len(lines) - left, "all": len(lines)},
        "tone": tone,
    }


@either_side
@require_safe
def manifest_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper that travels with the load: number, parcels, counts, two signatures."""
    manifest = _find(request, pk)
    lines = manifest.lines.select_related("parcel__carrier").order_by("pk")
    context = {
        "manifest": manifest,
        "qr": qr_of(manifest.number),
        "bars": bars_of(manifest.number),
        "rows": [
            (line.parcel, qr_of(line.parcel.tracking_number), bars_of(line.parcel.tracking_number))
            for line in lines
        ],
    }
    return render(request, "orders/logistics/manifest_print.html", context | _frame(request))


@either_side
@require_safe
def parcel_label(request: HttpRequest, pk: int) -> HttpResponse:
    """A label for a parcel whose own is torn or cannot be read; no name, no number, no code on it."""
    rows = Parcel.objects.select_related("station", "carrier")
    parcel = get_visible_or_404(rows, request.user, pk=pk)
    context = {"parcel": parcel, "qr": qr_of(parcel.tracking_number), "bars": bars_of(parcel.tracking_number)}
    return render(request, "orders/logistics/parcel_label.html", context | _frame(request))


def _find(request: HttpRequest, pk: int) -> Manifest:
    manifest: Manifest = get_visible_or_404(
        Manifest.objects.select_related("station", "center", "carrier", "dispatched_by", "received_by"),
        request.user,
        pk=pk,
    )
    return manifest


def _show(
    request: HttpRequest,
    manifest: Manifest,
    *,
    bound: dict[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    at_station = at_the_station(request)
    possible = steps_of(manifest, at_station=at_station)
    made = {
        step: (bound or {}).get(step) or FORMS[step](initial={"token": new_token()}, auto_id=f"{step}_%s")
        for step in possible
    }
    refused = next((form for step, form in (bound or {}).items() if step not in possible), None)
    lines = list(manifest.lines.select_related("parcel__carrier").order_by("-added_at", "-pk"))
    context = {
        "manifest": manifest,
        "lines": lines,
        "here": sum(1 for line in lines if line.received_at),
        "cases": manifest.cases.select_related("parcel").order_by("pk"),
        "forms": made,
        "refused": refused,
        "bound": bound,
        "result": remembered(request),
        "case_open": ParcelCase.objects.open().filter(manifest=manifest).exists(),
        "token": new_token(),
    }
    return render(request, "orders/logistics/manifest_page.html", context | _frame(request), status=status)


def _frame(request: HttpRequest) -> dict[str, Any]:
    """The same page in the partner's frame, or in the county's."""
    if at_the_station(request):
        station = my_station(request)
        place = station.name if station else ""
        return {"base": "base_partner.html", "back": "parcel_list", "tab": "orders", "place": place}
    return {"base": "base_report.html", "back": "county_parcels", "place": place_of(request.user)}
