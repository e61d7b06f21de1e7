"""`/county/pipeline/`: stations and counties before their opening."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stations import wording
from stations.centers.lifecycle import CenterStatus
from stations.network.lifecycle import StationStatus
from stations.pipeline.board import (
    Candidate,
    center_candidates,
    center_stages,
    station_candidates,
    station_stages,
    waiting_centers,
    waiting_stations,
)
from stations.scope.web import county_page

PER_PAGE = 50


@county_page
@require_safe
def pipeline(request: HttpRequest) -> HttpResponse:
    """Stations unless counties are asked for; one stage, or all of them."""
    of_counties = request.GET.get("of") == "counties"
    complete: Callable[[Iterable[Any]], list[Candidate]]
    stage = request.GET.get("stage", "")
    if of_counties:
        counts, labels = center_stages(request.user), dict(CenterStatus.choices)
        rows, complete = waiting_centers(request.user, stage), center_candidates
    else:
        counts, labels = station_stages(request.user), dict(StationStatus.choices)
        rows, complete = waiting_stations(request.user, stage), station_candidates
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    center = getattr(request.user, "center", None)
    context = {
        "of_counties": of_counties,
        "kinds": [
            {"label": _("Stations"), "href": "?", "current": not of_counties, "count": ""},
            {"label": _("Counties"), "href": "?of=counties", "current": of_counties, "count": ""},
        ],
        "stages": _stages(counts, labels, stage, "of=counties&" if of_counties else ""),
        "page_obj": page,
        "candidates": complete(page.object_list),
        "place": center.name if center else _("Head office"),
    }
    return render(request, "stations/pipeline/pipeline.html", context)


def _stages(counts: dict[str, int], labels: dict[Any, Any], stage: str, kept: str) -> list[dict[str, Any]]:
    stage = stage if stage in counts else ""
    whole = {
        "label": _("All"),
        "href": f"?{kept}",
        "current": not stage,
        "count": wording.count(sum(counts.values())),
    }
    return [
        whole,
        *(
            {
                "label": labels[name],
                "href": f"?{kept}stage={name}",
                "current": name == stage,
                "count": wording.count(count),
            }
            for name, count in counts.items()
        ),
    ]
