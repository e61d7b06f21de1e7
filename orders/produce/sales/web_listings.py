"""Putting a lot up for sale, and recording what a platform sold of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from orders.agent_orders.forms import TokenForm
from orders.produce.models import ProduceLot
from orders.produce.sales.forms import ListingForm, SaleForm
from orders.produce.sales.listing import NewListing, end_listing, list_lot, pause_listing, resume_listing
from orders.produce.sales.models import ProduceListing
from orders.produce.sales.next_steps import ListingStep, listing_steps
from orders.produce.sales.selling import NewSale, record_sale
from orders.produce.web import at_the_station
from stations.refusals import Refused
from stations.requests.claiming import new_token, once
from stations.scope.web import counter_page, get_visible_or_404

VERBS = {
    ListingStep.PAUSE: (pause_listing, gettext_lazy("The listing is paused. Pause it on the platform too.")),
    ListingStep.RESUME: (resume_listing, gettext_lazy("The listing is on sale again.")),
    ListingStep.END: (end_listing, gettext_lazy("The listing is ended. Take it off the platform too.")),
}
MOST_SALES = 50


@counter_page
@require_http_methods(["GET", "HEAD", "POST"])
def listing_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A part of a lot goes up for sale, once, however often the button is pressed."""
    lot = get_visible_or_404(ProduceLot.objects.for_a_page(), request.user, pk=pk)
    if request.method != "POST":
        form = ListingForm(
            initial={"token": new_token(), "quantity": f"{lot.left.normalize():f}" if lot.left else ""},
            lot=lot,
        )
        return _form_page(request, "listing_new", form, lot=lot)
    form = ListingForm(request.POST, lot=lot)
    if not form.is_valid():
        return _form_page(request, "listing_new", form, lot=lot, status=422)
    try:
        result, _repeated = once(
            actor=request.user,
            token=form.cleaned_data["token"],
            purpose="listing-new",
            content={"lot": lot.pk, **form.terms()},
            work=lambda: {
                "listing": list_lot(actor=request.user, listing=NewListing(lot, **form.terms())).pk
            },
        )
    except Refused as refused:
        return _refused(request, "listing_new", form, refused, lot=lot)
    messages.success(request, _("It is on sale. Record what the platform sells of it here."))
    return redirect("listing_page", pk=result["listing"])


@counter_page
@require_safe
def listing_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, _listing(request, pk))


@counter_page
@require_http_methods(["GET", "HEAD", "POST"])
def listing_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Pauses a listing, puts it on sale again, ends it."""
    listing = _listing(request, pk)
    if request.method != "POST":
        return redirect("listing_page", pk=listing.pk)
    form = TokenForm(request.POST, auto_id=f"{step}_%s")
    if not form.is_valid():
        messages.error(request, _("Please press the button again."))
        return _show(request, listing, bound={step: form}, status=422)
    verb, done = VERBS[ListingStep(step)]
    try:
        once(
            actor=request.user,
            token=form.cleaned_data["token"],
            purpose=f"listing-{step}",
            content={"listing": listing.pk},
            work=lambda: verb(actor=request.user, listing=listing).pk,
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return _show(request, _listing(request, pk), status=409 if refused.conflict else 422)
    messages.success(request, done)
    return redirect("listing_page", pk=listing.pk)


@counter_page
@require_http_methods(["GET", "HEAD", "POST"])
def sale_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A platform order is recorded, once, however often the button is pressed."""
    listing = _listing(request, pk)
    if request.method != "POST":
        form = SaleForm(initial={"token": new_token()}, listing=listing)
        return _form_page(request, "sale_new", form, listing=listing)
    form = SaleForm(request.POST, listing=listing)
    if not form.is_valid():
        return _form_page(request, "sale_new", form, listing=listing, status=422)
    given = {name: value for name, value in form.cleaned_data.items() if name != "token"}
    try:
        result, _repeated = once(
            actor=request.user,
            token=form.cleaned_data["token"],
            purpose="sale-new",
            content={"listing": listing.pk, **given, "buyer_city": given["buyer_city"].pk},
            work=lambda: {"sale": record_sale(actor=request.user, sale=NewSale(listing=listing, **given)).pk},
        )
    except Refused as refused:
        return _refused(request, "sale_new", form, refused, listing=listing)
    messages.success(request, _("The sale is recorded. Pack it, and it goes up with the next load."))
    return redirect("sale_page", pk=result["sale"])


def _listing(request: HttpRequest, pk: int) -> ProduceListing:
    rows = ProduceListing.objects.select_related("lot__farmer__villager", "lot__station__center")
    found: ProduceListing = get_visible_or_404(rows, request.user, pk=pk)
    return found


def _refused(request: HttpRequest, page: str, form: Any, refused: Refused, **context: Any) -> HttpResponse:
    field = {"share": "share_percent"}.get(refused.field or "", refused.field)
    form.add_error(field if field in form.fields else None, str(refused))
    return _form_page(request, page, form, status=409 if refused.conflict else 422, **context)


def _form_page(
    request: HttpRequest, page: str, form: Any, *, status: int = 200, **context: Any
) -> HttpResponse:
    return render(
        request,
        f"orders/produce/sales/{page}.html",
        {"form": form} | context | at_the_station(request),
        status=status,
    )


def _show(
    request: HttpRequest,
    listing: ProduceListing,
    *,
    bound: dict[str, TokenForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "listing": listing,
        "steps": [
            (
                step.value,
                (bound or {}).get(step) or TokenForm(initial={"token": new_token()}, auto_id=f"{step}_%s"),
            )
            for step in listing_steps(listing)
        ],
        "sales": listing.sales.with_goods()[:MOST_SALES],
        "can_sell": listing.status != "ended" and listing.left > 0,
    }
    return render(
        request, "orders/produce/sales/listing_page.html", context | at_the_station(request), status=status
    )
