"""`/reports/income/`: what partners earned in a month, for head office and counties."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from orders.festivals.models import StationDay
from orders.reports.income.files import FORMATS
from orders.reports.income.report import Figures, IncomeFigures, income_figures
from orders.reports.income.wording import FIGURES, LEVELS, bar_in_words, cost_in_words, name_of
from partners.income.models import Statement
from stations.charts import Chart, Series
from stations.report_pages import place_of, report_file
from stations.scope.web import county_page
from stations.wording import count, percent, yuan
from stations.wording import month as month_in_words

MONTHS_OFFERED = 60
MOST_SHOWN = 60  # counties on the page; the files have all


class MonthForm(forms.Form):
    month = forms.ChoiceField(label=gettext_lazy("Month"))

    def __init__(self, *args: Any, months: list[dt.date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["month"]
        field.choices = [(f"{one:%Y-%m}", month_in_words(one)) for one in months]


@county_page
@require_safe
def income(request: HttpRequest) -> HttpResponse:
    """The figures of a month with the histogram, each with what it means."""
    form, report = _asked(request)
    context: dict[str, Any] = {"form": form, "report": report, "place": place_of(request.user)}
    if report is not None:
        context |= {
            "figures": [_figure(report.total, name, label) for name, label, _meaning in FIGURES],
            "meanings": [(label, meaning) for _name, label, meaning in FIGURES],
            "histogram": _histogram(report),
            "tables": [_table(report, level, title) for level, title in LEVELS.items()],
            "more": max(len(report.counties) - MOST_SHOWN, 0),
            "costs": _costs(report),
            "query": f"month={report.month:%Y-%m}",
        }
    return render(request, "orders/reports/income.html", context)


@county_page
@require_safe
def income_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same report as a file."""
    _form, report = _asked(request)
    if kind not in FORMATS or report is None:
        raise Http404
    write, content_type = FORMATS[kind]
    return report_file(
        request,
        write(report),
        what="income",
        name=f"income-{report.month:%Y%m}.{kind}",
        content_type=content_type,
        rows=sum(len(getattr(report, level)) for level in LEVELS),
    )


def _asked(request: HttpRequest) -> tuple[MonthForm, IncomeFigures | None]:
    """The month that is asked for, or the last one; none where no month is closed or it is another one."""
    mine = Statement.objects.visible_to(request.user)
    months = list(mine.order_by("-month").values_list("month", flat=True).distinct()[:MONTHS_OFFERED])
    given = request.GET.get("month") or (f"{months[0]:%Y-%m}" if months else "")
    form = MonthForm({"month": given}, months=months)
    month = next((one for one in months if f"{one:%Y-%m}" == given), None)
    if month is None:
        return form, None
    days = StationDay.objects.visible_to(request.user)
    return form, income_figures(month=month, statements=mine, days=days)


def _histogram(report: IncomeFigures) -> Chart:
    return Chart(
        id="income",
        title=_("How many partners earned how much"),
        kind="bar",
        head=_("Earned in the month"),
        labels=[bar_in_words(bar) for bar in report.histogram],
        series=[Series(_("Partners"), [bar.partners for bar in report.histogram])],
        unit="count",
    )


def _table(report: IncomeFigures, level: str, title: Any) -> dict[str, Any]:
    rows: list[Figures] = list(getattr(report, level))[:MOST_SHOWN]
    return {
        "caption": title,
        "columns": [
            {"label": _("Name")},
            *({"label": label, "num": True} for _name, label, _meaning in FIGURES),
        ],
        "rows": [[name_of(level, row), *(_cell(row, name) for name, _l, _m in FIGURES)] for row in rows],
    }


def _costs(report: IncomeFigures) -> dict[str, Any]:
    def share(amount: Any) -> str:
        return percent(amount / report.turnover if report.turnover else None, 2)

    return {
        "columns": [
            {"label": _("What")},
            {"label": _("Yuan"), "num": True},
            {"label": _("Of turnover"), "num": True},
        ],
        "rows": [
            *([cost_in_words(one), yuan(one.amount), share(one.amount)] for one in report.costs),
            [_("Together"), yuan(report.cost), share(report.cost)],
            [_("Turnover paid in the month"), yuan(report.turnover), ""],
        ],
    }


def _figure(row: Figures, name: str, label: Any) -> dict[str, Any]:
    if name == "partners" or name.startswith("share"):
        return {"label": label, "value": _cell(row, name)}
    return {"label": label, "amount": getattr(row, name)}


def _cell(row: Figures, name: str) -> str:
    value = getattr(row, name)
    if name == "partners":
        return count(value)
    return percent(value) if name.startswith("share") else yuan(value)
