"""`/reports/growth/`: what there is, what was planned, how fast it grows."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from orders.reports.growth.files import FORMATS
from orders.reports.growth.report import GrowthReport, growth_report
from stations import wording
from stations.charts import Chart, Series
from stations.pipeline.models import ProgrammeTarget
from stations.report_pages import place_of, report_file
from stations.scope.web import county_page

MONTHS_SHOWN = 24  # rows of county and month; the files have all
POINTS = 120  # of the curve; more are a smudge


@county_page
@require_safe
def growth(request: HttpRequest) -> HttpResponse:
    report = growth_report(request.user)
    context = {
        "report": report,
        "figures": _figures(report),
        "curve": _curve(report),
        "provinces": _provinces(report),
        "stages": _stages(report),
        "months": _months(report),
        "place": place_of(request.user),
    }
    return render(request, "orders/reports/growth.html", context)


@county_page
@require_safe
def growth_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same to take away."""
    if kind not in FORMATS:
        raise Http404
    report = growth_report(request.user)
    write, content_type = FORMATS[kind]
    return report_file(
        request,
        write(report),
        what="growth",
        name=f"growth-{report.day:%Y%m%d}.{kind}",
        content_type=content_type,
        rows=len(report.days),
    )


def _figures(report: GrowthReport) -> list[dict[str, str]]:
    now = report.now
    # The plan is the nation's: a county's part is no share of it.
    target = report.target if report.national else None
    figures = [
        _figure(_("Stations in service"), report.in_service, target, "stations"),
        _figure(_("Counties"), now.counties, target, "counties"),
        _figure(_("Provinces"), now.provinces, None, ""),
        _figure(_("Partners"), now.partners, target, "partners"),
    ]
    if report.peak is not None:
        said = _("Most on one day: %(day)s.") % {"day": wording.day(report.peak.day)}
        figures.append({"label": _("Opened a day"), "value": wording.count(report.peak.opened), "note": said})
    if report.reach.share is not None:
        told = {
            "bought": wording.count(report.reach.bought),
            "households": wording.count(report.reach.households),
            "stations": wording.count(report.reach.stations),
        }
        note = _(
            "%(bought)s villagers with a paid order, %(households)s households at %(stations)s"
            " surveyed stations."
        )
        figures.append(
            {
                "label": _("Households that bought"),
                "value": wording.percent(report.reach.share),
                "note": note % told,
            }
        )
    return figures


def _figure(label: str, value: int, target: ProgrammeTarget | None, name: str) -> dict[str, str]:
    note = ""
    if target and (planned := getattr(target, name)):
        note = _("%(share)s of the %(target)s planned by %(day)s.") % {
            "share": wording.percent(value / planned),
            "target": wording.count(planned),
            "day": wording.day(target.due_on),
        }
    return {"label": label, "value": wording.count(value), "note": note}


def _curve(report: GrowthReport) -> Chart | None:
    if not report.days:
        return None
    step = max(1, -(-len(report.days) // POINTS))
    shown = report.days[::-1][::step][::-1]  # the last day is always among them
    return Chart(
        id="growth",
        title=_("Stations"),
        kind="line",
        head=_("Day"),
        labels=[f"{one.day:%Y-%m-%d}" for one in shown],
        series=[Series(_("Stations"), [one.stations for one in shown])],
        unit="count",
    )


def _provinces(report: GrowthReport) -> list[dict[str, Any]]:
    most = max((one.stations for one in report.provinces), default=0) or 1
    return [
        {"name": one.name, "value": wording.count(one.stations), "length": one.stations / most}
        for one in report.provinces
    ]


def _stages(report: GrowthReport) -> dict[str, Any]:
    columns = [
        {"label": _("Stage")},
        {"label": _("Stations"), "num": True},
        {"label": _("Median, days"), "num": True},
        {"label": _("Nine in ten within, days"), "num": True},
    ]
    rows = [
        [
            one.status.label,
            wording.count(one.stations),
            *(str(days or wording.NOTHING) for days in (one.median, one.p90)),
        ]
        for one in report.stages
    ]
    return {"columns": columns, "rows": rows}


def _months(report: GrowthReport) -> dict[str, Any]:
    columns = [
        {"label": _("County")},
        {"label": _("Month"), "num": True},
        {"label": _("Planned"), "num": True},
        {"label": _("Opened"), "num": True},
    ]
    rows = [
        [one.name, wording.month(one.month), wording.count(one.planned), wording.count(one.opened)]
        for one in report.months[:MONTHS_SHOWN]
    ]
    return {"columns": columns, "rows": rows, "more": max(0, len(report.months) - MONTHS_SHOWN)}
