"""My income, on a phone: what is coming, what is earned, and why each amount is what it is."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from partners.income.disputes.disputing import last_day_to_dispute
from partners.income.explaining import EXPLAINED, explain
from partners.income.models import Earning, Statement
from partners.income.queries import EARNED, ON_HOLD, PENDING, SETTLED, STATES, EarningQuerySet
from partners.income.steps import steps_after
from partners.income.summary import paid_to, summarise
from partners.journal.kinds import Business
from partners.journal.subjects import label_of, page_of
from stations.clock import today
from stations.money import ZERO
from stations.scope import scope_of
from stations.scope.web import for_roles, get_visible_or_404
from stations.wording import day

PER_PAGE = 20
MONTHS_SHOWN = 3
ALL = "all"
VIEWS = {
    ALL: gettext_lazy("All"),
    PENDING: gettext_lazy("Pending"),
    ON_HOLD: gettext_lazy("On hold"),
    EARNED: gettext_lazy("Earned"),
    SETTLED: gettext_lazy("Settled"),
}
TONES = {PENDING: "waiting", ON_HOLD: "moving", EARNED: "gained", SETTLED: "done"}

# Money follows the person: a helper at the counter sees none of it, a former partner all of their own.
partner_page = for_roles("partner")


@partner_page
@require_safe
def my_income(request: HttpRequest) -> HttpResponse:
    """The sums, the last months, and the lines by where they stand and by the month of their payment."""
    view = request.GET.get("view", ALL)
    view = view if view in VIEWS else ALL
    mine = _lines(request)
    shown = mine if view == ALL else mine.in_state(view, today())
    asked, lines_months = request.GET.get("month"), mine.months()
    month = next((one for one in lines_months if f"{one:%Y-%m}" == asked), None)
    if month:
        shown = shown.of_month(month)
    statements = Statement.objects.visible_to(request.user).current().telling().with_balance()
    months = list(statements.order_by("-month")[: MONTHS_SHOWN + 1])
    context = {
        "tab": "income",
        "summary": summarise(lines=mine, day=today(), paid=paid_to(request.user)),
        "months": months[:MONTHS_SHOWN],
        "more_months": len(months) > MONTHS_SHOWN,
        "view": view,
        "views": [
            {"label": label, "href": _address(name, month), "current": name == view}
            for name, label in VIEWS.items()
        ],
        "lines_month": month,
        "lines_months": lines_months,
        "together": _sum_of(shown) if month else None,
        "page_obj": _page(request, shown),
    }
    return render(request, "partners/income/my_income.html", context)


@partner_page
@require_safe
def my_months(request: HttpRequest) -> HttpResponse:
    """Every statement that says something."""
    mine = Statement.objects.visible_to(request.user).current().telling()
    statements = mine.with_balance().order_by("-month")
    page = Paginator(statements, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "partners/income/my_months.html", {"tab": "income", "page_obj": page})


@partner_page
@require_safe
def my_statement(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """A closed month with its lines, adjustments and payout."""
    statement = _statement(request, year, month)
    context = {
        "tab": "income",
        "statement": statement,
        "steps": list(steps_after(statement)),
        "adjustments": statement.adjustments.order_by("pk"),
        "page_obj": _page(request, _lines(request).filter(statement=statement)),
    }
    return render(request, "partners/income/my_statement.html", context)


@partner_page
@require_safe
def my_statement_print(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The same on paper: every line, on sheets of A4."""
    statement = _statement(request, year, month)
    lines = _lines(request).filter(statement=statement).order_by("paid_on", "pk")
    context = {
        "statement": statement,
        "steps": list(steps_after(statement)),
        "adjustments": statement.adjustments.order_by("pk"),
        "lines": [_row(line) | {"day": line.paid_on} for line in lines.select_related("rate", "activity")],
    }
    return render(request, "partners/income/statement_print.html", context)


def _statement(request: HttpRequest, year: int, month: int) -> Any:
    """The version in force of the reader's own month, or 404."""
    try:
        first = dt.date(year, month, 1)
    except (ValueError, OverflowError):
        first = dt.date.min  # no such month: the same answer as for an unknown one
    statements = Statement.objects.current().with_balance().with_subsidies()
    statements = statements.select_related("station", "center", "partner")
    return get_visible_or_404(statements, request.user, month=first)


@partner_page
@require_safe
def my_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Why this amount?"""
    rows = Earning.objects.with_state(today()).select_related(*EXPLAINED)
    line = get_visible_or_404(rows, request.user, pk=pk)
    family = _lines(request).of_line(subject=line.subject, category=line.category)
    # Whoever left the station keeps the income and no longer sees its orders.
    runs_it = line.station_id in scope_of(request.user).stations
    context = {
        "tab": "income",
        "line": line,
        "name": label_of(line.subject),
        "href": page_of(line.subject) if runs_it else "",
        "status": _status(line),
        "steps": explain(line),
        "disputes": line.disputes.select_related("adjustment").order_by("pk"),
        "may_dispute": _may_dispute(line),
        "family": [_row(one) for one in family.select_related("rate")],
        "amount": _comes_to(line),
        "family_total": sum(_comes_to(one) for one in family),
    }
    return render(request, "partners/income/my_line.html", context)


def _may_dispute(line: Earning) -> bool:
    last = last_day_to_dispute(line)
    open_ones = line.disputes.filter(answered_at__isnull=True)
    return last is not None and today() <= last and not open_ones.exists()


def _address(view: str, month: dt.date | None) -> str:
    """This page with one view of the lines, in the month that is chosen."""
    return f"?view={view}{f'&month={month:%Y-%m}' if month else ''}#lines"


def _sum_of(lines: EarningQuerySet) -> Decimal:
    total: Decimal = lines.order_by().aggregate(sum=Sum(F("amount") + F("received_in_cash"), default=ZERO))[
        "sum"
    ]
    return total


def _comes_to(line: Earning) -> Decimal:
    """What the line brought: to be paid, or received in cash."""
    return line.amount + line.received_in_cash


def _lines(request: HttpRequest) -> EarningQuerySet:
    """The reader's own lines as of today, the newest first."""
    lines: EarningQuerySet = Earning.objects.visible_to(request.user).with_state(today())
    return lines


def _page(request: HttpRequest, lines: EarningQuerySet) -> Page[Any]:
    page = Paginator(lines.select_related("rate", "activity"), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = [_row(line) for line in page.object_list]
    return page


def _row(line: Any) -> dict[str, Any]:
    """A line for a list."""
    if line.received_in_cash:
        happened = _came_in_cash(line)
    elif line.business == Business.PARCEL:
        happened = _happened_to_parcel(line)
    elif line.business == Business.SUBSIDY:
        happened = day(line.paid_on)
    elif line.basis < 0:
        happened = _("refund of %(day)s") % {"day": day(line.activity.business_date)}
    else:
        happened = _("paid on %(day)s") % {"day": day(line.paid_on)}
    return {
        "pk": line.pk,
        "title": line.get_category_display(),
        "note": f"{label_of(line.subject)} · {happened}",
        "amount": _comes_to(line),
        **_status(line),
    }


def _came_in_cash(line: Any) -> str:
    """A fee, of a parcel or a service."""
    said = _("received in cash on %(day)s") if line.basis > 0 else _("given back in cash on %(day)s")
    return said % {"day": day(line.activity.business_date)}


def _happened_to_parcel(line: Any) -> str:
    said = _("handed over on %(day)s") if line.basis > 0 else _("taken back on %(day)s")
    return said % {"day": day(line.activity.business_date)}


def _status(line: Any) -> dict[str, str]:
    """Where a line stands, as a word and a shape."""
    if line.received_in_cash:
        return {"status": _("received in cash"), "tone": "done"}
    return {"status": str(STATES[line.state]), "tone": TONES[line.state]}
