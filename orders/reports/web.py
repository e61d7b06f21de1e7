"""The partner's first page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from orders.agent_orders.at_work import SESSION_KEY, my_station, my_stations
from orders.reports.today import today_at
from stations.scope.web import AT_THE_COUNTER, counter_page


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """`/`: everybody to where their work is."""
    role = getattr(request.user, "role", "")
    if role in AT_THE_COUNTER:
        return today_page(request)
    return redirect("admin:index" if role != "ops" else "report_index")


@counter_page
def today_page(request: HttpRequest) -> HttpResponse:
    stations = my_stations(request)
    chosen = request.GET.get("station", "")
    if chosen in {str(station.pk) for station in stations}:
        request.session[SESSION_KEY] = int(chosen)
    station = my_station(request)
    if station is None:
        return render(request, "orders/reports/no_station.html", {"tab": "today"})
    context = {
        "tab": "today",
        "station": station,
        "place": station.name,
        "today": today_at(station, request.user),
        "stations": [
            {"label": one.name, "href": f"?station={one.pk}", "current": one == station} for one in stations
        ],
    }
    return render(request, "orders/reports/today.html", context)
