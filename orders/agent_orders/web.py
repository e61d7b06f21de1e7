"""The counter on a phone: the list, the page of an order, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import segno
from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from orders.agent_orders.at_work import my_station
from orders.agent_orders.cancelling import cancel_order
from orders.agent_orders.codes import prove_code
from orders.agent_orders.forms import CodeForm, PayForm, ReasonForm, RefundForm, TokenForm
from orders.agent_orders.handing_over import hand_over_order
from orders.agent_orders.lifecycle import ON_THE_WAY
from orders.agent_orders.models import AgentOrder
from orders.agent_orders.next_steps import NextStep, next_steps
from orders.agent_orders.paying import record_payment
from orders.agent_orders.placing import place_draft
from orders.agent_orders.queries import AgentOrderQuerySet
from orders.agent_orders.refunding import refund_lines
from orders.agent_orders.telling import told_of
from orders.agent_orders.travelling import receive_at_station
from stations.refusals import Refused
from stations.requests.claiming import new_token, once
from stations.scope.web import counter_page, get_visible_or_404
from stations.wording import moment, yuan

PER_PAGE = 20
VIEWS: dict[str, tuple[Any, Callable[[AgentOrderQuerySet], AgentOrderQuerySet]]] = {
    "pickup": (gettext_lazy("To hand over"), AgentOrderQuerySet.waiting_for_pickup),
    "money": (gettext_lazy("Not paid"), AgentOrderQuerySet.waiting_for_money),
    "way": (gettext_lazy("On the way"), AgentOrderQuerySet.on_the_way),
    "all": (gettext_lazy("All"), AgentOrderQuerySet.all),
}


@counter_page
@require_safe
def order_list(request: HttpRequest) -> HttpResponse:
    """The station's orders, by what waits; a search goes through all of them."""
    place = _place(request)
    if place["station"] is None:
        return redirect("today")
    view = request.GET.get("view", "pickup")
    view = view if view in VIEWS else "pickup"
    search = request.GET.get("q", "").strip()[:60]
    orders = AgentOrder.objects.visible_to(request.user).select_related("villager")
    rows = orders.search(search) if search else VIEWS[view][1](orders)
    page = Paginator(rows.prefetch_related("lines"), PER_PAGE).get_page(request.GET.get("page"))
    views = [
        {"label": label, "href": f"?view={name}", "current": name == view and not search}
        for name, (label, _rows) in VIEWS.items()
    ]
    context = {"tab": "orders", "page_obj": page, "views": views, "view": view, "search": search}
    return render(request, "orders/agent_orders/order_list.html", context | place)


@counter_page
@require_safe
def order_page(request: HttpRequest, pk: int) -> HttpResponse:
    order = get_visible_or_404(_orders(), request.user, pk=pk)
    return _show(request, order)


@counter_page
@require_http_methods(["GET", "HEAD", "POST"])
def order_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Does one next step with an order; what is refused comes back beside its field."""
    order = get_visible_or_404(_orders(), request.user, pk=pk)
    if request.method != "POST":
        # A refused step leaves this address in the browser: the language switch and a login lead back to it.
        return redirect("order_page", pk=order.pk)
    form = _form(NextStep(step), order, request.POST)
    if not form.is_valid():
        return _show(request, order, bound={step: form}, status=422)
    given = {name: value for name, value in form.cleaned_data.items() if name != "token"}
    try:
        if step == NextStep.HAND_OVER:
            # Outside the transaction of the hand-over: its refusal would undo the count.
            prove_code(actor=request.user, order=order, code=given["code"])
        once(
            actor=request.user,
            token=form.cleaned_data["token"],
            purpose=f"order-{step}",
            content={"order": order.pk, **given},
            work=lambda: {"order": _act(NextStep(step), order, request.user, form).pk},
        )
    except Refused as refused:
        order.refresh_from_db()
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return _show(request, order, bound={step: form}, status=409 if refused.conflict else 422)
    messages.success(request, DONE[NextStep(step)] % {"number": order.number})
    page = reverse("order_page", args=[order.pk])
    if step == NextStep.PAY and (code := _code(request)):
        # Who fetches goods that were not paid shows the code once.
        page = f"{page}?{urlencode({'code': code})}"
    return redirect(page)


@counter_page
@require_safe
def order_placed(request: HttpRequest, pk: int) -> HttpResponse:
    """The confirmation: the number, the pick-up code, and what comes next."""
    order = get_visible_or_404(_orders(), request.user, pk=pk)
    context = {"tab": "new", "order": order} | _place(request)
    return render(request, "orders/agent_orders/order_placed.html", context)


@counter_page
@require_GET
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The slip for the villager, on paper or on the screen."""
    order = get_visible_or_404(_orders(), request.user, pk=pk)
    code, qr = order.pickup_code if order.status in ON_THE_WAY else "", ""
    if hasattr(request, "look"):  # the code is the villager's and the counter's
        code = ""
    if code:
        drawn = segno.make(code, micro=False).svg_inline(dark="#1f1a16", light=None, omitsize=True)
        qr = mark_safe(drawn)  # noqa: S308 - drawn from six digits of our own
    context = {"order": order, "code": code, "qr": qr, "rows": receipt_rows(order)} | _place(request)
    return render(request, "orders/agent_orders/receipt.html", context)


def receipt_rows(order: AgentOrder) -> list[tuple[str, str]]:
    """What a receipt says beside the goods."""
    paid = moment(order.paid_at) if order.paid_at else _("not yet")
    rows = [
        (_("Station"), f"{order.station.name} {order.station.code}"),
        (_("Villager"), order.villager.name),
        (_("Placed"), moment(order.placed_at)),
        (_("Paid"), f"{paid} · {order.get_pay_how_display()}"),
    ]
    if order.handed_over_at:
        rows.append((_("Handed over"), moment(order.handed_over_at)))
    elif order.status not in ON_THE_WAY:
        rows.append((_("Status"), order.get_status_display()))
    if order.refunded:
        rows.append((_("Refunded"), yuan(order.refunded)))
    if order.on_platform:
        rows.append((_("Platform order"), order.on_platform))
    return rows


DONE = {
    NextStep.PLACE: gettext_lazy("Order %(number)s is placed."),
    NextStep.PAY: gettext_lazy("The payment of %(number)s is recorded."),
    NextStep.RECEIVE: gettext_lazy("%(number)s is at the station. Tell the villager the pick-up code."),
    NextStep.HAND_OVER: gettext_lazy("%(number)s is handed over."),
    NextStep.REFUND: gettext_lazy("The refund for %(number)s is recorded. Give the money back."),
    NextStep.CANCEL: gettext_lazy("%(number)s is cancelled."),
}


def _act(step: NextStep, order: AgentOrder, actor: Any, form: Any) -> AgentOrder:
    data = form.cleaned_data
    match step:
        case NextStep.PLACE:
            return place_draft(actor=actor, order=order)
        case NextStep.PAY:
            return record_payment(actor=actor, order=order, pay_how=data["pay_how"])
        case NextStep.RECEIVE:
            return receive_at_station(actor=actor, orders=[order])[0]
        case NextStep.HAND_OVER:
            return hand_over_order(actor=actor, order=order, code=data["code"])
        case NextStep.REFUND:
            return refund_lines(actor=actor, order=order, amounts=form.amounts(), reason=data["reason"])
        case NextStep.CANCEL:
            return cancel_order(actor=actor, order=order, reason=data["reason"])


def _form(step: NextStep, order: AgentOrder, data: Any = None, code: str = "") -> forms.Form:
    initial = {"token": new_token(), "pay_how": order.pay_how, "code": code}
    kwargs: dict[str, Any] = {"data": data, "initial": initial, "auto_id": f"{step}_%s"}
    match step:
        case NextStep.PAY:
            return PayForm(**kwargs)
        case NextStep.HAND_OVER:
            return CodeForm(**kwargs)
        case NextStep.REFUND:
            return RefundForm(lines=list(order.lines.all()), **kwargs)
        case NextStep.CANCEL:
            return ReasonForm(**kwargs)
    return TokenForm(**kwargs)


def _show(
    request: HttpRequest, order: AgentOrder, *, bound: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    code = _code(request)
    steps = [(step, (bound or {}).get(step) or _form(step, order, code=code)) for step in next_steps(order)]
    context = {"tab": "orders", "order": order, "steps": steps, "code": code, "told": told_of(order)}
    context |= {"bound": bound} | _place(request)
    return render(request, "orders/agent_orders/order_page.html", context, status=status)


def _code(request: HttpRequest) -> str:
    """The pick-up code under which the order was found; it stays in the address until it is used."""
    return request.GET.get("code", "")[:8]


def _orders() -> AgentOrderQuerySet:
    return AgentOrder.objects.select_related("station", "villager").prefetch_related(
        "lines", "changes__actor", "lines__refunds"
    )


def _place(request: HttpRequest) -> dict[str, Any]:
    station = my_station(request)
    return {"station": station, "place": station.name if station else ""}
