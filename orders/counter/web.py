"""The counter's services on a phone: choose, type, look at the price, confirm, hand out a receipt."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from orders.agent_orders.at_work import my_station
from orders.agent_orders.forms import TokenForm
from orders.counter.driving import ask_soon
from orders.counter.fees import posted_chart
from orders.counter.forms import ServiceForm
from orders.counter.kinds import KINDS, ServiceKind
from orders.counter.models import CounterService
from orders.counter.next_steps import ServiceStep, next_steps
from orders.counter.ordering import cancel_service, confirm_service, draft_service, price_service
from orders.counter.settling import confirm_given_back
from orders.counter.showing import (
    facts_of,
    outcome_of,
    receipt_foot,
    receipt_lines,
    receipt_rows,
    total_label,
)
from orders.counter.switching import kinds_on
from stations.network.models import Station
from stations.refusals import Refused
from stations.requests.claiming import new_token, once
from stations.scope.web import counter_page, get_visible_or_404

PER_PAGE = 20
VIEWS = {
    "checked": gettext_lazy("Being checked"),
    "settle": gettext_lazy("To settle"),
    "all": gettext_lazy("All"),
}


@counter_page
@require_safe
def service_home(request: HttpRequest) -> HttpResponse:
    """What this counter offers, with the posted chart of fees."""
    station = my_station(request)
    if station is None:
        return redirect("today")
    kinds = kinds_on(station.center_id)
    services = CounterService.objects.filter(station=station)
    context = {
        "tab": "counter",
        "station": station,
        "place": station.name,
        "chart": posted_chart(kinds, station.center_id),
        "checked": services.being_checked().count(),
        "settle": services.to_settle().count(),
    }
    return render(request, "orders/counter/service_home.html", context)


@counter_page
@require_safe
def service_list(request: HttpRequest) -> HttpResponse:
    """The station's services, what waits first; a search goes through all of them."""
    view = request.GET.get("view", "all")
    view = view if view in VIEWS else "all"
    search = request.GET.get("q", "").strip()[:60]
    services = CounterService.objects.visible_to(request.user)
    rows = {
        "checked": services.being_checked,
        "settle": services.to_settle,
        "all": services.all,
    }[view]()
    page = Paginator(services.search(search) if search else rows, PER_PAGE).get_page(request.GET.get("page"))
    views = [
        {"label": label, "href": f"?view={name}", "current": name == view and not search}
        for name, label in VIEWS.items()
    ]
    context = {"tab": "counter", "page_obj": page, "views": views, "view": view, "search": search}
    return render(request, "orders/counter/service_list.html", context | _place(request))


@counter_page
@require_http_methods(["GET", "HEAD", "POST"])
def service_new(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of a kind. What is right becomes a priced service, which is confirmed on its own page."""
    station = my_station(request)
    if station is None:
        return redirect("today")
    if kind not in kinds_on(station.center_id):
        raise Http404
    if request.method != "POST":
        form = ServiceForm(traits=KINDS[kind], initial={"token": new_token()})
        return _show_form(request, station, kind, form)
    form = ServiceForm(request.POST, traits=KINDS[kind])
    if not form.is_valid():
        return _show_form(request, station, kind, form, status=422)
    try:
        # Asked outside of the transaction: a gateway is never called with one open.
        details, quote = price_service(station=station, kind=kind, typed=form.cleaned_data)
        result, _repeated = once(
            actor=request.user,
            token=form.cleaned_data["token"],
            purpose="service-new",
            content={"station": station.pk, "kind": kind, **details},
            work=lambda: {
                "service": draft_service(
                    actor=request.user, station=station, kind=kind, details=details, quote=quote
                ).pk
            },
        )
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return _show_form(request, station, kind, form, status=409 if refused.conflict else 422)
    return redirect("service_page", pk=result["service"])


@counter_page
@require_safe
def service_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One service: what it costs before the confirmation, how it stands afterwards."""
    return _show(request, _service(request, pk))


@counter_page
@require_http_methods(["GET", "HEAD", "POST"])
def service_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Does one next step with a service; a second tap gets the first one's result."""
    service = _service(request, pk)
    if request.method != "POST":
        return redirect("service_page", pk=service.pk)
    form = TokenForm(request.POST, auto_id=f"{step}_%s")
    if not form.is_valid():
        messages.error(request, _("Please press the button again."))
        return _show(request, service, bound={step: form}, status=422)
    try:
        once(
            actor=request.user,
            token=form.cleaned_data["token"],
            purpose=f"service-{step}",
            content={"service": service.pk},
            work=lambda: _act(ServiceStep(step), service, request.user),
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return _show(request, _service(request, pk), status=409 if refused.conflict else 422)
    return redirect("service_page", pk=service.pk)


@counter_page
@require_safe
def service_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The slip, whatever came of it: on the screen, or on paper of 58 mm."""
    service = _service(request, pk)
    if service.charged_at is None:
        return redirect("service_page", pk=service.pk)
    context = {
        "tab": "counter",
        "service": service,
        "rows": receipt_rows(service),
        "lines": receipt_lines(service),
        "foot": receipt_foot(service),
        "total_label": total_label(service),
    }
    return render(request, "orders/counter/service_receipt.html", context | _place(request))


def _act(step: ServiceStep, service: CounterService, actor: Any) -> int:
    match step:
        case ServiceStep.CONFIRM:
            confirm_service(actor=actor, service=service)
        case ServiceStep.CANCEL:
            cancel_service(actor=actor, service=service)
        case ServiceStep.GIVEN_BACK:
            confirm_given_back(actor=actor, service=service)
        case ServiceStep.ASK:
            ask_soon(actor=actor, service=service)
    return service.pk


def _service(request: HttpRequest, pk: int) -> CounterService:
    found: CounterService = get_visible_or_404(
        CounterService.objects.select_related("station"), request.user, pk=pk
    )
    return found


def _show_form(
    request: HttpRequest, station: Station, kind: str, form: ServiceForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "tab": "counter",
        "station": station,
        "place": station.name,
        "form": form,
        "kind": ServiceKind(kind).label,
        "traits": KINDS[kind],
        "posted": posted_chart([ServiceKind(kind)], station.center_id)[0],
    }
    return render(request, "orders/counter/service_new.html", context, status=status)


def _show(
    request: HttpRequest,
    service: CounterService,
    *,
    bound: dict[str, TokenForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "tab": "counter",
        "service": service,
        "facts": facts_of(service),
        "told": outcome_of(service),
        "steps": [
            (step, (bound or {}).get(step) or TokenForm(initial={"token": new_token()}, auto_id=f"{step}_%s"))
            for step in next_steps(service)
        ],
        "events": service.events.select_related("actor") if service.charged_at else [],
        "chart": posted_chart(kinds_on(service.station.center_id), service.station.center_id)
        if service.status == "draft"
        else [],
    }
    response = render(request, "orders/counter/service_page.html", context | _place(request), status=status)
    if service.due_at is not None:
        # The answer comes by itself, also where nothing but HTML runs.
        response["Refresh"] = "5"
    return response


def _place(request: HttpRequest) -> dict[str, Any]:
    station = my_station(request)
    return {"station": station, "place": station.name if station else ""}
