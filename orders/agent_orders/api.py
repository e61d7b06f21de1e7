"""`/api/v1/agent-orders/`: list, record, and what is done with an order until it is fetched."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, ValidationError
from rest_framework.viewsets import GenericViewSet

from orders.agent_orders import api_words as words
from orders.agent_orders.cancelling import cancel_order
from orders.agent_orders.codes import prove_code
from orders.agent_orders.handing_over import hand_over_order
from orders.agent_orders.lifecycle import OrderStatus
from orders.agent_orders.models import AgentOrder, AgentOrderChange, AgentOrderLine, OrderRefund
from orders.agent_orders.paying import record_payment
from orders.agent_orders.placing import NewLine, NewOrder, draft_order, place_draft, place_order
from orders.agent_orders.queries import AgentOrderQuerySet
from orders.agent_orders.refunding import refund_lines
from orders.agent_orders.serializers import (
    DISPATCH,
    CodeSerializer,
    NewOrderSerializer,
    OrderRowSerializer,
    OrderSerializer,
    PaymentSerializer,
    ReasonSerializer,
    RefundSerializer,
)
from orders.agent_orders.travelling import receive_at_county, receive_at_station, ship_orders
from orders.villagers.enrolling import enrol_villager
from stations.network.models import Station
from stations.refusals import Refused
from stations.requests.api import IdempotentMixin
from stations.scope.api import HasRight, MomentFilter, ScopedChoiceFilter, ScopedViewSetMixin, visible

CHANGE = "orders.change_agentorder"
# Where the verb's words stand in the request.
BESIDE = {"phone": "villager.phone", "name": "villager.name", "consented": "villager.consent"}
ACTIONS = ("place", "pay", "receive", "hand_over", "cancel", "refund", "ship", "receive_at_county")


class OrderFilter(filters.FilterSet):
    """What a list may be narrowed to; the moments are compared with `placed_at`."""

    station = ScopedChoiceFilter(
        queryset=visible(Station),
        to_field_name="code",
        label=_("A station within your reach, by its code."),
    )
    status = filters.MultipleChoiceFilter(choices=OrderStatus.choices, label=_("One status or several."))
    waiting_for_money = filters.BooleanFilter(
        method="filter_waiting", label=_("Placed, on the way or here, and not paid yet.")
    )
    placed_from = MomentFilter(
        field_name="placed_at", lookup_expr="gte", label=_("Placed at this moment or later.")
    )
    placed_before = MomentFilter(
        field_name="placed_at", lookup_expr="lt", label=_("Placed before this moment.")
    )
    search = filters.CharFilter(
        method="filter_search",
        max_length=60,
        label=_("Order number, platform order number, pick-up code, or how villager's name or phone begins."),
    )

    class Meta:
        model = AgentOrder
        fields: ClassVar[list[str]] = []

    def filter_waiting(self, orders: AgentOrderQuerySet, name: str, wanted: bool) -> AgentOrderQuerySet:
        waiting = orders.waiting_for_money()
        return waiting if wanted else orders.exclude(pk__in=waiting.values("pk"))

    def filter_search(self, orders: AgentOrderQuerySet, name: str, text: str) -> AgentOrderQuerySet:
        return orders.search(text)


@words.described
class AgentOrderViewSet(
    ScopedViewSetMixin, IdempotentMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[AgentOrder]
):
    """Agent orders of the stations within reach. Each write calls the verb that pages and admin call."""

    queryset = AgentOrder.objects.select_related("station", "villager")
    filterset_class = OrderFilter
    permission_classes = (HasRight,)
    right = CHANGE
    rights: ClassVar[dict[str, str]] = {
        "list": "orders.view_agentorder",
        "retrieve": "orders.view_agentorder",
        "create": "orders.add_agentorder",
        "ship": DISPATCH,
        "receive_at_county": DISPATCH,
    }
    idempotent = frozenset({"create", *ACTIONS})

    def get_queryset(self) -> models.QuerySet[AgentOrder]:
        rows = super().get_queryset()
        return rows.prefetch_related("lines") if self.action == "list" else rows

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        return OrderRowSerializer if self.action == "list" else OrderSerializer

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(self._shown(self.get_object()))

    def create(self, request: Request) -> Response:
        told = self._told(NewOrderSerializer)
        content = told | {"station": told["station"].code}

        recorded: list[AgentOrder] = []

        def work() -> dict[str, int]:
            recorded.append(_record(actor=request.user, **told))
            return {"order": recorded[0].pk}

        try:
            result, headers = self.done_once(content, work)
        except Refused as refused:
            refused.field = BESIDE.get(refused.field or "", refused.field)
            raise
        if recorded:  # and told from memory
            return Response(self.get_serializer(recorded[0]).data, status=201)
        # A repeat through the reader's scope: the station may be another's by now.
        return Response(self._shown(self._find(result["order"])), headers=headers)

    @action(detail=True, methods=["post"])
    def place(self, request: Request, pk: str) -> Response:
        return self._do(lambda order: place_draft(actor=request.user, order=order))

    @action(detail=True, methods=["post"])
    def pay(self, request: Request, pk: str) -> Response:
        told = self._told(PaymentSerializer)
        return self._do(lambda order: record_payment(actor=request.user, order=order, **told), told)

    @action(detail=True, methods=["post"])
    def receive(self, request: Request, pk: str) -> Response:
        return self._do(lambda order: receive_at_station(actor=request.user, orders=[order])[0])

    @action(detail=True, methods=["post"], url_path="hand-over")
    def hand_over(self, request: Request, pk: str) -> Response:
        told = self._told(CodeSerializer)
        # Outside the transaction of the hand-over: its refusal would undo the count.
        prove_code(actor=request.user, order=self.get_object(), **told)
        return self._do(lambda order: hand_over_order(actor=request.user, order=order, **told), told)

    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        told = self._told(ReasonSerializer)
        return self._do(lambda order: cancel_order(actor=request.user, order=order, **told), told)

    @action(detail=True, methods=["post"])
    def refund(self, request: Request, pk: str) -> Response:
        told = self._told(RefundSerializer)

        def work(order: AgentOrder) -> AgentOrder:
            amounts = _by_line(order, told["lines"])
            return refund_lines(actor=request.user, order=order, amounts=amounts, reason=told["reason"])

        try:
            return self._do(work, told)
        except Refused as refused:
            refused.field = {"amount": "lines"}.get(refused.field or "", refused.field)
            raise

    @action(detail=True, methods=["post"])
    def ship(self, request: Request, pk: str) -> Response:
        return self._do(lambda order: ship_orders(actor=request.user, orders=[order])[0])

    @action(detail=True, methods=["post"], url_path="receive-at-county")
    def receive_at_county(self, request: Request, pk: str) -> Response:
        return self._do(lambda order: receive_at_county(actor=request.user, orders=[order])[0])

    def _told(self, serializer: type[BaseSerializer[Any]]) -> dict[str, Any]:
        given = serializer(data=self.request.data, context=self.get_serializer_context())
        given.is_valid(raise_exception=True)
        told: dict[str, Any] = given.validated_data
        return told

    def _do(self, verb: Callable[[AgentOrder], AgentOrder], told: dict[str, Any] | None = None) -> Response:
        order = self.get_object()
        _result, headers = self.done_once(
            {"order": order.pk, **(told or {})}, lambda: {"order": verb(order).pk}
        )
        return Response(self._shown(self._find(order.pk)), headers=headers)

    def _find(self, pk: int) -> AgentOrder:
        self.kwargs["pk"] = pk
        return self.get_object()

    def _shown(self, order: AgentOrder) -> Any:
        models.prefetch_related_objects(
            [order],
            Prefetch("lines", AgentOrderLine.objects.order_by("line_no")),
            Prefetch("changes", AgentOrderChange.objects.select_related("actor").order_by("pk")),
        )
        if order.refunded:  # else nothing to read
            refunds = Prefetch("refunds", OrderRefund.objects.select_related("actor"))
            models.prefetch_related_objects(list(order.lines.all()), refunds)
        return self.get_serializer(order).data


def _record(
    *,
    actor: Any,
    station: Station,
    villager: dict[str, Any],
    lines: list[dict[str, Any]],
    draft: bool,
    **order: Any,
) -> AgentOrder:
    known = enrol_villager(
        actor=actor,
        station=station,
        name=villager["name"],
        phone=villager["phone"],
        consented=villager["consent"],
    )
    verb = draft_order if draft else place_order
    goods = [NewLine(**line) for line in lines]
    return verb(actor=actor, order=NewOrder(station=station, villager=known, lines=goods, **order))


def _by_line(order: AgentOrder, wanted: list[dict[str, Any]]) -> dict[int, Decimal]:
    """Amounts by line id; a number that the order does not have is an error beside it."""
    pks = dict(order.lines.values_list("line_no", "pk"))
    errors: list[dict[str, Any]] = [
        {} if line["line_no"] in pks else {"line_no": [_("This line is not part of the order.")]}
        for line in wanted
    ]
    if any(errors):
        raise ValidationError({"lines": errors})
    return {pks[line["line_no"]]: line["amount"] for line in wanted}
