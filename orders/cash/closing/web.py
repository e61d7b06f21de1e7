"""The drawer on a phone: the day on one screen, its count, and cash that a hand puts in or takes out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from orders.agent_orders.at_work import my_station
from orders.agent_orders.forms import TokenForm
from orders.cash.closing.counting import close_day, open_day
from orders.cash.closing.forms import BankForm, CloseForm, OpenForm, OwnCashForm
from orders.cash.closing.sheet import day_sheet
from orders.cash.handling import put_in, take_out, take_to_bank
from orders.cash.models import CashDay, CashMovement
from partners.journal.subjects import label_of, page_of
from stations.clock import today
from stations.network.models import Station
from stations.refusals import Refused
from stations.requests.claiming import new_token, once
from stations.scope.web import counter_page, for_roles
from stations.wording import day as written_day
from stations.wording import moment, yuan

PER_PAGE = 20
HANDS: dict[str, tuple[type[TokenForm], Any, Any, Any]] = {
    "put-in": (OwnCashForm, put_in, gettext_lazy("Put cash in"), gettext_lazy("The cash is in the drawer.")),
    "take-out": (
        OwnCashForm,
        take_out,
        gettext_lazy("Take cash out"),
        gettext_lazy("The cash is out of the drawer."),
    ),
    "bank": (
        BankForm,
        take_to_bank,
        gettext_lazy("Take to the bank"),
        gettext_lazy("Recorded. The float holds it when the county has recorded the receipt too."),
    ),
}


@counter_page
@require_safe
def cash_today(request: HttpRequest) -> HttpResponse:
    """Today's sheet at the chosen station."""
    station = my_station(request)
    return redirect("today") if station is None else _show(request, station, today())


@counter_page
@require_safe
def cash_day(request: HttpRequest, day: str) -> HttpResponse:
    """The sheet of a day: open, with the form that closes it, or closed."""
    station = my_station(request)
    return redirect("today") if station is None else _show(request, station, _day(day))


@counter_page
@require_safe
def cash_days(request: HttpRequest) -> HttpResponse:
    """The days of the drawer, the newest first."""
    station = my_station(request)
    if station is None:
        return redirect("today")
    days = CashDay.objects.visible_to(request.user).filter(station=station).select_related("station")
    page: Page[Any] = Paginator(days, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "orders/cash/day_list.html", {"tab": "today", "page_obj": page, "place": station.name}
    )


@for_roles("partner")
@require_http_methods(["GET", "HEAD", "POST"])
def cash_open(request: HttpRequest) -> HttpResponse:
    """Counts the opening cash of today."""
    station = my_station(request)
    if station is None:
        return redirect("today")
    form = OpenForm(request.POST or None, initial={"token": new_token()}, auto_id="open_%s")
    if request.method != "POST":
        return _form_page(request, station, form, _("Count the opening cash"), _("So much is in the drawer"))
    refused = _refused(
        request,
        form,
        station,
        "cash-open",
        lambda said: open_day(actor=request.user, station=station, **said).pk,
    )
    if refused is None:
        messages.success(request, _("The day is open."))
        return redirect("cash_today")
    return _form_page(
        request, station, form, _("Count the opening cash"), _("So much is in the drawer"), status=refused
    )


@for_roles("partner")
@require_http_methods(["GET", "HEAD", "POST"])
def cash_close(request: HttpRequest, day: str) -> HttpResponse:
    """Closes a day by its count; a second tap gets the first one's result."""
    station, closed = my_station(request), _day(day)
    if station is None:
        return redirect("today")
    if request.method != "POST":
        return redirect("cash_day", day=day)
    form = CloseForm(request.POST, auto_id="close_%s")
    refused = _refused(
        request,
        form,
        station,
        f"cash-close-{day}",
        lambda said: close_day(actor=request.user, station=station, day=closed, **said).pk,
    )
    if refused is not None:
        return _show(request, station, closed, form=form, status=refused)
    messages.success(request, _("%(day)s is closed.") % {"day": written_day(closed)})
    return redirect("cash_day", day=day)


@for_roles("partner")
@require_http_methods(["GET", "HEAD", "POST"])
def cash_move(request: HttpRequest, hand: str) -> HttpResponse:
    """Own cash goes in or out, or cash goes to the bank."""
    station = my_station(request)
    if station is None:
        return redirect("today")
    form_class, verb, title, told = HANDS[hand]
    form = form_class(request.POST or None, initial={"token": new_token()}, auto_id="move_%s")
    if request.method != "POST":
        return _form_page(request, station, form, str(title), str(title))
    refused = _refused(
        request,
        form,
        station,
        f"cash-{hand}",
        lambda said: verb(actor=request.user, station=station, **said).pk,
    )
    if refused is None:
        messages.success(request, str(told))
        return redirect("cash_today")
    return _form_page(request, station, form, str(title), str(title), status=refused)


def _refused(request: HttpRequest, form: TokenForm, station: Station, purpose: str, work: Any) -> int | None:
    """Calls a verb once per token; None when it is done, else the status of the page that says why not."""
    if not form.is_valid():
        return 422
    said = {name: value for name, value in form.cleaned_data.items() if name != "token"}
    try:
        once(
            actor=request.user,
            token=form.cleaned_data["token"],
            purpose=purpose,
            content={"station": station.pk} | {name: str(value) for name, value in said.items()},
            work=lambda: work(said),
        )
    except Refused as refused:
        return form.refuse(refused)
    return None


def _form_page(
    request: HttpRequest, station: Station, form: TokenForm, title: str, submit: str, *, status: int = 200
) -> HttpResponse:
    sheet = day_sheet(station=station, day=today(), reader=request.user)
    context = {
        "tab": "today",
        "place": station.name,
        "form": form,
        "title": title,
        "submit": submit,
        "sheet": sheet,
        "note": _("The drawer should hold %(amount)s now.") % {"amount": yuan(sheet.now)},
    }
    return render(request, "orders/cash/cash_form.html", context, status=status)


def _show(
    request: HttpRequest, station: Station, day: dt.date, *, form: CloseForm | None = None, status: int = 200
) -> HttpResponse:
    sheet = day_sheet(station=station, day=day, reader=request.user)
    if sheet.row is None and day != today():
        raise Http404
    movements = (
        CashMovement.objects.visible_to(request.user)
        .filter(station=station, business_date=day)
        .order_by("-pk")
    )
    page: Page[Any] = Paginator(movements, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = [_movement(one) for one in page.object_list]
    may_close = request.user.has_perm("orders.change_cashday") and not sheet.closed and not sheet.not_closed
    context = {
        "tab": "today",
        "place": station.name,
        "sheet": sheet,
        # Of a day that can be closed no more: its form is gone, what was refused is still said.
        "refused": form if form and not may_close else None,
        "form": (form or CloseForm(initial={"token": new_token()}, auto_id="close_%s"))
        if may_close
        else None,
        "may_move": request.user.has_perm("orders.add_cashmovement") and day == today(),
        "may_open": may_close and day == today() and sheet.opening_can_be_counted,
        "is_today": day == today(),
        "page_obj": page,
    }
    return render(request, "orders/cash/day.html", context, status=status)


def _movement(one: CashMovement) -> dict[str, Any]:
    told = [moment(one.occurred_at)]
    if one.subject:
        told.append(label_of(one.subject))
    if one.note:
        told.append(one.note)
    return {
        "title": capfirst(one.get_kind_display()),
        "note": " · ".join(told),
        "href": page_of(one.subject),
        "amount": one.amount,
    }


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
