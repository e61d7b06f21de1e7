"""`/api/v1/cash/`: the days of drawers, what moved the cash, and the close of a day."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from orders.cash.closing.counting import close_day
from orders.cash.closing.sheet import day_sheet
from orders.cash.kinds import CashKind
from orders.cash.models import CashDay, CashMovement
from partners.journal.subjects import label_of
from stations.network.models import Station
from stations.requests.api import IdempotentMixin
from stations.scope.api import HasRight, ScopedChoiceFilter, ScopedViewSetMixin, visible
from stations.scope.api_pages import NewestFirst

TAG = ["cash"]


def _yuan(help_text: Any, **options: Any) -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=14, decimal_places=2, help_text=help_text, **({"read_only": True} | options)
    )


class CashDaySerializer(serializers.ModelSerializer[CashDay]):
    """A business day of a drawer."""

    station = serializers.CharField(source="station.code", help_text=_("The station's code."))
    closed = serializers.SerializerMethodField()
    difference = _yuan(_("Counted less expected; empty while the day is open."), allow_null=True)
    expected = serializers.SerializerMethodField(
        help_text=_("What the drawer should hold at the end of the day, in yuan.")
    )

    class Meta:
        model = CashDay
        fields = (
            "id",
            "station",
            "day",
            "closed",
            "closed_at",
            "opening_counted",
            "expected",
            "counted",
            "difference",
            "parcels_expected",
            "parcels_counted",
            "reason",
        )
        read_only_fields = fields

    def get_closed(self, row: CashDay) -> bool:
        return row.closed_at is not None

    def get_expected(self, row: CashDay) -> str | None:
        if row.expected is not None:
            return f"{row.expected:.2f}"
        if self.context["view"].action == "list":
            return None
        reader = self.context["request"].user
        return f"{day_sheet(station=row.station, day=row.day, reader=reader).expected:.2f}"


class CloseSerializer(serializers.Serializer[Any]):
    counted = _yuan(_("The cash that was counted, in yuan."), read_only=False, min_value=0)
    parcels = serializers.IntegerField(min_value=0, max_value=99_999, help_text=_("Parcels counted."))
    reason = serializers.CharField(
        max_length=200, required=False, allow_blank=True, default="", help_text=_("Where anything differs.")
    )


class CashDayFilter(filters.FilterSet):
    station = ScopedChoiceFilter(
        queryset=visible(Station), to_field_name="code", label=_("A station within your reach, by its code.")
    )
    closed = filters.BooleanFilter(
        field_name="closed_at",
        lookup_expr="isnull",
        exclude=True,
        label=_("Only closed days, or only open ones."),
    )
    since = filters.DateFilter(field_name="day", lookup_expr="gte", label=_("This day or later."))

    class Meta:
        model = CashDay
        fields: ClassVar[list[str]] = []


@extend_schema_view(
    list=extend_schema(tags=TAG, summary=_("List the days of drawers"), description=_("The newest first.")),
    retrieve=extend_schema(
        tags=TAG, summary=_("Show a day"), description=_("With what the drawer should hold.")
    ),
    close=extend_schema(
        tags=TAG,
        summary=_("Close a day"),
        description=_("By a count of cash and parcels. A difference needs a reason; a closed day stays so."),
        request=CloseSerializer,
        parameters=[
            OpenApiParameter(
                "Idempotent-Replayed",
                str,
                OpenApiParameter.HEADER,
                response=[200],
                enum=["true"],
                description=_("Set when this was done before, under the same key."),
            )
        ],
        responses={200: OpenApiResponse(CashDaySerializer, description=_("The day as it is now."))},
    ),
)
class CashDayViewSet(
    ScopedViewSetMixin, IdempotentMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[CashDay]
):
    """Days of the drawers within reach."""

    queryset = CashDay.objects.select_related("station").order_by("-pk")
    serializer_class = CashDaySerializer
    filterset_class = CashDayFilter
    permission_classes = (HasRight,)
    right = "orders.view_cashday"
    rights: ClassVar[dict[str, str]] = {"close": "orders.change_cashday"}
    idempotent = frozenset({"close"})

    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        given = CloseSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        said = given.validated_data
        _result, headers = self.done_once(
            {"day": row.pk, **{name: str(value) for name, value in said.items()}},
            lambda: close_day(actor=request.user, station=row.station, day=row.day, **said).pk,
        )
        return Response(self.get_serializer(self.get_object()).data, headers=headers)


class CashMovementSerializer(serializers.ModelSerializer[CashMovement]):
    """One movement of cash."""

    station = serializers.CharField(source="station.code", help_text=_("The station's code."))
    amount = _yuan(_("In yuan; below zero where cash went out."))
    about = serializers.SerializerMethodField(help_text=_("How people call what it is about; may be empty."))

    class Meta:
        model = CashMovement
        fields = (
            "id",
            "station",
            "kind",
            "amount",
            "subject",
            "about",
            "note",
            "business_date",
            "occurred_at",
        )
        read_only_fields = fields

    def get_about(self, row: CashMovement) -> str:
        return label_of(row.subject) if row.subject else ""


class CashMovementFilter(filters.FilterSet):
    station = ScopedChoiceFilter(
        queryset=visible(Station), to_field_name="code", label=_("A station within your reach, by its code.")
    )
    kind = filters.ChoiceFilter(choices=CashKind.choices, label=_("What moved it."))
    day = filters.DateFilter(field_name="business_date", label=_("The business day."))

    class Meta:
        model = CashMovement
        fields: ClassVar[list[str]] = []


@extend_schema_view(
    list=extend_schema(
        tags=TAG,
        summary=_("What moved the cash, the newest first"),
        description=_("Orders and services paid in cash, counts, and cash put in or taken out."),
    )
)
class CashMovementViewSet(ScopedViewSetMixin, ListModelMixin, GenericViewSet[CashMovement]):
    queryset = CashMovement.objects.select_related("station")
    serializer_class = CashMovementSerializer
    filterset_class = CashMovementFilter
    pagination_class = NewestFirst
    permission_classes = (HasRight,)
    right = "orders.view_cashmovement"
