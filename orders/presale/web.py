"""Presale orders on a phone: taken with a deposit, and on the night the balances, one after another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from orders.agent_orders.at_work import my_station
from orders.presale.balancing import take_balance
from orders.presale.forms import GiveUpForm
from orders.presale.giving_up import ending_now, give_back, give_up
from orders.presale.lifecycle import DepositState, Outcome
from orders.presale.models import PresaleGood, PresaleOrder
from orders.presale.next_steps import PresaleStep, presale_steps
from orders.presale.queries import PresaleQuerySet
from orders.presale.receipts import PARTS, receipt_of
from orders.presale.rules import Rules
from stations.clock import business_date
from stations.refusals import Refused
from stations.requests.claiming import new_token, once
from stations.requests.forms import TokenForm
from stations.scope.web import counter_page, get_visible_or_404
from stations.wording import yuan

PER_PAGE = 20
VIEWS: dict[str, tuple[Any, Callable[[PresaleQuerySet], PresaleQuerySet]]] = {
    "due": (gettext_lazy("Balance due"), lambda rows: rows.due(timezone.now()).order_by("pk")),
    "held": (gettext_lazy("Deposits held"), PresaleQuerySet.held),
    "back": (gettext_lazy("To give back"), PresaleQuerySet.to_give_back),
    "all": (gettext_lazy("All"), PresaleQuerySet.all),
}
DONE = {
    PresaleStep.BALANCE: gettext_lazy("%(number)s: the balance of %(balance)s is paid."),
    PresaleStep.GIVE_UP: gettext_lazy("%(number)s is given up."),
    PresaleStep.GIVE_BACK: gettext_lazy("%(number)s: the deposit of %(deposit)s is given back."),
}


@counter_page
@require_safe
def presale_list(request: HttpRequest) -> HttpResponse:
    """The station's presale orders; those whose balance is due have their button in the list."""
    place = place_at(request)
    if place["station"] is None:
        return redirect("today")
    view = request.GET.get("view", "due")
    view = view if view in VIEWS else "due"
    search = request.GET.get("q", "").strip()[:60]
    orders = _presales().visible_to(request.user)
    rows = orders.search(search) if search else VIEWS[view][1](orders)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    views = [
        {"label": label, "href": f"?view={name}", "current": name == view and not search}
        for name, (label, _rows) in VIEWS.items()
    ]
    context = {
        "tab": "orders",
        "page_obj": page,
        "rows": [(row, _token_form() if row.is_due else None) for row in page],
        "views": views,
        "view": view,
        "search": search,
        "on_offer": PresaleGood.objects.on_offer(timezone.now()).exists(),
    }
    return render(request, "orders/presale/presale_list.html", context | place)


@counter_page
@require_safe
def presale_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, get_visible_or_404(_presales(), request.user, pk=pk))


@counter_page
@require_http_methods(["GET", "HEAD", "POST"])
def presale_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Does one next step. A balance taken from the list goes back to it: a queue stands in front."""
    presale = get_visible_or_404(_presales(), request.user, pk=pk)
    if request.method != "POST":
        return redirect("presale_page", pk=presale.pk)
    step = PresaleStep(step)
    form = _form(step, request.POST)
    if not form.is_valid():
        return _show(request, presale, bound={step: form}, status=422)
    try:
        once(
            actor=request.user,
            token=form.cleaned_data["token"],
            purpose=f"presale-{step}",
            content={"order": presale.pk, "reason": form.cleaned_data.get("reason", "")},
            work=lambda: {"order": _act(step, presale, request.user, form).pk},
        )
    except Refused as refused:
        status = form.refuse(refused)
        again = get_visible_or_404(_presales(), request.user, pk=pk)
        return _show(request, again, bound={step: form}, status=status)
    said = {
        "number": presale.order.number,
        "balance": yuan(presale.balance),
        "deposit": yuan(presale.deposit),
    }
    messages.success(request, DONE[step] % said)
    if "next" in request.POST:
        done = urlencode({"view": "due", "done": presale.pk})
        return redirect(f"{reverse('presale_list')}?{done}")
    return redirect("presale_page", pk=presale.pk)


@counter_page
@require_safe
def presale_receipt(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """The slip for the deposit, or for the balance: 58 mm of paper, or the screen."""
    presale = get_visible_or_404(_presales(), request.user, pk=pk)
    if part not in PARTS or (part == "balance" and presale.state != DepositState.CONVERTED):
        raise Http404
    context = {"presale": presale, "receipt": receipt_of(presale, part)} | place_at(request)
    return render(request, "orders/presale/presale_receipt.html", context)


def _act(step: PresaleStep, presale: PresaleOrder, actor: Any, form: Any) -> PresaleOrder:
    match step:
        case PresaleStep.BALANCE:
            return take_balance(actor=actor, presale=presale)
        case PresaleStep.GIVE_UP:
            return give_up(actor=actor, presale=presale, reason=form.cleaned_data["reason"])
        case PresaleStep.GIVE_BACK:
            return give_back(actor=actor, presale=presale)


def _form(step: PresaleStep, data: Any = None) -> TokenForm:
    kind: type[TokenForm] = GiveUpForm if step == PresaleStep.GIVE_UP else TokenForm
    return kind(data, initial={"token": new_token()}, auto_id=f"{step}_%s")


def _token_form() -> TokenForm:
    # Many of them stand on one page: no ids.
    return TokenForm(initial={"token": new_token()}, auto_id=False)


def _show(
    request: HttpRequest, presale: PresaleOrder, *, bound: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    steps = [(step, (bound or {}).get(step) or _form(step)) for step in presale_steps(presale)]
    context = {
        "tab": "orders",
        "presale": presale,
        "order": presale.order,
        "good": presale.good,
        "steps": steps,
        # A step that was refused because it is not offered any more still says why.
        "refused": [form for step, form in (bound or {}).items() if step not in presale_steps(presale)],
        "changes": presale.changes.select_related("actor"),
        "forfeits": _would_forfeit(presale),
    }
    return render(request, "orders/presale/presale_page.html", context | place_at(request), status=status)


def _would_forfeit(presale: PresaleOrder) -> bool:
    """Whether who gives it up now loses the deposit."""
    now = timezone.now()
    taken_on = business_date(presale.order.placed_at or now)
    return Rules().outcome(ending_now(presale, now), taken_on) == Outcome.FORFEITED


def _presales() -> PresaleQuerySet:
    rows: PresaleQuerySet = PresaleOrder.objects.select_related("good", "order__station", "order__villager")
    return rows


def place_at(request: HttpRequest) -> dict[str, Any]:
    """The station beside the brand."""
    station = my_station(request)
    return {"station": station, "place": station.name if station else ""}
