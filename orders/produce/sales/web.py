"""Sales on a phone: the list, the page of a sale with its timeline, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from orders.agent_orders.forms import ReasonForm, TokenForm
from orders.produce.sales.forms import PackForm, SaleRefundForm
from orders.produce.sales.models import ProduceSale
from orders.produce.sales.next_steps import SaleStep, sale_steps
from orders.produce.sales.queries import SaleQuerySet
from orders.produce.sales.receiving import receive_sale
from orders.produce.sales.refunding import refund_sale
from orders.produce.sales.selling import cancel_sale
from orders.produce.sales.shipping import Packing, pack_sale
from orders.produce.sales.timeline import timeline_of
from orders.produce.web import at_the_station
from stations.refusals import Refused
from stations.requests.claiming import new_token, once
from stations.scope.web import counter_page, get_visible_or_404

PER_PAGE = 20
VIEWS: dict[str, tuple[Any, Callable[[SaleQuerySet], SaleQuerySet]]] = {
    "pack": (gettext_lazy("To pack"), SaleQuerySet.to_pack),
    "way": (gettext_lazy("On the way"), SaleQuerySet.on_the_way),
    "settle": (pgettext_lazy("with farmers", "To settle"), SaleQuerySet.to_settle),
    "all": (gettext_lazy("All"), SaleQuerySet.all),
}
DONE = {
    SaleStep.PACK: gettext_lazy("The sale is packed. Put its parcel on the next load to the county."),
    SaleStep.RECEIVE: gettext_lazy("The buyer has the goods. The farmer can be paid now."),
    SaleStep.REFUND: gettext_lazy("The refund is recorded."),
    SaleStep.CANCEL: gettext_lazy("The sale is cancelled; its goods are back in the lot."),
}


@counter_page
@require_safe
def sale_list(request: HttpRequest) -> HttpResponse:
    """The station's sales, by what waits; a search goes through all of them."""
    view = request.GET.get("view", "pack")
    view = view if view in VIEWS else "pack"
    search = request.GET.get("q", "").strip()[:60]
    place = at_the_station(request)
    sales = ProduceSale.objects.visible_to(request.user).filter(station=place["station"]).with_goods()
    rows = sales.search(search) if search else VIEWS[view][1](sales)
    context = {
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "views": [
            {"label": label, "href": f"?view={name}", "current": name == view and not search}
            for name, (label, _rows) in VIEWS.items()
        ],
        "view": view,
        "search": search,
    }
    return render(request, "orders/produce/sales/sale_list.html", context | place)


@counter_page
@require_safe
def sale_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, _sale(request, pk))


@counter_page
@require_http_methods(["GET", "HEAD", "POST"])
def sale_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Does one next step with a sale; what is refused comes back beside its field."""
    sale = _sale(request, pk)
    if request.method != "POST":
        return redirect("sale_page", pk=sale.pk)
    form = _form(SaleStep(step), sale, request.POST)
    if not form.is_valid():
        return _show(request, sale, bound={step: form}, status=422)
    try:
        once(
            actor=request.user,
            token=form.cleaned_data["token"],
            purpose=f"sale-{step}",
            content={"sale": sale.pk, **_plain(form.cleaned_data)},
            work=lambda: _act(SaleStep(step), sale, request.user, form.cleaned_data).pk,
        )
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        status = 409 if refused.conflict else 422
        return _show(request, _sale(request, pk), bound={step: form}, status=status)
    messages.success(request, DONE[SaleStep(step)])
    return redirect("sale_page", pk=sale.pk)


def _act(step: SaleStep, sale: ProduceSale, actor: Any, given: dict[str, Any]) -> ProduceSale:
    match step:
        case SaleStep.PACK:
            packing = Packing(given["carrier"], given["tracking_number"], given["size"])
            return pack_sale(actor=actor, sale=sale, packing=packing)
        case SaleStep.RECEIVE:
            return receive_sale(actor=actor, sale=sale)
        case SaleStep.REFUND:
            return refund_sale(actor=actor, sale=sale, amount=given["amount"], reason=given["reason"])
        case SaleStep.CANCEL:
            return cancel_sale(actor=actor, sale=sale, reason=given["reason"])


def _form(step: SaleStep, sale: ProduceSale, data: Any = None) -> forms.Form:
    options: dict[str, Any] = {"initial": {"token": new_token()}, "auto_id": f"{step}_%s"}
    match step:
        case SaleStep.PACK:
            return PackForm(data, **options)
        case SaleStep.REFUND:
            return SaleRefundForm(data, sale=sale, **options)
        case SaleStep.CANCEL:
            return ReasonForm(data, **options)
        case SaleStep.RECEIVE:
            return TokenForm(data, **options)


def _plain(given: dict[str, Any]) -> dict[str, Any]:
    """What a doubled tap must say again."""
    return {name: getattr(value, "pk", value) for name, value in given.items() if name != "token"}


def _sale(request: HttpRequest, pk: int) -> ProduceSale:
    rows = ProduceSale.objects.with_goods().select_related("parcel__carrier", "settlement")
    found: ProduceSale = get_visible_or_404(rows, request.user, pk=pk)
    return found


def _show(
    request: HttpRequest,
    sale: ProduceSale,
    *,
    bound: dict[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    bound = bound or {}
    steps = [(step.value, bound.get(step) or _form(step, sale)) for step in sale_steps(sale)]
    # A step that is over by now still says why it was refused.
    refused = [form for step, form in bound.items() if step not in dict(steps)]
    context = {
        "sale": sale,
        "steps": steps,
        "refused": refused,
        "timeline": timeline_of(sale),
        "claim": sum(refund.claim.left for refund in sale.refunds.all() if hasattr(refund, "claim")),
    }
    return render(
        request, "orders/produce/sales/sale_page.html", context | at_the_station(request), status=status
    )
