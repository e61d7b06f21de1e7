"""`/reports/recruitment/`: applicants for each place, and how long they wait."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from orders.reports.recruitment.files import FIGURES, FORMATS, cells
from orders.reports.recruitment.report import Figures, RecruitmentReport, recruitment_report
from stations.clock import month_of, parse_month, today
from stations.refusals import Refused
from stations.report_pages import place_of, report_file
from stations.scope.web import county_page

USUAL_MONTHS = 12
MOST_SHOWN = 200  # counties on the page; the files have all


@county_page
@require_safe
def recruitment_page(request: HttpRequest) -> HttpResponse:
    """By county and by month, each figure with what it means."""
    refusal, report = _asked(request)
    context: dict[str, Any] = {
        "refusal": refusal,
        "report": report,
        "first": request.GET.get("first", f"{usual_first():%Y-%m}"),
        "last": request.GET.get("last", f"{today():%Y-%m}"),
        "place": place_of(request.user),
    }
    if report is not None:
        context |= {
            "meanings": [(label, meaning) for _name, label, meaning in FIGURES],
            "figures": [
                (label, _shown(cell))
                for (_n, label, _m), cell in zip(FIGURES, cells(report.total), strict=True)
            ],
            "counties": _table(_("Counties"), [(f"{row.name} {row.key}", row) for row in report.counties]),
            "months": _table(_("Months"), [(row.key, row) for row in report.months]),
            "more": max(len(report.counties) - MOST_SHOWN, 0),
            "query": request.GET.urlencode(),
        }
    status = 200 if report is not None else 422
    return render(request, "orders/reports/recruitment.html", context, status=status)


@county_page
@require_safe
def recruitment_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same to take away."""
    _refusal, report = _asked(request)
    if kind not in FORMATS or report is None:
        raise Http404
    write, content_type = FORMATS[kind]
    name = f"recruitment-{report.first:%Y%m}-{report.last:%Y%m}.{kind}"
    return report_file(
        request,
        write(report),
        what="recruitment",
        name=name,
        content_type=content_type,
        rows=len(report.counties),
    )


def usual_first() -> dt.date:
    """The first of the twelve months up to this one."""
    this = month_of(today())
    return (
        this.replace(year=this.year - 1, month=this.month + 1) if this.month < 12 else this.replace(month=1)
    )


def _asked(request: HttpRequest) -> tuple[str, RecruitmentReport | None]:
    first, last = request.GET.get("first"), request.GET.get("last")
    try:
        report = recruitment_report(
            request.user,
            parse_month(first) if first else usual_first(),
            parse_month(last) if last else today(),
        )
    except Refused as refused:
        return str(refused), None
    return "", report


def _table(caption: str, rows: list[tuple[str, Figures]]) -> dict[str, Any]:
    return {
        "caption": caption,
        "columns": [
            {"label": _("Name")},
            *({"label": label, "num": True} for _name, label, _meaning in FIGURES),
        ],
        "rows": [[name, *map(_shown, cells(row))] for name, row in rows[:MOST_SHOWN]],
    }


def _shown(cell: Any) -> str:
    return "—" if cell is None else f"{cell:,}"
