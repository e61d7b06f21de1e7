"""The second leg's report at the desk, and the same to take away."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from orders.logistics.models import Parcel
from orders.logistics.queries import OVERDUE_DAYS
from orders.reports.second_leg.files import FIGURES, FORMATS, LEVELS, cells
from orders.reports.second_leg.report import Figures, SecondLegReport, second_leg_report
from stations.clock import today
from stations.refusals import Refused
from stations.report_pages import place_of, report_file
from stations.scope.web import county_page

USUAL_DAYS = 30
MOST_SHOWN = 200  # stations on the page; the files have all


class PeriodForm(forms.Form):
    first_day = forms.DateField(
        label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last_day = forms.DateField(
        label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    overdue_days = forms.IntegerField(
        label=gettext_lazy("Too long: more than so many days"), min_value=0, max_value=365
    )


@county_page
@require_safe
def second_leg_page(request: HttpRequest) -> HttpResponse:
    """The figures by county, carrier and station, each with what it means."""
    form, report = _asked(request)
    context: dict[str, Any] = {"form": form, "report": report, "place": place_of(request.user)}
    if report is not None:
        context |= {
            "meanings": [(label, meaning) for _name, label, meaning in FIGURES],
            "figures": [
                (label, _shown(cell))
                for (_n, label, _m), cell in zip(FIGURES, cells(report.total), strict=True)
            ],
            "tables": [_table(level, title, getattr(report, level)) for level, title in LEVELS.items()],
            "more": max(len(report.stations) - MOST_SHOWN, 0),
            "query": request.GET.urlencode(),
        }
    status = 200 if report is not None else 422
    return render(request, "orders/reports/second_leg.html", context, status=status)


@county_page
@require_safe
def second_leg_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same report as a file."""
    _form, report = _asked(request)
    if kind not in FORMATS or report is None:
        raise Http404
    write, content_type = FORMATS[kind]
    name = f"second-leg-{report.first_day:%Y%m%d}-{report.last_day:%Y%m%d}.{kind}"
    return report_file(
        request,
        write(report),
        what="second_leg",
        name=name,
        content_type=content_type,
        rows=len(report.stations),
    )


def _asked(request: HttpRequest) -> tuple[PeriodForm, SecondLegReport | None]:
    usual = {
        "first_day": today() - dt.timedelta(days=USUAL_DAYS - 1),
        "last_day": today(),
        "overdue_days": OVERDUE_DAYS,
    }
    given = {name: request.GET[name] for name in usual if request.GET.get(name)}
    form = PeriodForm(usual | given)
    if not form.is_valid():
        return form, None
    try:
        return form, second_leg_report(parcels=Parcel.objects.visible_to(request.user), **form.cleaned_data)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return form, None


def _table(level: str, title: Any, rows: list[Figures]) -> dict[str, Any]:
    return {
        "caption": title,
        "columns": [
            {"label": _("Name")},
            *({"label": label, "num": True} for _name, label, _meaning in FIGURES),
        ],
        "rows": [
            [f"{row.name} {row.code}" if level == "stations" else row.name, *map(_shown, cells(row))]
            for row in rows[:MOST_SHOWN]
        ],
    }


def _shown(cell: Any) -> str:
    return "—" if cell is None else f"{cell:,}"
