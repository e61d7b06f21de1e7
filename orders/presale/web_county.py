"""A festival's presale at the desk: the figures, and what the county has laid in for it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from orders.festivals.models import Festival
from orders.presale.files import FIGURES, FORMATS, LEVELS, cells
from orders.presale.forms import ArrivalForm
from orders.presale.models import CountyArrival
from orders.presale.report import PresaleReport, presale_report
from orders.presale.stocking import enter_arrival
from stations.refusals import Refused
from stations.report_pages import place_of, report_file
from stations.requests.claiming import new_token, once
from stations.scope.web import county_page, get_visible_or_404
from stations.wording import count, moment, yuan

MOST_SHOWN = 200  # rows of a table on the page; the files have all
LAST_ARRIVALS = 10


@county_page
@require_safe
def presale_desk(request: HttpRequest, slug: str) -> HttpResponse:
    """Orders and deposits by good, county and station, and pieces laid in against pieces ordered."""
    festival = _festival(request, slug)
    return _show(request, festival, _arrival_form(request, festival))


@county_page
@require_http_methods(["GET", "HEAD", "POST"])
def presale_arrival(request: HttpRequest, slug: str) -> HttpResponse:
    """Enters what has arrived at a county center."""
    festival = _festival(request, slug)
    if request.method != "POST":
        return redirect("presale_desk", slug=festival.slug)
    form = _arrival_form(request, festival, request.POST)
    if not form.is_valid():
        return _show(request, festival, form, status=422)
    data = form.cleaned_data
    told = {"center": data["center"], "good": data["good"], "pieces": data["pieces"], "note": data["note"]}
    try:
        once(
            actor=request.user,
            token=data["token"],
            purpose="presale-arrival",
            content={name: getattr(value, "pk", value) for name, value in told.items()},
            work=lambda: {"arrival": enter_arrival(actor=request.user, **told).pk},
        )
    except Refused as refused:
        return _show(request, festival, form, status=form.refuse(refused))
    messages.success(
        request, _("%(pieces)s entered: %(good)s.") % {"pieces": count(data["pieces"]), "good": data["good"]}
    )
    return redirect("presale_desk", slug=festival.slug)


@county_page
@require_safe
def presale_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The same report to take away."""
    if kind not in FORMATS:
        raise Http404
    report = presale_report(_festival(request, slug), request.user)
    write, content_type = FORMATS[kind]
    name = f"presale-{report.festival.slug}-{timezone.localtime(report.as_of):%Y%m%d-%H%M}.{kind}"
    return report_file(
        request,
        write(report),
        what="presale",
        name=name,
        content_type=content_type,
        rows=len(report.stations),
    )


def _arrival_form(request: HttpRequest, festival: Festival, data: Any = None) -> ArrivalForm:
    return ArrivalForm(data, reader=request.user, festival=festival, initial={"token": new_token()})


def _show(request: HttpRequest, festival: Festival, form: ArrivalForm, *, status: int = 200) -> HttpResponse:
    report = presale_report(festival, request.user)
    arrivals = CountyArrival.objects.visible_to(request.user).filter(good__festival=festival)
    context = {
        "place": place_of(request.user),
        "festival": festival,
        "report": report,
        "tables": [_table(level, title, report) for level, title in LEVELS.items()],
        "stock": _stock(report),
        "waiting": _waiting(report),
        "missing": sum(row.missing for row in report.stock),
        "form": form,
        "arrivals": [
            (f"{one.good} · {one.pieces:+d}", f"{one.center} · {moment(one.at)} · {one.note or '—'}")
            for one in arrivals.select_related("good", "center")[:LAST_ARRIVALS]
        ],
        "may_change": request.user.has_perm("orders.change_presalegood"),
    }
    return render(request, "orders/presale/presale_desk.html", context, status=status)


def _table(level: str, title: Any, report: PresaleReport) -> dict[str, Any]:
    rows = getattr(report, level)
    return {
        "caption": title,
        "columns": [{"label": _("Name")}, *({"label": label, "num": True} for _n, label, _k in FIGURES)],
        "rows": [
            [row.name if level == "goods" else f"{row.name} {row.code}", *_shown(cells(row.figures))]
            for row in rows[:MOST_SHOWN]
        ],
        "total": [_("Together"), *_shown(cells(report.total))],
        "more": max(len(rows) - MOST_SHOWN, 0),
    }


def _shown(figures: list[Any]) -> list[str]:
    return [
        yuan(value) if kind == "yuan" else count(value)
        for (_name, _label, kind), value in zip(FIGURES, figures, strict=True)
    ]


def _stock(report: PresaleReport) -> dict[str, Any]:
    labels = (_("Goods"), _("Pieces ordered"), _("Laid in"), _("Missing"))
    several = len({row.county for row in report.stock}) > 1
    return {
        "columns": [{"label": label, "num": number > 0} for number, label in enumerate(labels)],
        "rows": [
            [
                f"{row.county_name} · {row.good}" if several else row.good,
                count(row.ordered),
                count(row.laid_in),
                count(row.missing),
            ]
            for row in report.stock[:MOST_SHOWN]
        ],
    }


def _waiting(report: PresaleReport) -> dict[str, Any]:
    lines = [
        [f"{name} {code} · {row.good}", count(pieces)]
        for row in report.stock
        for code, name, pieces in row.stations
    ]
    return {
        "columns": [{"label": _("Station")}, {"label": _("Pieces ordered"), "num": True}],
        "rows": lines[:MOST_SHOWN],
    }


def _festival(request: HttpRequest, slug: str) -> Festival:
    festival: Festival = get_visible_or_404(Festival, request.user, slug=slug)
    return festival
