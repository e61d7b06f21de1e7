"""`/api/v1/complaints/`: questions of partners, complaints of villagers, and their answers."""

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

from partners.complaints.answering import answer_complaint
from partners.complaints.lifecycle import ANSWER_LENGTH, ComplaintStatus, Origin
from partners.complaints.models import Complaint, ComplaintKind
from partners.complaints.receiving import ask_question, receive_complaint
from stations.network.models import Station
from stations.notices.models import masked_text
from stations.requests.api import REPLAYED_HEADER, IdempotentMixin
from stations.scope.api import (
    HasRight,
    ScopedChoiceFilter,
    ScopedSlugRelatedField,
    ScopedViewSetMixin,
    visible,
)
from stations.scope.api_pages import NewestFirst
from stations.wording import masked_phone

TAG = ["complaints"]


class ComplaintSerializer(serializers.ModelSerializer[Complaint]):
    """A complaint or a question. Of a villager's complaint a partner reads neither name nor text."""

    number = serializers.CharField(read_only=True, help_text=_("What people call it by."))
    station = serializers.CharField(source="station.code", help_text=_("The station's code."))
    kind = serializers.CharField(source="kind.code", help_text=_("The code of the kind."))
    overdue = serializers.BooleanField(read_only=True, help_text=_("The answer should have been there."))
    name = serializers.CharField(help_text=_("Of the villager; empty for partners."))
    phone = serializers.SerializerMethodField(help_text=_("Masked; empty for partners."))

    class Meta:
        model = Complaint
        fields = (
            "id",
            "number",
            "origin",
            "station",
            "kind",
            "subject",
            "text",
            "name",
            "phone",
            "received_at",
            "due_on",
            "overdue",
            "status",
            "answer",
            "for_station",
            "upheld",
            "answered_at",
        )
        read_only_fields = fields

    def get_phone(self, row: Complaint) -> str:
        return masked_phone(row.phone) if row.phone else ""

    def to_representation(self, row: Complaint) -> Any:
        told = super().to_representation(row)
        reader = self.context["request"].user
        if getattr(reader, "role", "") == "partner" and row.origin == Origin.VILLAGER:
            told |= {"name": "", "phone": "", "text": "", "answer": "", "subject": masked_text(row.subject)}
        return told


class NewComplaintSerializer(serializers.Serializer[Any]):
    station = ScopedSlugRelatedField(
        slug_field="code", queryset=Station.objects.all(), help_text=_("The station's code.")
    )
    kind = serializers.SlugRelatedField(
        slug_field="code",
        queryset=ComplaintKind.objects.filter(in_use=True),
        help_text=_("The code of a kind: a partner's for partners, a villager's for the county."),
    )
    subject = serializers.CharField(max_length=60, help_text=_("In a few words."))
    text = serializers.CharField(max_length=1000, help_text=_("In full."))
    name = serializers.CharField(
        max_length=60, required=False, allow_blank=True, help_text=_("Of the villager; by the county only.")
    )
    phone = serializers.CharField(
        max_length=20, required=False, allow_blank=True, help_text=_("Where the answer goes by SMS.")
    )


class AnswerSerializer(serializers.Serializer[Any]):
    answer = serializers.CharField(
        max_length=ANSWER_LENGTH, help_text=_("As the villager or the partner reads it.")
    )
    upheld = serializers.BooleanField(
        required=False, allow_null=True, default=None, help_text=_("Of complaints: whether it is upheld.")
    )
    for_station = serializers.CharField(
        max_length=ANSWER_LENGTH,
        required=False,
        allow_blank=True,
        default="",
        help_text=_("For the partner, without names."),
    )


class ComplaintFilter(filters.FilterSet):
    station = ScopedChoiceFilter(
        queryset=visible(Station), to_field_name="code", label=_("A station within your reach, by its code.")
    )
    status = filters.ChoiceFilter(choices=ComplaintStatus.choices, label=_("Where it stands."))
    origin = filters.ChoiceFilter(choices=Origin.choices, label=_("Whose words they are."))
    due_before = filters.DateFilter(
        field_name="due_on", lookup_expr="lt", label=_("The answer is due before this day.")
    )

    class Meta:
        model = Complaint
        fields: ClassVar[list[str]] = []


@extend_schema_view(
    list=extend_schema(
        tags=TAG,
        summary=_("List complaints and questions"),
        description=_(
            "The newest first. A partner has the own questions, and complaints about the stations."
        ),
    ),
    retrieve=extend_schema(tags=TAG, summary=_("Show one"), description=_("With its answer.")),
    create=extend_schema(
        tags=TAG,
        summary=_("Ask, or record a complaint"),
        description=_("A partner asks the county; the county records what a villager says."),
        request=NewComplaintSerializer,
        parameters=[REPLAYED_HEADER],
        responses={
            201: OpenApiResponse(ComplaintSerializer, description=_("What was recorded.")),
            200: OpenApiResponse(ComplaintSerializer, description=_("It was recorded before.")),
        },
    ),
    answer=extend_schema(
        tags=TAG,
        summary=_("Answer one"),
        description=_("Once; a villager with a number is told by SMS."),
        request=AnswerSerializer,
        parameters=[REPLAYED_HEADER],
        responses={200: OpenApiResponse(ComplaintSerializer, description=_("As it is now."))},
    ),
)
class ComplaintViewSet(
    ScopedViewSetMixin, IdempotentMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[Complaint]
):
    """Complaints and questions within reach."""

    queryset = Complaint.objects.select_related("station", "kind").order_by("-pk")
    serializer_class = ComplaintSerializer
    filterset_class = ComplaintFilter
    pagination_class = NewestFirst
    permission_classes = (HasRight,)
    right = "partners.view_complaint"
    rights: ClassVar[dict[str, str]] = {
        "create": "partners.add_complaint",
        "answer": "partners.change_complaint",
    }
    idempotent = frozenset({"create", "answer"})

    def create(self, request: Request) -> Response:
        asked = NewComplaintSerializer(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        said = dict(asked.validated_data)
        content = {name: getattr(value, "pk", value) for name, value in said.items()}
        if getattr(request.user, "role", "") == "partner":
            words = {name: said[name] for name in ("station", "kind", "subject", "text")}
            made, headers = self.done_once(content, lambda: ask_question(actor=request.user, **words).pk)
        else:
            made, headers = self.done_once(content, lambda: receive_complaint(actor=request.user, **said).pk)
        row = self.get_queryset().get(pk=made)
        return Response(self.get_serializer(row).data, status=200 if headers else 201, headers=headers)

    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:
        complaint = self.get_object()
        asked = AnswerSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = dict(asked.validated_data)
        _result, headers = self.done_once(
            {"complaint": complaint.pk, **said},
            lambda: answer_complaint(actor=request.user, complaint=complaint, **said).pk,
        )
        return Response(self.get_serializer(self.get_object()).data, headers=headers)
