"""The county center's side: what lies here, what leaves, and the page for the scanner."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orders.logistics.announcing import NewParcel
from orders.logistics.forms import CarrierScanForm, UnknownParcelForm, plain
from orders.logistics.lifecycle import HOLDS_NUMBER
from orders.logistics.loading import begin_manifest
from orders.logistics.models import Manifest, Parcel, ParcelCase, ParcelEvent
from orders.logistics.queries import OVERDUE_DAYS
from orders.logistics.receiving import Scan, find_parcel, receive_at_county, receive_new_at_county
from orders.logistics.scanned import LAST_SCANS, Result, last_scans, remembered, scanned
from stations.network.models import Station
from stations.refusals import Refused
from stations.report_pages import place_of
from stations.requests.claiming import new_token, once
from stations.scope.web import county_page, get_visible_or_404

OPEN_CASES_SHOWN = 10
MANIFESTS_SHOWN = 20
CARRIER_KEY = "parcels.carrier"


@county_page
@require_safe
def county_parcels(request: HttpRequest) -> HttpResponse:
    """What lies at the county center by station, which loads are open, and what does not tally."""
    parcels = Parcel.objects.visible_to(request.user)
    manifests = Manifest.objects.visible_to(request.user).not_received().with_counts()
    cases = ParcelCase.objects.visible_to(request.user).open()
    to_sort = dict(parcels.to_sort().order_by().values_list("station").annotate(count=Count("pk")))
    stations = Station.objects.visible_to(request.user).filter(pk__in=to_sort).order_by("code")
    context = {
        "place": place_of(request.user),
        "by_station": [(station, to_sort[station.pk]) for station in stations],
        "manifests": manifests.select_related("station").order_by("-pk")[:MANIFESTS_SHOWN],
        "cases": cases.select_related("station", "manifest", "parcel")[:OPEN_CASES_SHOWN],
        "case_count": cases.count(),
        "to_sort": sum(to_sort.values()),
        "going_out": parcels.going_out().count(),
        "overdue": parcels.waiting_longer_than(OVERDUE_DAYS).count(),
        "overdue_days": OVERDUE_DAYS,
        "overdue_href": f"{reverse('admin:orders_parcel_changelist')}?waits=overdue",
        "to_the_house": parcels.on_the_way().filter(to_the_house=True, returning=False).count(),
        "token": new_token(),
    }
    return render(request, "orders/logistics/county_parcels.html", context)


@county_page
@require_http_methods(["GET", "HEAD", "POST"])
def county_scan(request: HttpRequest) -> HttpResponse:
    """Receiving by scanner: each number answers at once with the station it goes to."""
    form = CarrierScanForm(request.POST or None, initial=_fresh(request))
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        request.session[CARRIER_KEY] = form.cleaned_data["carrier"].pk
        try:
            return _scan(request, form)
        except Refused as refused:
            form.add_error("code", str(refused))
            status = 409 if refused.conflict else 422
    context = {
        "place": place_of(request.user),
        "form": form,
        "result": remembered(request),
        "scans": last_scans(request.user, kind=ParcelEvent.Kind.AT_COUNTY),
        "shown": LAST_SCANS,
    }
    return render(request, "orders/logistics/county_scan.html", context, status=status)


def _scan(request: HttpRequest, form: CarrierScanForm) -> HttpResponse:
    given = form.cleaned_data
    parcel = find_parcel(reader=request.user, number=given["code"], carrier_id=given["carrier"].pk)
    if parcel is None:
        return redirect(_new_href(given["code"], given["carrier"].pk))

    def work() -> dict[str, Any]:
        scan = receive_at_county(actor=request.user, parcels=[parcel])[0]
        return {"parcel": scan.parcel.pk, "changed": scan.changed}

    told, _again = once(
        actor=request.user,
        token=given["token"],
        purpose="county-scan",
        content={"parcel": parcel.pk},
        work=work,
    )
    parcel.refresh_from_db()
    scanned(request, _where_to(Scan(parcel, told["changed"])))
    return redirect("county_scan")


def _new_href(number: str, carrier_id: int) -> str:
    return f"{reverse('county_parcel_new')}?{urlencode({'code': number, 'carrier': str(carrier_id)})}"


def _where_to(scan: Scan) -> Result:
    parcel = scan.parcel
    note = f"{parcel.tracking_number} · {parcel.get_status_display()}"
    if parcel.status not in HOLDS_NUMBER:
        # Carriers use their numbers again, and what was sent up may be sent back under its own.
        action = _("It has come again: enter it")
        href = _new_href(parcel.tracking_number, parcel.carrier_id)
        return Result(_("Its way was over"), parcel.station.code, note, "alert", action, href)
    if not scan.changed:
        return Result(_("Scanned before"), parcel.station.code, note, "alert")
    if parcel.goes_up:
        return Result(_("Goes to the carrier"), parcel.carrier.name, note, "done")
    if parcel.to_the_house:
        return Result(_("Delivered to the house: make an appointment"), parcel.station.code, note, "done")
    return Result(_("Goes to"), f"{parcel.station.code} {parcel.station.name}", note, "done")


@county_page
@require_http_methods(["GET", "HEAD", "POST"])
def county_parcel_new(request: HttpRequest) -> HttpResponse:
    """A parcel that nobody announced: its label is typed once, and it is received."""
    initial = {
        "token": new_token(),
        "tracking_number": request.GET.get("code", "")[:60],
        "carrier": request.GET.get("carrier", "") or request.session.get(CARRIER_KEY),
    }
    form = UnknownParcelForm(request.POST or None, initial=initial, reader=request.user)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        new = NewParcel(**{name: value for name, value in form.cleaned_data.items() if name != "token"})
        try:
            told, _again = once(
                actor=request.user,
                token=form.cleaned_data["token"],
                purpose="county-parcel-new",
                content=plain(form.cleaned_data),
                work=lambda: {"parcel": receive_new_at_county(actor=request.user, parcel=new).pk},
            )
        except Refused as refused:
            status = form.refuse(refused)
        else:
            parcel = get_visible_or_404(
                Parcel.objects.select_related("station", "carrier"), request.user, pk=told["parcel"]
            )
            scanned(request, _where_to(Scan(parcel, True)))
            return redirect("county_scan")
    context = {"place": place_of(request.user), "form": form}
    return render(request, "orders/logistics/county_parcel_new.html", context, status=status)


@county_page
@require_POST
def county_manifest_begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens the list that is being filled for a station: one at a time, so that it is safe to repeat."""
    station = get_visible_or_404(Station, request.user, pk=pk)
    manifest = begin_manifest(actor=request.user, station=station, way=Manifest.Way.TO_STATION)
    return redirect("manifest_page", pk=manifest.pk)


def _fresh(request: HttpRequest) -> dict[str, Any]:
    return {"token": new_token(), "carrier": request.session.get(CARRIER_KEY)}
