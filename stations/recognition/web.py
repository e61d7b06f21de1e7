"""`/reports/taobao-villages/`: who is recognised in a year, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stations import wording
from stations.recognition.files import FORMATS
from stations.recognition.report import Recognition, Village, recognise, years
from stations.refusals import Refused
from stations.report_pages import place_of, report_file
from stations.scope.web import county_page

PER_PAGE = 50
VIEWS = ("recognised", "refused", "unmatched")


@county_page
@require_safe
def taobao_villages(request: HttpRequest) -> HttpResponse:
    """The year asked for, else the latest of which something is known."""
    known = years()
    year = _year(request.GET.get("year"), known)
    if year is None:
        return render(
            request,
            "stations/recognition/taobao_villages.html",
            {"report": None, "place": place_of(request.user)},
        )
    try:
        report = recognise(year)
    except Refused:
        raise Http404 from None
    view = request.GET.get("view", "")
    view = view if view in VIEWS else VIEWS[0]
    rows: Sequence[Village] = {
        "recognised": report.villages,
        "refused": report.refused,
        "unmatched": report.unmatched,
    }[view]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "report": report,
        "years": [
            {"label": str(one), "href": f"?year={one}", "current": one == year, "count": ""} for one in known
        ],
        "views": _views(report, view),
        "view": view,
        "page_obj": page,
        "provinces": _ranking(report),
        "towns": _towns(report),
        "clusters": _clusters(report),
        "growth_words": _growth_words(report),
        "imports": request.user.has_perm("stations.add_placealias"),
    }
    return render(
        request, "stations/recognition/taobao_villages.html", context | {"place": place_of(request.user)}
    )


@county_page
@require_safe
def taobao_villages_file(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """The same to take away."""
    if kind not in FORMATS or year not in years():
        raise Http404
    try:
        report = recognise(year)
    except Refused:
        raise Http404 from None
    write, content_type = FORMATS[kind]
    return report_file(
        request,
        write(report),
        what="taobao_villages",
        name=f"taobao-villages-{year}.{kind}",
        content_type=content_type,
        rows=len(report.villages),
    )


def _year(asked: str | None, known: list[int]) -> int | None:
    if asked:
        if not (asked.isascii() and asked.isdigit()) or int(asked) not in known:
            raise Http404
        return int(asked)
    return known[0] if known else None


def _views(report: Recognition, view: str) -> list[dict[str, Any]]:
    views = (
        ("recognised", _("Recognised"), len(report.villages)),
        ("refused", _("Not recognised"), len(report.refused)),
        ("unmatched", _("Not in the register"), len(report.unmatched)),
    )
    return [
        {
            "label": label,
            "href": f"?year={report.year}&view={name}#villages",
            "current": name == view,
            "count": wording.count(count),
        }
        for name, label, count in views
    ]


def _ranking(report: Recognition) -> list[dict[str, Any]]:
    ranked = sorted(report.provinces.items(), key=lambda one: -one[1])
    most = ranked[0][1] if ranked else 1
    return [{"name": name, "value": wording.count(count), "length": count / most} for name, count in ranked]


def _towns(report: Recognition) -> dict[str, Any]:
    columns = [
        {"label": _("Town")},
        {"label": _("Villages"), "num": True},
        {"label": _("Printed count"), "num": True},
    ]
    rows = [
        [
            " › ".join(name for name in town.key if name),
            wording.count(town.villages),
            wording.count(town.printed),
        ]
        for town in report.towns
    ]
    return {"columns": columns, "rows": rows}


def _clusters(report: Recognition) -> list[dict[str, str]]:
    return [
        {
            "title": " › ".join(name for name in cluster.place if name),
            "note": cluster.reason,
            "value": wording.count(cluster.villages),
        }
        for cluster in report.clusters
    ]


def _growth_words(report: Recognition) -> str:
    growth = report.published
    if growth is None:
        return ""
    if growth.previous is None:
        return _("The report of the year counts %(current)s villages in the nation.") % {
            "current": wording.count(growth.current)
        }
    return _(
        "The reports count %(current)s villages in the nation; the year before, %(previous)s: %(share)s more."
    ) % {
        "current": wording.count(growth.current),
        "previous": wording.count(growth.previous),
        "share": wording.percent(growth.share, 0),
    }
