"""`/api/v1/income/disputes/`: what partners say is wrong with a line, and what the county answers."""

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

from partners.income.disputes.disputing import answer_dispute, raise_dispute
from partners.income.disputes.models import Dispute
from partners.income.models import Earning
from stations.requests.api import REPLAYED_HEADER, IdempotentMixin
from stations.scope.api import HasRight, ScopedRelatedField, ScopedViewSetMixin
from stations.scope.api_pages import NewestFirst

TAG = ["disputes"]
WORDS = 500


class DisputeSerializer(serializers.ModelSerializer[Dispute]):
    """A partner says that a line of a statement is wrong; the answer is a reply or an adjustment."""

    line = serializers.IntegerField(source="earning_id", read_only=True, help_text=_("The line of income."))
    partner = serializers.CharField(source="earning.partner.name", read_only=True)
    amount = serializers.DecimalField(
        source="earning.amount",
        max_digits=14,
        decimal_places=2,
        read_only=True,
        help_text=_("Of the line, in yuan."),
    )
    adjustment = serializers.DecimalField(
        source="adjustment.amount",
        max_digits=14,
        decimal_places=2,
        read_only=True,
        default=None,
        allow_null=True,
        help_text=_("What the answer proposes in yuan; a second person confirms it."),
    )
    overdue = serializers.BooleanField(read_only=True, help_text=_("The answer should have been there."))

    class Meta:
        model = Dispute
        fields = (
            "id",
            "line",
            "partner",
            "amount",
            "text",
            "raised_at",
            "due_on",
            "overdue",
            "reply",
            "adjustment",
            "answered_at",
        )
        read_only_fields = fields


class NewDisputeSerializer(serializers.Serializer[Any]):
    line = ScopedRelatedField(
        queryset=Earning.objects.select_related("statement", "partner"),
        help_text=_("A line of your own, in a closed month."),
    )
    text = serializers.CharField(max_length=WORDS, help_text=_("What is wrong, and why."))


class DisputeAnswerSerializer(serializers.Serializer[Any]):
    reply = serializers.CharField(max_length=WORDS, help_text=_("As the partner reads it."))
    amount = serializers.DecimalField(
        max_digits=14,
        decimal_places=2,
        required=False,
        allow_null=True,
        default=None,
        help_text=_("Where the partner is right: what is to be added in yuan; below zero takes off."),
    )


class DisputeFilter(filters.FilterSet):
    answered = filters.BooleanFilter(
        field_name="answered_at", lookup_expr="isnull", exclude=True, label=_("Whether there is an answer.")
    )

    class Meta:
        model = Dispute
        fields: ClassVar[list[str]] = []


@extend_schema_view(
    list=extend_schema(
        tags=TAG,
        summary=_("List disputes"),
        description=_("The newest first: a partner's own, or those of the county."),
    ),
    retrieve=extend_schema(tags=TAG, summary=_("Show one dispute"), description=_("With its answer.")),
    create=extend_schema(
        tags=TAG,
        summary=_("Dispute a line"),
        description=_("Within 30 days of the statement; the county answers within a week."),
        request=NewDisputeSerializer,
        parameters=[REPLAYED_HEADER],
        responses={
            201: OpenApiResponse(DisputeSerializer, description=_("What was recorded.")),
            200: OpenApiResponse(DisputeSerializer, description=_("It was recorded before.")),
        },
    ),
    answer=extend_schema(
        tags=TAG,
        summary=_("Answer a dispute"),
        description=_("Once: with words, and where the partner is right with an adjustment."),
        request=DisputeAnswerSerializer,
        parameters=[REPLAYED_HEADER],
        responses={200: OpenApiResponse(DisputeSerializer, description=_("As it is now."))},
    ),
)
class DisputeViewSet(
    ScopedViewSetMixin, IdempotentMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[Dispute]
):
    queryset = Dispute.objects.select_related("earning__partner", "adjustment").order_by("-pk")
    serializer_class = DisputeSerializer
    filterset_class = DisputeFilter
    pagination_class = NewestFirst
    permission_classes = (HasRight,)
    right = "partners.view_dispute"
    rights: ClassVar[dict[str, str]] = {
        "create": "partners.add_dispute",
        "answer": "partners.change_dispute",
    }
    idempotent = frozenset({"create", "answer"})

    def create(self, request: Request) -> Response:
        asked = NewDisputeSerializer(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        line, text = asked.validated_data["line"], asked.validated_data["text"]
        made, headers = self.done_once(
            {"line": line.pk, "text": text},
            lambda: raise_dispute(actor=request.user, line=line, text=text).pk,
        )
        row = self.get_queryset().get(pk=made)
        return Response(self.get_serializer(row).data, status=200 if headers else 201, headers=headers)

    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:
        dispute = self.get_object()
        asked = DisputeAnswerSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = dict(asked.validated_data)
        _result, headers = self.done_once(
            {"dispute": dispute.pk, "reply": said["reply"], "amount": str(said["amount"])},
            lambda: answer_dispute(actor=request.user, dispute=dispute, **said).pk,
        )
        return Response(self.get_serializer(self.get_object()).data, headers=headers)
