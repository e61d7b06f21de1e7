"""Paying farmers on a phone: who waits, what it comes to, and the receipt."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from orders.agent_orders.at_work import my_station
from orders.produce.models import Farmer
from orders.produce.sales.forms import SettleForm
from orders.produce.sales.models import ProduceSale
from orders.produce.sales.receipts import receipt_lines, receipt_rows
from orders.produce.sales.settlement import FarmerClaim, FarmerSettlement
from orders.produce.sales.settling import reckon, settle_sales
from orders.produce.web import at_the_station
from stations.refusals import Refused
from stations.requests.claiming import new_token, once
from stations.scope.web import counter_page, get_visible_or_404

MOST_SALES = 100  # on one receipt
MOST_RECEIPTS = 20


@counter_page
@require_safe
def settle_list(request: HttpRequest) -> HttpResponse:
    """The farmers with something to come, and the receipts of late."""
    station = my_station(request)
    sales = ProduceSale.objects.visible_to(request.user).filter(station=station).to_settle()
    waiting: dict[int, list[ProduceSale]] = {}
    for sale in sales.with_goods().order_by("listing__lot__farmer_id", "pk"):
        waiting.setdefault(sale.listing.lot.farmer_id, []).append(sale)
    claims: dict[int, list[FarmerClaim]] = {}
    for claim in FarmerClaim.objects.visible_to(request.user).still_open().filter(farmer__in=waiting):
        claims.setdefault(claim.farmer_id, []).append(claim)
    receipts = FarmerSettlement.objects.visible_to(request.user).filter(station=station)
    context = {
        "farmers": [
            {
                "farmer": own[0].listing.lot.farmer,
                "told": reckon(own[:MOST_SALES], claims.get(farmer, [])),
                "note": ngettext("%(count)d sale", "%(count)d sales", len(own)) % {"count": len(own)},
            }
            for farmer, own in waiting.items()
        ],
        "receipts": receipts.select_related("farmer__villager")[:MOST_RECEIPTS],
    }
    return render(request, "orders/produce/sales/settle_list.html", context | at_the_station(request))


@counter_page
@require_http_methods(["GET", "HEAD", "POST"])
def settle_farmer(request: HttpRequest, pk: int) -> HttpResponse:
    """What one farmer gets now; the button pays it, once."""
    farmers = Farmer.objects.select_related("villager__station")
    farmer = get_visible_or_404(farmers, request.user, pk=pk)
    if request.method != "POST":
        return _show(request, farmer)
    form = SettleForm(request.POST)
    if not form.is_valid():
        return _show(request, farmer, form=form, status=422)
    given = {name: value for name, value in form.cleaned_data.items() if name != "token"}
    chosen = ProduceSale.objects.visible_to(request.user).filter(pk__in=given["sales"])
    try:
        result, _repeated = once(
            actor=request.user,
            token=form.cleaned_data["token"],
            purpose="produce-settle",
            content={"farmer": farmer.pk, **given},
            work=lambda: {
                "settlement": settle_sales(
                    actor=request.user,
                    farmer=farmer,
                    sales=chosen,
                    paid_how=given["paid_how"],
                    expected=given["expected"],
                ).pk
            },
        )
    except Refused as refused:
        # The page shows how it stands now; the amounts of before must not be paid.
        messages.error(request, str(refused))
        return _show(request, farmer, status=409 if refused.conflict else 422)
    messages.success(request, _("The farmer is paid. Hand out the receipt."))
    return redirect("settlement_page", pk=result["settlement"])


@counter_page
@require_safe
def settlement_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The farmer's receipt: on the screen, or on paper of 58 mm."""
    rows = FarmerSettlement.objects.select_related("station", "farmer__villager")
    settlement = get_visible_or_404(rows, request.user, pk=pk)
    context = {
        "settlement": settlement,
        "rows": receipt_rows(settlement),
        "lines": receipt_lines(settlement),
    }
    return render(request, "orders/produce/sales/settlement.html", context | at_the_station(request))


def _show(
    request: HttpRequest, farmer: Farmer, *, form: SettleForm | None = None, status: int = 200
) -> HttpResponse:
    due = ProduceSale.objects.visible_to(request.user).to_settle().filter(listing__lot__farmer=farmer)
    sales = list(due.with_goods().order_by("pk")[:MOST_SALES])
    claims = list(farmer.claims.still_open().select_related("refund__sale").order_by("pk"))
    told = reckon(sales, claims)
    initial: dict[str, Any] = {
        "token": new_token(),
        "sales": ",".join(str(sale.pk) for sale in sales),
        "expected": told.amount,
    }
    context = {
        "farmer": farmer,
        "sales": sales,
        "claims": claims,
        "told": told,
        "form": form or SettleForm(initial=initial),
    }
    return render(
        request, "orders/produce/sales/settle_farmer.html", context | at_the_station(request), status=status
    )
