"""A new agent order in under a minute."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from orders.agent_orders.at_work import my_station
from orders.agent_orders.forms import MOST_LINES, LineForm, LineFormSet, NewOrderForm
from orders.agent_orders.placing import NewOrder, draft_order, place_order
from orders.villagers.enrolling import enrol_villager
from orders.villagers.models import Villager
from stations.network.models import Station
from stations.refusals import Refused
from stations.requests.claiming import new_token, once
from stations.scope.web import counter_page

LATELY = 6


@counter_page
@require_http_methods(["GET", "HEAD", "POST"])
def order_new(request: HttpRequest) -> HttpResponse:
    """Villager, goods, money: placed once, however often the button is pressed."""
    station = my_station(request)
    if station is None:
        return redirect("today")
    if request.method != "POST":
        form = NewOrderForm(initial={"token": new_token(), "phone": _known_phone(request)})
        return _show(request, station, form, LineFormSet(prefix="lines"))
    form, lines = NewOrderForm(request.POST), LineFormSet(request.POST, prefix="lines")
    if "add_line" in request.POST:
        return _show(request, station, *_refilled(request.POST, more=1))
    if not (form.is_valid() and lines.is_valid()):
        return _show(request, station, form, lines, status=422)
    return _place(request, station, form, lines)


def _place(request: HttpRequest, station: Station, form: NewOrderForm, lines: Any) -> HttpResponse:
    data = form.cleaned_data
    goods = lines.lines()
    as_draft = "draft" in request.POST

    def work() -> dict[str, int]:
        villager = enrol_villager(
            actor=request.user,
            station=station,
            name=data["name"],
            phone=data["phone"],
            consented=data["consented"],
        )
        verb = draft_order if as_draft else place_order
        order = NewOrder(
            station=station,
            villager=villager,
            lines=goods,
            pay_when=data["pay_when"],
            pay_how=data["pay_how"],
            platform_order_no=data["platform_order_no"],
        )
        return {"order": verb(actor=request.user, order=order).pk}

    content = {**data, "draft": as_draft, "station": station.pk, "lines": [asdict(line) for line in goods]}
    content.pop("token")
    try:
        result, repeated = once(
            actor=request.user, token=data["token"], purpose="order-new", content=content, work=work
        )
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return _show(request, station, form, lines, status=409 if refused.conflict else 422)
    if repeated:
        messages.info(request, _("This order was recorded already; here it is."))
    elif as_draft:
        messages.success(request, _("The draft is kept. Place it when the villager is sure."))
    else:
        return redirect("order_placed", pk=result["order"])
    return redirect("order_page", pk=result["order"])


def _refilled(data: QueryDict, *, more: int = 0) -> tuple[NewOrderForm, Any]:
    """The same forms again with what was typed, and room for `more` lines; nothing is judged yet."""
    count = data.get("lines-TOTAL_FORMS", "")
    total = int(count) if _is_number(count) else 1
    lines: list[dict[str, Any]] = [
        {name: data.get(f"lines-{number}-{name}", "") for name in LineForm.base_fields}
        for number in range(min(total, MOST_LINES - more))
    ]
    lines += [{"quantity": 1}] * more
    form = NewOrderForm(initial={name: data.get(name) for name in NewOrderForm.base_fields})
    return form, LineFormSet(prefix="lines", initial=lines)


def _is_number(text: str) -> bool:
    """Whether it is a row's id or a count: "²" is a digit too, and no number."""
    return text.isascii() and text.isdigit() and len(text) < 19


def _known_phone(request: HttpRequest) -> str:
    """The number of a villager that was picked from the list of those who came lately."""
    pk = request.GET.get("villager", "")
    known = Villager.objects.visible_to(request.user).filter(pk=pk).first() if _is_number(pk) else None
    return (known.phone or "") if known else ""


def _show(
    request: HttpRequest, station: Station, form: NewOrderForm, lines: Any, *, status: int = 200
) -> HttpResponse:
    lately = Villager.objects.filter(station=station).lately_served()[:LATELY]
    context = {
        "tab": "new",
        "station": station,
        "place": station.name,
        "form": form,
        "lines": lines,
        "lately": lately,
        "can_add": lines.total_form_count() < MOST_LINES,
    }
    return render(request, "orders/agent_orders/order_new.html", context, status=status)
