"""Levels: the county's and head office's report, and a partner's own page."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from orders.reports.levels.files import FORMATS
from orders.reports.levels.models import StationLevel
from orders.reports.levels.parts import LABELS, Part, most_to_gain, parts_of
from orders.reports.levels.report import (
    LevelRow,
    Place,
    leaderboard,
    levels_report,
    scored_months,
)
from stations import wording
from stations.clock import parse_month
from stations.refusals import Refused
from stations.report_pages import place_of, report_file
from stations.scope.web import county_page, for_roles

PER_PAGE = 50
TENTH = Decimal("0.1")


def asked_month(request: HttpRequest) -> dt.date | None:
    """The month in the address. Raises Http404 for what is none."""
    text = request.GET.get("month", "")
    try:
        return parse_month(text) if text else None
    except Refused:
        raise Http404 from None


@county_page
@require_safe
def levels_page(request: HttpRequest) -> HttpResponse:
    """A month's scores by county, with their parts."""
    report = levels_report(request.user, asked_month(request))
    context: dict[str, Any] = {"place": place_of(request.user), "report": report, "months": scored_months()}
    if report:
        several = len({row.center for row in report.rows}) > 1
        page = Paginator(report.rows, PER_PAGE).get_page(request.GET.get("page"))
        context |= {"page_obj": page, "table": _table(list(page), several=several)}
    return render(request, "orders/reports/levels.html", context)


@county_page
@require_safe
def levels_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same report to take away."""
    report = levels_report(request.user, asked_month(request))
    if kind not in FORMATS or report is None:
        raise Http404
    write, content_type = FORMATS[kind]
    return report_file(
        request,
        write(report),
        what="levels",
        name=f"levels-{report.month:%Y-%m}.{kind}",
        content_type=content_type,
        rows=len(report.rows),
    )


@for_roles("partner")
@require_safe
def my_level(request: HttpRequest) -> HttpResponse:
    """My score with its parts and what would raise it, and where my station stands in the county."""
    mine = list(StationLevel.objects.visible_to(request.user).told()[:24])
    month = asked_month(request) or (mine[0].of.month if mine else None)
    shown = [one for one in mine if one.of.month == month]
    context = {
        "tab": "today",
        "month": month,
        "months": sorted({one.of.month for one in mine}, reverse=True),
        "levels": [_my_row(one) for one in shown],
        "bounds": shown[0].of.rule.bounds.all() if shown else [],
        "board": _board(leaderboard(request.user, month)) if month and shown else None,
    }
    return render(request, "orders/reports/my_level.html", context)


def _my_row(level: StationLevel) -> dict[str, Any]:
    parts = parts_of(level)
    best = most_to_gain(parts)
    return {
        "station": level.station.name,
        "score": wording.rounded(level.score, TENTH),
        "level": level.bound,
        "rank": level.rank,
        "compared": level.compared,
        "parts": [_my_part(part, best) for part in parts],
        "alone": level.compared == 1,
        "best": best,
    }


def _my_part(part: Part, best: Part) -> dict[str, Any]:
    if part.percentile is None:
        return {"title": part.label, "note": part.hint, "value": "—", "best": False}
    told = _("ahead of %(share)s of the county · %(points)s of %(weight)s points") % {
        "share": wording.percent(part.percentile / 100, 0),
        "points": wording.rounded(part.points, TENTH),
        "weight": wording.rounded(part.weight, TENTH),
    }
    return {"title": part.label, "note": told, "value": part.in_words, "best": part == best}


def _board(places: list[Place]) -> dict[str, Any]:
    """The own station says so: not by a colour alone."""
    return {
        "columns": [
            {"label": _("Station"), "num": False},
            {"label": _("Score"), "num": True},
            {"label": pgettext("of a score", "Level"), "num": True},
        ],
        "rows": [
            [
                f"{place.rank}. "
                + (_("%(station)s (mine)") if place.mine else "%(station)s") % {"station": place.station},
                wording.rounded(place.score, TENTH),
                place.level,
            ]
            for place in places
        ],
    }


def _table(rows: list[LevelRow], *, several: bool) -> dict[str, Any]:
    """The county is told where there are several."""
    labels = [
        _("Station"),
        *([_("County")] if several else []),
        _("Partner"),
        _("Rank"),
        _("Score"),
        pgettext("of a score", "Level"),
        *LABELS.values(),
    ]
    return {
        "columns": [{"label": label, "num": number > 0} for number, label in enumerate(labels)],
        "rows": [
            [
                f"{row.code} {row.station}",
                *([row.center_name] if several else []),
                row.partner,
                f"{row.rank} / {row.compared}",
                wording.rounded(row.score, TENTH),
                row.level,
                *(_cell(part) for part in row.parts),
            ]
            for row in rows
        ],
    }


def _cell(part: Part) -> str:
    if part.percentile is None:
        return wording.NOTHING
    return f"{part.in_words} ({wording.percent(part.percentile / 100, 0)})"
