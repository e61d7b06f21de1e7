"""The page that lays a festival beside another one, or beside an ordinary day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from orders.festivals.comparing.asking import ORDINARY, compared
from orders.festivals.comparing.basis import MOST_WEEKS, WEEKS, Middle
from orders.festivals.comparing.files import FORMATS, STANDINGS
from orders.festivals.comparing.report import Comparison, Figure, Row, Standing
from orders.festivals.models import Festival
from stations import wording
from stations.inputs import KeyboardField
from stations.money import FEN
from stations.refusals import Refused
from stations.report_pages import place_of, report_file
from stations.scope.web import county_page, get_visible_or_404

PER_PAGE = 50
LEVELS: dict[str, Any] = {
    "provinces": gettext_lazy("Provinces"),
    "counties": gettext_lazy("Counties"),
    "stations": gettext_lazy("Stations"),
    "categories": gettext_lazy("Categories"),
}
ONE: dict[str, Any] = {
    "provinces": gettext_lazy("Province"),
    "counties": gettext_lazy("County"),
    "stations": gettext_lazy("Station"),
    "categories": gettext_lazy("Category"),
}


class CompareForm(forms.Form):
    """What to compare with; the address carries it, so that the page can be sent to somebody."""

    bound_field_class = KeyboardField
    against = forms.ChoiceField(label=gettext_lazy("Compare with"))
    weeks = forms.IntegerField(label=gettext_lazy("Weeks before"), min_value=1, max_value=MOST_WEEKS)
    middle = forms.ChoiceField(
        label=gettext_lazy("Of several days"),
        choices=[(Middle.MEAN, gettext_lazy("mean")), (Middle.MEDIAN, gettext_lazy("median"))],
    )

    def __init__(self, festival: Festival, asked: dict[str, Any]) -> None:
        super().__init__({"against": ORDINARY, "weeks": WEEKS, "middle": Middle.MEAN, **asked})
        earlier = Festival.objects.filter(starts_at__lt=festival.starts_at)
        self.fields["against"].choices = [  # type: ignore[attr-defined]
            (ORDINARY, _("An ordinary day")),
            *earlier.values_list("slug", "name"),
        ]


@county_page
@require_safe
def comparison_page(request: HttpRequest, slug: str) -> HttpResponse:
    festival: Festival = get_visible_or_404(Festival, request.user, slug=slug)
    form = CompareForm(festival, request.GET.dict())
    context: dict[str, Any] = {"festival": festival, "form": form, "place": place_of(request.user)}
    if not form.is_valid():
        return render(request, "orders/festivals/comparison.html", context, status=422)
    try:
        comparison = compared(festival, request.user, **form.cleaned_data)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return render(request, "orders/festivals/comparison.html", context, status=422)
    level = request.GET.get("level", "")
    level = level if level in LEVELS else "counties" if len(comparison.counties) > 1 else "stations"
    page = Paginator(getattr(comparison, level), PER_PAGE).get_page(request.GET.get("page"))
    context |= {
        "comparison": comparison,
        "asked": f"?{request.GET.urlencode()}" if request.GET else "",
        "new": comparison.count(Standing.NEW),
        "closed": comparison.count(Standing.CLOSED),
        "both": comparison.count(Standing.BOTH),
        "whole": _whole(comparison),
        "level_title": LEVELS[level],
        "levels": _levels(request, level),
        "page_obj": page,
        "table": _table(level, page),
    }
    return render(request, "orders/festivals/comparison.html", context)


@county_page
@require_safe
def comparison_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The same to take away."""
    festival: Festival = get_visible_or_404(Festival, request.user, slug=slug)
    form = CompareForm(festival, request.GET.dict())
    if kind not in FORMATS or not form.is_valid():
        raise Http404
    try:
        comparison = compared(festival, request.user, **form.cleaned_data)
    except Refused:
        raise Http404 from None
    write, content_type = FORMATS[kind]
    other = comparison.basis.other
    return report_file(
        request,
        write(comparison),
        what="festival",
        name=f"{festival.slug}-{other.slug if other else ORDINARY}.{kind}",
        content_type=content_type,
        rows=len(comparison.stations),
    )


# --- parts ---------------------------------------------------------------------------


def _whole(comparison: Comparison) -> dict[str, Any]:
    labels = {"placed": _("Placed"), "paid": _("Paid"), "net": _("Net")}
    rows = [
        [
            label,
            *_yuan(comparison.whole.figure(f"{name}_amount")),
            *_orders(comparison.whole.figure(f"{name}_orders")),
        ]
        for name, label in labels.items()
    ]
    return {"columns": [{"label": _("Turnover")}, *_heads()], "rows": rows}


def _table(level: str, rows: Any) -> dict[str, Any]:
    cells = [
        [_named(row), *_yuan(row.figure("paid_amount")), *_orders(row.figure("paid_orders"))] for row in rows
    ]
    return {"columns": [{"label": ONE[level]}, *_heads()], "rows": cells}


def _heads() -> list[dict[str, Any]]:
    heads = (
        _("Now"),
        pgettext("comparison", "Then"),
        _("Difference"),
        _("Ratio"),
        _("Orders"),
        _("Orders then"),
    )
    return [{"label": head, "num": True} for head in heads]


def _yuan(figure: Figure) -> list[str]:
    ratio = wording.NOTHING if figure.ratio is None else f"{wording.rounded(figure.ratio, FEN):,}×"
    difference = figure.difference
    plus = "+" if difference is not None and difference > 0 else ""
    return [wording.yuan(figure.now), wording.yuan(figure.then), plus + wording.yuan(difference), ratio]


def _orders(figure: Figure) -> list[str]:
    """Of several days the usual number may have a fraction."""
    then = wording.NOTHING if figure.then is None else f"{figure.then.normalize():,f}"
    return [wording.count(figure.now), then]


def _named(row: Row) -> str:
    name = row.name if row.code.isdigit() or row.code.islower() else f"{row.code} {row.name}"
    return name if row.standing == Standing.BOTH else f"{name} ({STANDINGS[row.standing]})"


def _levels(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    levels = []
    for level, label in LEVELS.items():
        query = request.GET.copy()
        query.pop("page", None)
        query["level"] = level
        href = f"?{query.urlencode()}"
        levels.append({"label": label, "href": href, "current": level == current, "count": ""})
    return levels
