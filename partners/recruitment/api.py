"""`/api/v1/vacancies/`, `/applications/` and `/hiring-decisions/` for the desk."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from partners.recruitment.deciding.deciding import confirm_decision
from partners.recruitment.deciding.models import HiringDecision
from partners.recruitment.lifecycle import ApplicationStatus, VacancyStatus
from partners.recruitment.models import Application, Vacancy
from stations.requests.api import IdempotentMixin
from stations.scope.api import HasRight, ScopedChoiceFilter, ScopedViewSetMixin, visible
from stations.scope.api_pages import NewestFirst
from stations.wording import masked_phone


class VacancySerializer(serializers.ModelSerializer[Vacancy]):
    """A station that looks for a partner."""

    station = serializers.CharField(source="station.code", read_only=True)
    applicants = serializers.IntegerField(read_only=True, help_text="Without those who withdrew.")
    waiting = serializers.IntegerField(read_only=True, help_text="Of these, without an answer.")

    class Meta:
        model = Vacancy
        fields = ("id", "station", "status", "closes_on", "opened_at", "applicants", "waiting")
        read_only_fields = fields


class ApplicationSerializer(serializers.ModelSerializer[Application]):
    """Somebody who wants to run a station; the mobile number masked."""

    number = serializers.CharField(read_only=True)
    station = serializers.CharField(source="vacancy.station.code", read_only=True)
    phone = serializers.SerializerMethodField(help_text="Only its ends.")
    place = serializers.SerializerMethodField(
        help_text="Among those scored for the vacancy; equal scores share it."
    )

    class Meta:
        model = Application
        fields = (
            "id",
            "number",
            "vacancy",
            "station",
            "name",
            "phone",
            "education",
            "returning_from",
            "why",
            "status",
            "created_at",
            "interview_at",
            "score",
            "place",
            "decided_at",
            "reason",
            "partner",
        )
        read_only_fields = fields

    def get_phone(self, application: Application) -> str:
        return masked_phone(application.phone)

    def get_place(self, application: Any) -> int | None:
        return None if application.score is None else int(application.place)


class DecisionSerializer(serializers.ModelSerializer[HiringDecision]):
    """What one person proposed and another one confirms."""

    number = serializers.CharField(source="application.number", read_only=True)
    is_open = serializers.BooleanField(read_only=True)

    class Meta:
        model = HiringDecision
        fields = (
            "id",
            "application",
            "number",
            "verdict",
            "reason",
            "is_open",
            "proposed_by",
            "proposed_at",
            "confirmed_by",
            "confirmed_at",
            "withdrawn_at",
        )
        read_only_fields = fields


class VacancyFilter(filters.FilterSet):
    status = filters.ChoiceFilter(choices=VacancyStatus.choices)

    class Meta:
        model = Vacancy
        fields: ClassVar[list[str]] = []


class ApplicationFilter(filters.FilterSet):
    status = filters.ChoiceFilter(choices=ApplicationStatus.choices)
    vacancy = ScopedChoiceFilter(queryset=visible(Vacancy))

    class Meta:
        model = Application
        fields: ClassVar[list[str]] = []


@extend_schema_view(
    list=extend_schema(
        tags=["recruitment"],
        summary=_("Vacancies, the newest first"),
        description=_("Stations that look or looked for a partner."),
    ),
    retrieve=extend_schema(
        tags=["recruitment"], summary=_("One vacancy"), description=_("With how many applied.")
    ),
)
class VacancyViewSet(ScopedViewSetMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[Vacancy]):
    queryset = Vacancy.objects.counted().select_related("station")
    serializer_class = VacancySerializer
    filterset_class = VacancyFilter
    pagination_class = NewestFirst
    permission_classes = (HasRight,)
    right = "partners.view_vacancy"


@extend_schema_view(
    list=extend_schema(
        tags=["recruitment"],
        summary=_("Applications, the newest first"),
        description=_("From the form to the decision; what was erased is empty."),
    ),
    retrieve=extend_schema(
        tags=["recruitment"], summary=_("One application"), description=_("With its place, once scored.")
    ),
)
class ApplicationViewSet(ScopedViewSetMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[Application]):
    queryset = Application.objects.ranked().select_related("vacancy__station").defer("identity_number")
    serializer_class = ApplicationSerializer
    filterset_class = ApplicationFilter
    pagination_class = NewestFirst
    permission_classes = (HasRight,)
    right = "partners.view_application"


@extend_schema_view(
    list=extend_schema(
        tags=["recruitment"],
        summary=_("Decisions about applicants, the newest first"),
        description=_("Proposed by one person, confirmed by another."),
    ),
    retrieve=extend_schema(
        tags=["recruitment"], summary=_("One decision"), description=_("What is proposed, and by whom.")
    ),
    confirm=extend_schema(
        tags=["recruitment"],
        summary=_("Confirm a decision"),
        description=_(
            "A second person agrees; the same one is refused. Who is taken on becomes a partner with a login;"
            " the desk gives the one-time code."
        ),
        request=None,
        responses=DecisionSerializer,
    ),
)
class HiringDecisionViewSet(
    ScopedViewSetMixin, IdempotentMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[HiringDecision]
):
    queryset = HiringDecision.objects.select_related("application").defer("application__identity_number")
    serializer_class = DecisionSerializer
    pagination_class = NewestFirst
    permission_classes = (HasRight,)
    right = "partners.view_hiringdecision"
    rights: ClassVar[dict[str, str]] = {"confirm": "partners.change_hiringdecision"}
    idempotent = frozenset({"confirm"})

    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        decision = self.get_object()
        _result, headers = self.done_once(
            {"decision": decision.pk},
            lambda: {"decision": confirm_decision(actor=request.user, decision=decision).decision.pk},
        )
        return Response(self.get_serializer(self.get_object()).data, headers=headers)
