"""`/api/v1/produce-listings/`, `/produce-sales/`, `/farmer-settlements/`: the verbs that the pages call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from orders.agent_orders.serializers import ReasonSerializer
from orders.produce.sales.lifecycle import ListingStatus, SaleStatus
from orders.produce.sales.listing import NewListing, end_listing, list_lot, pause_listing, resume_listing
from orders.produce.sales.models import ProduceListing, ProduceSale
from orders.produce.sales.queries import SaleQuerySet
from orders.produce.sales.receiving import receive_sale, receive_sales
from orders.produce.sales.refunding import refund_sale
from orders.produce.sales.selling import NewSale, cancel_sale, record_sale
from orders.produce.sales.serializers import (
    ListingSerializer,
    NewListingSerializer,
    NewSaleSerializer,
    NewSettlementSerializer,
    PackingSerializer,
    SaleRefundSerializer,
    SaleRowSerializer,
    SaleSerializer,
    SettlementSerializer,
)
from orders.produce.sales.settlement import FarmerSettlement
from orders.produce.sales.settling import settle_sales
from orders.produce.sales.shipping import Packing, pack_sale
from stations.network.models import Station
from stations.requests.api import REPLAYED_HEADER, IdempotentMixin
from stations.scope.api import HasRight, ScopedChoiceFilter, ScopedViewSetMixin, visible

TAG = ["produce"]


def _reads(summary: Any, description: Any) -> Any:
    return extend_schema(tags=TAG, summary=summary, description=description)


def _makes(summary: Any, description: Any, request: Any, answer: Any) -> Any:
    return extend_schema(
        tags=TAG,
        summary=summary,
        description=description,
        request=request,
        parameters=[REPLAYED_HEADER],
        responses={
            201: OpenApiResponse(answer, description=_("It is recorded.")),
            200: OpenApiResponse(answer, description=_("It was recorded before, under the same key.")),
        },
    )


def _does(summary: Any, description: Any, request: Any, answer: Any) -> Any:
    return extend_schema(
        tags=TAG,
        summary=summary,
        description=description,
        request=request,
        parameters=[REPLAYED_HEADER],
        responses={200: OpenApiResponse(answer, description=_("How it stands now."))},
    )


class _Verbs(ScopedViewSetMixin, IdempotentMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[Any]):
    """What the three have in common: a told serializer, one verb, and the row as it is afterwards."""

    permission_classes = (HasRight,)

    def _told(self, serializer: type[BaseSerializer[Any]]) -> dict[str, Any]:
        given = serializer(data=self.request.data, context=self.get_serializer_context())
        given.is_valid(raise_exception=True)
        told: dict[str, Any] = given.validated_data
        return told

    def _make(self, told: dict[str, Any], verb: Callable[[], Any]) -> Response:
        result, headers = self.done_once(_plain(told), lambda: {"made": verb().pk})
        return self._shown(result["made"], status=200 if headers else 201, headers=headers)

    def _do(self, verb: Callable[..., Any], serializer: type[BaseSerializer[Any]] | None = None) -> Response:
        # The row first: what was sent about a foreign one must not tell that it is there.
        row = self.get_object()
        told = self._told(serializer) if serializer is not None else {}
        _result, headers = self.done_once({"row": row.pk, **_plain(told)}, lambda: verb(row, **told).pk)
        return self._shown(row.pk, headers=headers)

    def _shown(self, pk: int, **answer: Any) -> Response:
        self.kwargs["pk"] = pk
        return Response(self.get_serializer(self.get_object()).data, **answer)


def _plain(told: dict[str, Any]) -> dict[str, Any]:
    """What a repeated request must say again."""
    return {
        name: [one.pk for one in value] if isinstance(value, list) else getattr(value, "pk", value)
        for name, value in told.items()
    }


class ListingFilter(filters.FilterSet):
    station = ScopedChoiceFilter(
        queryset=visible(Station),
        field_name="lot__station",
        to_field_name="code",
        label=_("A station within your reach, by its code."),
    )
    status = filters.MultipleChoiceFilter(choices=ListingStatus.choices, label=_("One status or several."))

    class Meta:
        model = ProduceListing
        fields: ClassVar[list[str]] = []


@extend_schema_view(
    list=_reads(_("List listings"), _("Those of the stations within your reach, newest first.")),
    retrieve=_reads(_("Show a listing"), _("And what may be done next.")),
    create=_makes(
        _("Put a part of a lot up for sale"),
        _("It is set aside in the lot: never more than the lot holds less what is sold and listed."),
        NewListingSerializer,
        ListingSerializer,
    ),
    pause=_does(_("Pause a listing"), _("Its goods stay set aside."), None, ListingSerializer),
    resume=_does(_("Put a listing on sale again"), _("One that is paused."), None, ListingSerializer),
    end=_does(_("End a listing"), _("For good; what is left may be listed again."), None, ListingSerializer),
)
class ProduceListingViewSet(_Verbs):
    """Listings of the stations within reach."""

    queryset = ProduceListing.objects.select_related("lot__station")
    serializer_class = ListingSerializer
    filterset_class = ListingFilter
    right = "orders.change_producelisting"
    rights: ClassVar[dict[str, str]] = {
        "list": "orders.view_producelisting",
        "retrieve": "orders.view_producelisting",
        "create": "orders.add_producelisting",
    }
    idempotent = frozenset({"create", "pause", "resume", "end"})

    def create(self, request: Request) -> Response:
        told = self._told(NewListingSerializer)
        return self._make(told, lambda: list_lot(actor=request.user, listing=NewListing(**told)))

    @action(detail=True, methods=["post"])
    def pause(self, request: Request, pk: str) -> Response:
        return self._do(lambda row: pause_listing(actor=request.user, listing=row))

    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str) -> Response:
        return self._do(lambda row: resume_listing(actor=request.user, listing=row))

    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        return self._do(lambda row: end_listing(actor=request.user, listing=row))


class SaleFilter(filters.FilterSet):
    station = ScopedChoiceFilter(
        queryset=visible(Station),
        to_field_name="code",
        label=_("A station within your reach, by its code."),
    )
    status = filters.MultipleChoiceFilter(choices=SaleStatus.choices, label=_("One status or several."))
    search = filters.CharFilter(
        method="filter_search",
        max_length=60,
        label=_(
            "The whole number of a sale or platform order, or how the product's or farmer's name begins."
        ),
    )

    class Meta:
        model = ProduceSale
        fields: ClassVar[list[str]] = []

    def filter_search(self, sales: SaleQuerySet, name: str, text: str) -> SaleQuerySet:
        return sales.search(text)


@extend_schema_view(
    list=_reads(_("List sales of produce"), _("Those of the stations within your reach, newest first.")),
    retrieve=_reads(
        _("Show a sale of produce"), _("With every change and refund, and what may be done next.")
    ),
    create=_makes(
        _("Record a sale of produce"),
        _("What a platform reports as bought and paid; of the buyer only the city is kept."),
        NewSaleSerializer,
        SaleSerializer,
    ),
    pack=_does(
        _("Pack a sale"),
        _("Its parcel is taken in and goes up with the next manifest; the sale follows it."),
        PackingSerializer,
        SaleSerializer,
    ),
    receive=_does(
        _("The buyer has it"),
        _("At the station only after the county gave the parcel to its carrier; at the desk at any time."),
        None,
        SaleSerializer,
    ),
    refund=_does(
        _("Refund a sale"),
        _("A part or all of what is left. Of a settled sale the farmer's part becomes a claim."),
        SaleRefundSerializer,
        SaleSerializer,
    ),
    cancel=_does(
        _("Cancel a sale"),
        _("Before it is packed: the buyer gets everything back, the lot its goods."),
        ReasonSerializer,
        SaleSerializer,
    ),
)
class ProduceSaleViewSet(_Verbs):
    """Sales of the stations within reach."""

    queryset = ProduceSale.objects.with_goods()
    filterset_class = SaleFilter
    right = "orders.change_producesale"
    rights: ClassVar[dict[str, str]] = {
        "list": "orders.view_producesale",
        "retrieve": "orders.view_producesale",
        "create": "orders.add_producesale",
    }
    idempotent = frozenset({"create", "pack", "receive", "refund", "cancel"})

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        if self.action == "list":
            return rows
        return rows.select_related("parcel").prefetch_related("changes__actor", "refunds__actor")

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        return SaleRowSerializer if self.action == "list" else SaleSerializer

    def create(self, request: Request) -> Response:
        told = self._told(NewSaleSerializer)
        return self._make(told, lambda: record_sale(actor=request.user, sale=NewSale(**told)))

    @action(detail=True, methods=["post"])
    def pack(self, request: Request, pk: str) -> Response:
        return self._do(
            lambda row, **told: pack_sale(actor=request.user, sale=row, packing=Packing(**told)),
            PackingSerializer,
        )

    @action(detail=True, methods=["post"])
    def receive(self, request: Request, pk: str) -> Response:
        if request.user.has_perm("orders.view_salechange"):  # a desk, which also knows what went past us
            return self._do(
                lambda row: receive_sales(actor=request.user, received_at={row.pk: timezone.now()})[0]
            )
        return self._do(lambda row: receive_sale(actor=request.user, sale=row))

    @action(detail=True, methods=["post"])
    def refund(self, request: Request, pk: str) -> Response:
        return self._do(
            lambda row, **told: refund_sale(actor=request.user, sale=row, **told), SaleRefundSerializer
        )

    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        return self._do(
            lambda row, **told: cancel_sale(actor=request.user, sale=row, **told), ReasonSerializer
        )


@extend_schema_view(
    list=_reads(
        _("List settlements with farmers"), _("Those of the stations within your reach, newest first.")
    ),
    retrieve=_reads(_("Show a settlement"), _("What was paid, how, and for which sales.")),
    create=_makes(
        _("Pay a farmer"),
        _("For sales that the buyers have received; earlier refunds are taken off."),
        NewSettlementSerializer,
        SettlementSerializer,
    ),
)
class FarmerSettlementViewSet(_Verbs):
    """Settlements of the stations within reach."""

    queryset = FarmerSettlement.objects.select_related("station", "farmer__villager").prefetch_related(
        "sales"
    )
    serializer_class = SettlementSerializer
    right = "orders.view_farmersettlement"
    rights: ClassVar[dict[str, str]] = {"create": "orders.add_farmersettlement"}
    idempotent = frozenset({"create"})

    def create(self, request: Request) -> Response:
        told = self._told(NewSettlementSerializer)
        return self._make(told, lambda: settle_sales(actor=request.user, **told))
