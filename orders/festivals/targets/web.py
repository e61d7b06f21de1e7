"""`/reports/festivals/<slug>/targets/`: who has reached what, those behind first."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from orders.festivals.models import Festival
from orders.festivals.targets.report import Attainment, target_report
from stations import wording
from stations.report_pages import place_of
from stations.scope.web import county_page, get_visible_or_404

PER_PAGE = 50


@county_page
@require_safe
def festival_targets(request: HttpRequest, slug: str) -> HttpResponse:
    """Counties (for who sees several) and stations; of the stations page by page."""
    festival = get_visible_or_404(Festival, request.user, slug=slug)
    report = target_report(festival, request.user)
    page = Paginator(report.stations, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "festival": festival,
        "place": place_of(request.user),
        "report": report,
        "page_obj": page,
        "counties": attainment_table(report.counties, _("County")),
        "stations": attainment_table(list(page), _("Station")),
        "differs": report.of_the_stations - report.of_the_counties if report.counties else None,
        "may_set": request.user.has_perm("orders.add_festivaltarget"),
    }
    return render(request, "orders/festivals/targets.html", context)


def attainment_table(rows: Any, what: str) -> dict[str, Any]:
    """What `ui/table.html` shows."""
    heads = (_("Target"), _("Paid"), _("Reached"), _("Missing"))
    return {
        "columns": [{"label": what}, *({"label": label, "num": True} for label in heads)],
        "rows": [_row(row) for row in rows],
    }


def _row(row: Attainment) -> list[str]:
    return [
        f"{row.code} {row.name}",
        wording.yuan(row.target),
        wording.yuan(row.paid),
        wording.percent(row.share),
        wording.yuan(row.missing),
    ]
