"""The report's pages, for head office and county staff alike: each sees their part of the nation."""

from __future__ import annotations

import hashlib

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from orders.festivals.keeping import overview_for
from orders.festivals.measures import NOTHING_SOLD
from orders.festivals.models import CenterHour, Festival
from orders.festivals.overview import FestivalOverview, festival_stations
from orders.festivals.pictures import curve, opening
from orders.festivals.places import COUNTED
from orders.festivals.rankings import LEVELS, SHOWN, full_table, mix, ranking, short_list
from orders.festivals.report import FestivalTotals, festival_totals, turnover_of_day
from orders.festivals.targets.report import Goal, goal_within
from stations.clock import today
from stations.report_pages import place_of
from stations.scope.web import county_page, get_visible_or_404

PER_PAGE = 50
FESTIVALS_PER_PAGE = 20


@county_page
@require_safe
def report_index(request: HttpRequest) -> HttpResponse:
    """Today by county, and the festivals."""
    hours = CenterHour.objects.visible_to(request.user).filter(business=COUNTED)
    festivals = Festival.objects.visible_to(request.user).with_paid(hours)
    counties = turnover_of_day(request.user, today())
    ranked = ranking(counties)
    context = {
        "page_obj": Paginator(festivals, FESTIVALS_PER_PAGE).get_page(request.GET.get("page")),
        "now": timezone.now(),
        "counties": ranked[:SHOWN],
        "more_counties": ranked[SHOWN:],
        "after": SHOWN + 1,
        "total": sum((row.turnovers for row in counties[1:]), counties[0].turnovers) if counties else None,
        "may_add": request.user.has_perm("orders.add_festival"),
    }
    return render(request, "orders/festivals/report_index.html", context | {"place": place_of(request.user)})


@county_page
@require_safe
def festival_page(request: HttpRequest, slug: str) -> HttpResponse:
    kept = overview_for(_festival(request, slug), request.user, first=SHOWN)
    report = kept.overview
    sold = report.turnovers != NOTHING_SOLD
    context = {
        "festival": report.festival,
        "totals": report,
        "goal": _goal(report, request),
        "report": report,
        "begun": report.as_of >= report.festival.starts_at,
        "sold": sold,
        "pictures": kept.drawn(lambda: _pictures(report)) if sold else "",
        "may_change": request.user.has_perm("orders.change_festival"),
        "may_export": request.user.has_perm("orders.export_festival"),
    }
    return render(request, "orders/festivals/festival.html", context | {"place": place_of(request.user)})


@county_page
@require_safe
def festival_now(request: HttpRequest, slug: str) -> HttpResponse:
    """The figures at the top of the page, asked for again while the festival runs.

    Whoever has them already gets 304: they change when a figure does, and with the minute
    that the as-of shows.
    """
    totals = festival_totals(_festival(request, slug), request.user)
    goal = _goal(totals, request)
    etag = _etag(totals, goal)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        context = {"festival": totals.festival, "totals": totals, "goal": goal}
        response = render(request, "orders/festivals/now.html", context)
        response["ETag"] = etag
    # Asked for each time, and by nobody in between: it is one reader's part of the nation.
    patch_cache_control(response, private=True, no_cache=True)
    return response


@county_page
@require_safe
def festival_places(request: HttpRequest, slug: str, level: str) -> HttpResponse:
    """Every province, county or station of the report; of the stations also only those without a sale."""
    festival, number = _festival(request, slug), request.GET.get("page")
    silent = level == "stations" and request.GET.get("sale") == "none"
    if level == "stations":
        found = festival_stations(festival, request.user, page=number, per_page=PER_PAGE, silent=silent)
        totals, page = found.totals, found.rows
    else:
        report = overview_for(festival, request.user, first=SHOWN).overview
        totals, page = report, Paginator(getattr(report, level), PER_PAGE).get_page(number)
    views = [
        {"label": _("All"), "href": "?", "current": not silent, "count": ""},
        {"label": _("Without a sale"), "href": "?sale=none", "current": silent, "count": ""},
    ]
    context = {
        "festival": festival,
        "totals": totals,
        "level": LEVELS[level],
        "silent": silent,
        "views": views if level == "stations" else [],
        "page_obj": page,
        "table": full_table(level, list(page), start=page.start_index()),
    }
    return render(request, "orders/festivals/places.html", context | {"place": place_of(request.user)})


def _pictures(report: FestivalOverview) -> str:
    """The lower half of the report's page: nothing in it depends on the reader, the moment or a target."""
    context = {
        "slug": report.festival.slug,
        "curve": curve(report),
        "opening": opening(report),
        "mix": mix(report),
        "provinces": short_list("provinces", report.provinces, len(report.provinces)),
        "counties": short_list("counties", report.counties, len(report.counties)),
        "stations": short_list("stations", report.first_stations, report.stations_listed),
    }
    return render_to_string("orders/festivals/pictures.html", context)


def _festival(request: HttpRequest, slug: str) -> Festival:
    festival: Festival = get_visible_or_404(Festival, request.user, slug=slug)
    return festival


def _goal(totals: FestivalTotals, request: HttpRequest) -> Goal | None:
    return goal_within(totals.festival, request.user, paid=totals.turnovers.paid_amount)


def _etag(totals: FestivalTotals, goal: Goal | None) -> str:
    seen = (
        get_language(),
        totals.festival.name,
        goal,
        totals.turnovers,
        totals.pending > 0,
        totals.running,
        totals.as_of.replace(second=0, microsecond=0),
    )
    return f'"{hashlib.sha256(repr(seen).encode()).hexdigest()[:24]}"'
