"""`/api/v1/adjustments/`: amounts by hand, proposed by one person and confirmed by another."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from partners.income.adjustments.adjusting import (
    confirm_adjustment,
    propose_adjustment,
    withdraw_adjustment,
)
from partners.income.adjustments.models import Adjustment, AdjustmentKind
from partners.people.models import Partner
from stations.clock import parse_month
from stations.requests.api import REPLAYED_HEADER, IdempotentMixin
from stations.scope.api import HasRight, ScopedRelatedField, ScopedViewSetMixin
from stations.scope.api_pages import NewestFirst

TAG = ["adjustments"]


class AdjustmentSerializer(serializers.ModelSerializer[Adjustment]):
    """An amount that somebody adds to a month, or takes off it; yuan, a deduction is below zero."""

    partner_name = serializers.CharField(source="partner.name", read_only=True)
    month = serializers.DateField(format="%Y-%m", help_text=_("Like 2015-11."))
    state = serializers.SerializerMethodField(help_text=_("In the reader's language."))
    statement = serializers.SerializerMethodField(help_text=_("The month of its statement, like 2015-11."))

    class Meta:
        model = Adjustment
        fields = (
            "id",
            "partner",
            "partner_name",
            "month",
            "kind",
            "amount",
            "reason",
            "evidence",
            "state",
            "proposed_at",
            "confirmed_at",
            "withdrawn_at",
            "statement",
        )
        read_only_fields = fields

    def get_state(self, row: Adjustment) -> str:
        return row.state

    def get_statement(self, row: Adjustment) -> str | None:
        return f"{row.statement.month:%Y-%m}" if row.statement else None


class NewAdjustmentSerializer(serializers.Serializer[Any]):
    partner = ScopedRelatedField(queryset=Partner.objects.all(), help_text=_("A partner within your reach."))
    month = serializers.CharField(
        max_length=7, help_text=_("Like 2015-11. Where that is closed, it goes into the next statement.")
    )
    kind = serializers.ChoiceField(choices=AdjustmentKind.choices)
    amount = serializers.DecimalField(
        max_digits=14, decimal_places=2, help_text=_("In yuan; a deduction is given above zero too.")
    )
    reason = serializers.CharField(max_length=200, help_text=_("The partner reads it."))
    evidence = serializers.CharField(
        max_length=200, help_text=_("The number of a paper, a photo, a message.")
    )


class AdjustmentFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(choices=AdjustmentKind.choices)
    confirmed = filters.BooleanFilter(
        field_name="confirmed_at", lookup_expr="isnull", exclude=True, label=_("Whether it counts.")
    )

    class Meta:
        model = Adjustment
        fields: ClassVar[list[str]] = []


def _step(summary: Any, description: Any) -> Any:
    return extend_schema(
        tags=TAG,
        summary=summary,
        description=description,
        request=None,
        parameters=[REPLAYED_HEADER],
        responses={200: OpenApiResponse(AdjustmentSerializer, description=_("As it is now."))},
    )


@extend_schema_view(
    list=extend_schema(
        tags=TAG, summary=_("List adjustments"), description=_("The newest first, within reach.")
    ),
    retrieve=extend_schema(
        tags=TAG, summary=_("Show one adjustment"), description=_("And the statement that took it.")
    ),
    create=extend_schema(
        tags=TAG,
        summary=_("Propose an adjustment"),
        description=_("Nothing is owed until somebody else confirms it."),
        request=NewAdjustmentSerializer,
        parameters=[REPLAYED_HEADER],
        responses={
            201: OpenApiResponse(AdjustmentSerializer, description=_("What was recorded.")),
            200: OpenApiResponse(AdjustmentSerializer, description=_("It was recorded before.")),
        },
    ),
    confirm=_step(_("Confirm an adjustment"), _("By a second person; whoever proposed it is refused.")),
    withdraw=_step(_("Withdraw an adjustment"), _("Before it was confirmed.")),
)
class AdjustmentViewSet(
    ScopedViewSetMixin, IdempotentMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[Adjustment]
):
    queryset = Adjustment.objects.select_related("partner", "statement").order_by("-pk")
    serializer_class = AdjustmentSerializer
    filterset_class = AdjustmentFilter
    pagination_class = NewestFirst
    permission_classes = (HasRight,)
    right = "partners.view_adjustment"
    rights: ClassVar[dict[str, str]] = {
        "create": "partners.add_adjustment",
        "confirm": "partners.change_adjustment",
        "withdraw": "partners.change_adjustment",
    }
    idempotent = frozenset({"create", "confirm", "withdraw"})

    def create(self, request: Request) -> Response:
        asked = NewAdjustmentSerializer(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        said = dict(asked.validated_data)
        content = {name: str(getattr(value, "pk", value)) for name, value in said.items()}
        said["month"] = parse_month(said["month"])
        made, headers = self.done_once(content, lambda: propose_adjustment(actor=request.user, **said).pk)
        row = self.get_queryset().get(pk=made)
        return Response(self.get_serializer(row).data, status=200 if headers else 201, headers=headers)

    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        return self._do(request, confirm_adjustment)

    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        return self._do(request, withdraw_adjustment)

    def _do(self, request: Request, verb: Any) -> Response:
        row = self.get_object()
        _result, headers = self.done_once(
            {"adjustment": row.pk}, lambda: verb(actor=request.user, adjustment=row).pk
        )
        return Response(self.get_serializer(self.get_object()).data, headers=headers)
