from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from orders.agent_orders.admin_export import AgentOrderResource, FullAgentOrderResource
from orders.agent_orders.admin_filters import MoneyFilter, PlacedFilter
from orders.agent_orders.admin_forms import CodeForm, PaymentForm, RefundForm
from orders.agent_orders.cancelling import cancel_order
from orders.agent_orders.codes import MOST_WRONG_CODES, prove_code, unlock_code
from orders.agent_orders.handing_over import hand_over_order
from orders.agent_orders.lifecycle import ON_THE_WAY, ORDER_LIFECYCLE, OrderStatus
from orders.agent_orders.models import AgentOrder, AgentOrderChange, AgentOrderLine, OrderRefund
from orders.agent_orders.next_steps import NextStep, next_steps
from orders.agent_orders.paying import record_payment
from orders.agent_orders.refunding import refund_lines
from orders.agent_orders.telling import told_of
from orders.agent_orders.travelling import receive_at_county, receive_at_station, ship_orders
from stations.scope.admin import ScopedTabularInline
from stations.scope.admin_actions import ReasonForm
from stations.scope.badges import Badges
from stations.scope.exports import ScopedExportMixin
from stations.scope.filters import ScopedAutocompleteFilter, ScopedRelatedFilter
from stations.scope.large_lists import LargeReadOnlyAdmin
from stations.wording import full_phone, masked_phone, moment, yuan


class LineInline(ScopedTabularInline):
    model = AgentOrderLine
    fields = ("line_no", "title", "category", "quantity", "price", "paid", "given_back")
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("What was ordered")

    @display(description=gettext_lazy("unit price"))
    def price(self, line: AgentOrderLine) -> str:
        return yuan(line.unit_price)

    @display(description=gettext_lazy("amount"))
    def paid(self, line: AgentOrderLine) -> str:
        return yuan(line.amount)

    @display(description=gettext_lazy("refunded"))
    def given_back(self, line: AgentOrderLine) -> str:
        return yuan(line.refunded)


class ChangeInline(ScopedTabularInline):
    model = AgentOrderChange
    fields = ("at", "before", "after", "actor", "reason")
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("What happened")


@admin.register(AgentOrder)
class AgentOrderAdmin(ScopedExportMixin, LargeReadOnlyAdmin):
    """Agent orders at the desk. Nothing is typed over: every change is a verb of the order's life."""

    export_what = "agent_orders"
    resource_classes = [AgentOrderResource]
    full_resource = FullAgentOrderResource
    full_right = "orders.export_villager_phone"
    list_display: ClassVar = ["number", "station", "villager", "phone", "tells", "money", "left", "placed"]
    list_filter: ClassVar = [
        ("status", ChoicesDropdownFilter),
        MoneyFilter,
        PlacedFilter,
        ("station", ScopedAutocompleteFilter),
        ("station__center", ScopedRelatedFilter),
        ("pay_how", ChoicesDropdownFilter),
    ]
    list_select_related: ClassVar = ["station", "villager"]
    search_fields: ClassVar = ["platform_order_no"]  # switches the box on; `search` does the work
    search_help_text = gettext_lazy(
        "Order number, platform number, pick-up code, or how the villager's name or phone begins"
    )
    inlines: ClassVar = [LineInline, ChangeInline]
    actions: ClassVar = [
        "ship_ticked",
        "receive_at_county_ticked",
        "receive_at_station_ticked",
        "cancel_ticked",
    ]
    actions_list: ClassVar = ["import_file"]
    actions_detail: ClassVar = [
        "ship",
        "receive_county",
        "receive_station",
        "pay",
        "hand_over",
        "unlock",
        "refund",
        "cancel",
    ]
    fieldsets: ClassVar = [
        (None, {"fields": ["station", "who", "told", "tells", "code", "recorded"]}),
        (
            gettext_lazy("Money"),
            {"fields": ["full", "given_back", "when", "pay_how", "paid_at", "refunds"]},
        ),
        (
            gettext_lazy("On the platform"),
            {"fields": ["where", "platform_order_no", "placed_at", "arrived_at", "handed_over_at"]},
        ),
    ]
    readonly_fields: ClassVar = [
        "who",
        "told",
        "tells",
        "code",
        "recorded",
        "full",
        "given_back",
        "when",
        "refunds",
        "where",
    ]

    # --- what is shown ---------------------------------------------------------------

    @display(description=gettext_lazy("order number"), ordering="pk")
    def number(self, order: AgentOrder) -> str:
        return order.number

    @display(description=gettext_lazy("mobile number"))
    def phone(self, order: AgentOrder) -> str:
        return masked_phone(order.villager.phone)

    @display(description=gettext_lazy("villager"))
    def who(self, order: AgentOrder) -> str:
        return f"{order.villager.name} · {full_phone(order.villager.phone)}"

    @display(description=gettext_lazy("message"))
    def told(self, order: AgentOrder) -> str:
        told = told_of(order)
        return str(told or "—")

    @display(
        description=gettext_lazy("status"),
        label=Badges(
            {
                OrderStatus.AT_STATION: "info",
                OrderStatus.HANDED_OVER: "success",
                OrderStatus.CANCELLED: "warning",
                OrderStatus.REFUNDED: "warning",
                OrderStatus.PARTLY_REFUNDED: "warning",
            }
        ),
    )
    def tells(self, order: AgentOrder) -> str:
        return order.get_status_display()

    @display(description=gettext_lazy("money"))
    def money(self, order: AgentOrder) -> str:
        if order.paid_at is None:
            return _("waiting for money") if order.open_money else "—"
        if not order.refunded:
            return _("paid")
        return _("given back") if order.refunded == order.amount else _("partly given back")

    @display(description=gettext_lazy("amount less refunds"))
    def left(self, order: AgentOrder) -> str:
        return yuan(order.amount - order.refunded)

    @display(description=gettext_lazy("amount"))
    def full(self, order: AgentOrder) -> str:
        return yuan(order.amount)

    @display(description=gettext_lazy("paid when"))
    def when(self, order: AgentOrder) -> str:
        return str(dict(AgentOrder.PAID_WHEN)[order.paid_when])

    @display(description=gettext_lazy("refunded"))
    def given_back(self, order: AgentOrder) -> str:
        return yuan(order.refunded)

    @display(description=gettext_lazy("placed at"))
    def placed(self, order: AgentOrder) -> str:
        return moment(order.placed_at)

    @display(description=gettext_lazy("pick-up code"))
    def code(self, order: AgentOrder) -> str:
        return order.pickup_code or "—"

    @display(description=gettext_lazy("recorded"))
    def recorded(self, order: AgentOrder) -> str:
        return f"{moment(order.created_at)} · {order.created_by or '—'}"

    @display(description=gettext_lazy("platform"))
    def where(self, order: AgentOrder) -> str:
        return order.platform_name

    @display(description=gettext_lazy("refunds"))
    def refunds(self, order: AgentOrder) -> str:
        rows = OrderRefund.objects.filter(line__order=order).select_related("line", "actor").order_by("pk")
        told = format_html_join(
            "",
            "<li>{} · {} · {} · {} · {}</li>",
            (
                (moment(row.at), row.line.title, yuan(row.amount), row.reason, row.actor or "—")
                for row in rows
            ),
        )
        return format_html("<ul>{}</ul>", told) if told else "—"

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        return (queryset.search(search_term) if search_term.strip() else queryset), False

    def has_import_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("orders.add_orderimport")

    @action(description=gettext_lazy("Import"), permissions=["import"], icon="upload_file")
    def import_file(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"{self.admin_site.name}:orders_orderimport_add"))

    # --- ticked orders ---------------------------------------------------------------

    def _move_ticked(self, request: HttpRequest, rows: Any, verb: Callable[..., Any]) -> None:
        def done(count: int) -> str:
            return ngettext("%d order went on.", "%d orders went on.", count) % count

        self.run_each(request, rows, lambda row: verb(actor=request.user, orders=[row]), done=done)

    @action(description=gettext_lazy("Shipped by the sellers"), permissions=["verb"])
    def ship_ticked(self, request: HttpRequest, queryset: Any) -> None:
        self._move_ticked(request, queryset, ship_orders)

    @action(description=gettext_lazy("Received at the county center"), permissions=["verb"])
    def receive_at_county_ticked(self, request: HttpRequest, queryset: Any) -> None:
        self._move_ticked(request, queryset, receive_at_county)

    @action(description=gettext_lazy("Received at the station"), permissions=["verb"])
    def receive_at_station_ticked(self, request: HttpRequest, queryset: Any) -> None:
        self._move_ticked(request, queryset, receive_at_station)

    @action(description=gettext_lazy("Cancel…"), permissions=["verb"])
    def cancel_ticked(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        return self.bulk_verb_page(
            request,
            queryset,
            action="cancel_ticked",
            form_class=ReasonForm,
            verb=lambda row, answers: cancel_order(actor=request.user, order=row, **answers),
            title=_("Cancel orders"),
            submit=_("Cancel these orders"),
            done=lambda count: ngettext("%d order is cancelled.", "%d orders are cancelled.", count) % count,
        )

    # --- one order -------------------------------------------------------------------

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only what may be done next."""
        order = self.get_object(request, str(object_id))
        if order is None:
            return []
        steps = next_steps(order)
        possible = {
            "ship": ORDER_LIFECYCLE.allows(order.status, OrderStatus.SHIPPED),
            "receive_county": ORDER_LIFECYCLE.allows(order.status, OrderStatus.AT_COUNTY),
            "receive_station": NextStep.RECEIVE in steps,
            "pay": NextStep.PAY in steps,
            "hand_over": NextStep.HAND_OVER in steps,
            "unlock": order.status in ON_THE_WAY and order.wrong_codes >= MOST_WRONG_CODES,
            "refund": NextStep.REFUND in steps,
            "cancel": NextStep.CANCEL in steps,
        }
        offered = super().get_actions_detail(request, object_id)
        return [one for one in offered if possible[one.action_name.rpartition("agentorder_")[2]]]

    def _move_page(
        self, request: HttpRequest, object_id: str, verb: Callable[..., Any], title: str, done: str
    ) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda row, _answers: verb(actor=request.user, orders=[row]),
            title=title,
            submit=title,
            done=done,
        )

    @action(description=gettext_lazy("Shipped"), permissions=["verb"], icon="local_shipping")
    def ship(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._move_page(
            request, object_id, ship_orders, _("Shipped by the seller"), _("The order is on its way.")
        )

    @action(description=gettext_lazy("Received in the county"), permissions=["verb"], icon="apartment")
    def receive_county(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._move_page(
            request,
            object_id,
            receive_at_county,
            _("Received at the county center"),
            _("The goods are at the county center."),
        )

    @action(description=gettext_lazy("Received at the station"), permissions=["verb"], icon="storefront")
    def receive_station(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._move_page(
            request,
            object_id,
            receive_at_station,
            _("Received at the station"),
            _("The goods are at the station, to be fetched."),
        )

    @action(description=gettext_lazy("Record payment"), permissions=["verb"], icon="payments")
    def pay(self, request: HttpRequest, object_id: str) -> HttpResponse:
        order = self.visible_or_404(request, object_id)
        return self.verb_page(
            request,
            order,
            form_class=PaymentForm,
            initial={"pay_how": order.pay_how},
            verb=lambda row, answers: record_payment(actor=request.user, order=row, **answers),
            title=_("Record payment"),
            submit=_("Record %(amount)s as paid") % {"amount": yuan(order.amount)},
            done=_("The payment is recorded."),
        )

    @action(description=gettext_lazy("Hand over"), permissions=["verb"], icon="handshake")
    def hand_over(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=CodeForm,
            before=lambda row, answers: prove_code(actor=request.user, order=row, **answers),
            verb=lambda row, answers: hand_over_order(actor=request.user, order=row, **answers),
            title=_("Hand over"),
            submit=_("Hand over"),
            done=_("The goods are handed over."),
            note=_("Ask the villager for the code; it is on the slip."),
        )

    @action(description=gettext_lazy("Unlock the code"), permissions=["verb"], icon="lock_open")
    def unlock(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda row, _answers: unlock_code(actor=request.user, order=row),
            title=_("Unlock the pick-up code"),
            submit=_("Unlock the pick-up code"),
            done=_("Codes can be tried again."),
        )

    @action(description=gettext_lazy("Refund"), permissions=["verb"], icon="currency_exchange")
    def refund(self, request: HttpRequest, object_id: str) -> HttpResponse:
        order = self.visible_or_404(request, object_id)
        return self.verb_page(
            request,
            order,
            form_class=RefundForm,
            verb=lambda row, answers: refund_lines(
                actor=request.user,
                order=row,
                amounts=RefundForm.amounts(answers),
                reason=answers["reason"],
            ),
            title=_("Refund"),
            submit=_("Give the money back"),
            done=_("The refund is recorded."),
            note=_("Paid %(amount)s, given back so far %(refunded)s.")
            % {"amount": yuan(order.amount), "refunded": yuan(order.refunded)},
        )

    @action(
        description=gettext_lazy("Cancel"),
        permissions=["verb"],
        icon="cancel",
        variant=ActionVariant.DANGER,
    )
    def cancel(self, request: HttpRequest, object_id: str) -> HttpResponse:
        order = self.visible_or_404(request, object_id)
        return self.verb_page(
            request,
            order,
            form_class=ReasonForm,
            verb=lambda row, answers: cancel_order(actor=request.user, order=row, **answers),
            title=_("Cancel the order"),
            submit=_("Cancel the order"),
            done=_("The order is cancelled."),
            note=_("What was paid goes back to the villager.") if order.paid_at else "",
        )
