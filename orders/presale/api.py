"""`/api/v1/presale-goods/`, `/presale-orders/` and a festival's presale report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from orders.agent_orders.serializers import ReasonSerializer
from orders.festivals.models import Festival
from orders.presale.balancing import take_balance
from orders.presale.files import as_data
from orders.presale.giving_up import call_off_order, give_back, give_up
from orders.presale.lifecycle import DepositState
from orders.presale.models import PresaleChange, PresaleGood, PresaleOrder
from orders.presale.ordering import NewPresale, take_order
from orders.presale.queries import GoodQuerySet, PresaleQuerySet
from orders.presale.report import presale_report
from orders.presale.serializers import (
    NewPresaleSerializer,
    PresaleGoodSerializer,
    PresaleOrderSerializer,
    PresaleReportSerializer,
    PresaleRowSerializer,
)
from orders.villagers.enrolling import enrol_villager
from stations.network.models import Station
from stations.refusals import Refused
from stations.requests.api import REPLAYED_HEADER, IdempotentMixin
from stations.scope.api import HasRight, ScopedChoiceFilter, ScopedViewSetMixin, for_roles, visible
from stations.scope.web import IN_THE_COUNTY

TAG = ["presale"]
# Where the verb's words stand in the request.
BESIDE = {"phone": "villager.phone", "name": "villager.name", "consented": "villager.consent"}


def _does(summary: Any, description: Any, request: Any = None) -> Any:
    return extend_schema(
        tags=TAG,
        summary=summary,
        description=description,
        request=request,
        parameters=[REPLAYED_HEADER],
        responses={200: OpenApiResponse(PresaleOrderSerializer, description=_("How it stands now."))},
    )


class GoodFilter(filters.FilterSet):
    festival = filters.CharFilter(
        field_name="festival__slug", max_length=50, label=_("A festival, by its slug.")
    )
    on_offer = filters.BooleanFilter(method="filter_on_offer", label=_("Whose orders are taken now."))

    class Meta:
        model = PresaleGood
        fields: ClassVar[list[str]] = []

    def filter_on_offer(self, goods: GoodQuerySet, name: str, wanted: bool) -> GoodQuerySet:
        offered = goods.on_offer(timezone.now())
        return offered if wanted else goods.exclude(pk__in=offered.values("pk"))


@extend_schema_view(
    list=extend_schema(
        tags=TAG,
        summary=_("List presale goods"),
        description=_("What may be ordered before a festival, with its deposit and its times."),
    ),
    retrieve=extend_schema(
        tags=TAG, summary=_("Show a presale good"), description=_("Yuan are for one piece.")
    ),
)
class PresaleGoodViewSet(ScopedViewSetMixin, ReadOnlyModelViewSet[PresaleGood]):  # type: ignore[misc]
    """Goods of presales: the same for everybody who is logged in."""

    queryset = PresaleGood.objects.select_related("festival").order_by("-pk")
    serializer_class = PresaleGoodSerializer
    filterset_class = GoodFilter
    permission_classes = (HasRight,)
    right = "orders.view_presalegood"


class PresaleFilter(filters.FilterSet):
    station = ScopedChoiceFilter(
        queryset=visible(Station),
        field_name="order__station",
        to_field_name="code",
        label=_("A station within your reach, by its code."),
    )
    state = filters.MultipleChoiceFilter(choices=DepositState.choices, label=_("One state or several."))
    due = filters.BooleanFilter(method="filter_due", label=_("Whose balance may be paid now."))
    search = filters.CharFilter(
        method="filter_search",
        max_length=60,
        label=_("Order number, pick-up code, or how villager's name or phone begins."),
    )

    class Meta:
        model = PresaleOrder
        fields: ClassVar[list[str]] = []

    def filter_due(self, rows: PresaleQuerySet, name: str, wanted: bool) -> PresaleQuerySet:
        due = rows.due(timezone.now())
        return due if wanted else rows.exclude(pk__in=due.values("pk"))

    def filter_search(self, rows: PresaleQuerySet, name: str, text: str) -> PresaleQuerySet:
        return rows.search(text)


@extend_schema_view(
    list=extend_schema(
        tags=TAG,
        summary=_("List presale orders"),
        description=_("Those of the stations within your reach, newest first."),
    ),
    retrieve=extend_schema(
        tags=TAG, summary=_("Show a presale order"), description=_("And what happened to its deposit.")
    ),
    create=extend_schema(
        tags=TAG,
        summary=_("Take a presale order"),
        description=_("With its deposit. The order counts as placed now, and as paid with the balance."),
        request=NewPresaleSerializer,
        parameters=[REPLAYED_HEADER],
        responses={
            201: OpenApiResponse(PresaleOrderSerializer, description=_("It is recorded.")),
            200: OpenApiResponse(
                PresaleOrderSerializer, description=_("It was recorded before, under the same key.")
            ),
        },
    ),
    balance=_does(
        _("Take the balance"), _("The way the deposit was paid. From then on the order is paid in full.")
    ),
    give_up=_does(
        _("Give a presale order up"),
        _("The villager, at the counter. By rule the deposit goes back or is forfeited."),
        ReasonSerializer,
    ),
    give_back=_does(_("Give a deposit back"), _("One that waits at the station for its villager.")),
    call_off=_does(
        _("Call a presale order off"),
        _("The seller or the platform does not deliver it; the villager is told."),
        ReasonSerializer,
    ),
)
class PresaleOrderViewSet(
    ScopedViewSetMixin, IdempotentMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[PresaleOrder]
):
    """Presale orders of the stations within reach. Each write calls the verb that the pages call."""

    queryset = PresaleOrder.objects.select_related("good", "order__station", "order__villager")
    filterset_class = PresaleFilter
    permission_classes = (HasRight,)
    right = "orders.view_presaleorder"
    rights: ClassVar[dict[str, str]] = {
        "create": "orders.add_presaleorder",
        "balance": "orders.change_presaleorder",
        "give_up": "orders.change_presaleorder",
        "give_back": "orders.change_presaleorder",
        "call_off": "orders.call_off_presaleorder",
    }
    idempotent = frozenset({"create", "balance", "give_up", "give_back", "call_off"})

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        if self.action == "list":
            return rows
        changes = PresaleChange.objects.select_related("actor").order_by("pk")
        return rows.prefetch_related(Prefetch("changes", changes))

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        return PresaleRowSerializer if self.action == "list" else PresaleOrderSerializer

    def create(self, request: Request) -> Response:
        told = self._told(NewPresaleSerializer)
        content = told | {"station": told["station"].code, "good": told["good"].pk}
        try:
            result, headers = self.done_once(content, lambda: {"order": _take(request.user, told).pk})
        except Refused as refused:
            refused.field = BESIDE.get(refused.field or "", refused.field)
            raise
        return self._shown(result["order"], status=200 if headers else 201, headers=headers)

    @action(detail=True, methods=["post"])
    def balance(self, request: Request, pk: str) -> Response:
        return self._do(lambda row: take_balance(actor=request.user, presale=row))

    @action(detail=True, methods=["post"], url_path="give-up")
    def give_up(self, request: Request, pk: str) -> Response:
        return self._do(give_up, ReasonSerializer)

    @action(detail=True, methods=["post"], url_path="give-back")
    def give_back(self, request: Request, pk: str) -> Response:
        return self._do(lambda row: give_back(actor=request.user, presale=row))

    @action(detail=True, methods=["post"], url_path="call-off")
    def call_off(self, request: Request, pk: str) -> Response:
        return self._do(call_off_order, ReasonSerializer)

    def _told(self, serializer: type[BaseSerializer[Any]]) -> dict[str, Any]:
        given = serializer(data=self.request.data, context=self.get_serializer_context())
        given.is_valid(raise_exception=True)
        told: dict[str, Any] = given.validated_data
        return told

    def _do(
        self, verb: Callable[..., PresaleOrder], serializer: type[BaseSerializer[Any]] | None = None
    ) -> Response:
        # The row first: what was sent about a foreign one must not tell that it is there.
        row = self.get_object()
        if serializer is None:
            told: dict[str, Any] = {}
            _result, headers = self.done_once({"order": row.pk}, lambda: {"order": verb(row).pk})
        else:
            told = self._told(serializer)
            actor = self.request.user
            _result, headers = self.done_once(
                {"order": row.pk, **told}, lambda: {"order": verb(actor=actor, presale=row, **told).pk}
            )
        return self._shown(row.pk, headers=headers)

    def _shown(self, pk: int, **answer: Any) -> Response:
        self.kwargs["pk"] = pk
        return Response(self.get_serializer(self.get_object()).data, **answer)


def _take(actor: Any, told: dict[str, Any]) -> PresaleOrder:
    with transaction.atomic():
        villager = enrol_villager(
            actor=actor,
            station=told["station"],
            name=told["villager"]["name"],
            phone=told["villager"]["phone"],
            consented=told["villager"]["consent"],
        )
        order = NewPresale(told["station"], villager, told["good"], told["quantity"], told["pay_how"])
        return take_order(actor=actor, order=order)


class PresaleReportView(APIView):
    permission_classes = (for_roles(*IN_THE_COUNTY),)

    @extend_schema(
        tags=TAG,
        operation_id="presale_report",
        summary=_("A festival's presale"),
        description=_("For your part of the nation: orders, deposits, and what is laid in against ordered."),
        responses=PresaleReportSerializer,
    )
    def get(self, request: Request, slug: str) -> Response:
        festival = get_object_or_404(Festival.objects.visible_to(request.user), slug=slug)
        return Response(as_data(presale_report(festival, request.user)))
