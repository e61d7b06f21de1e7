"""`/api/v1/training/`: sessions for the desk; places and certificates also for whose they are."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.viewsets import GenericViewSet

from partners.training.lifecycle import EnrolmentStatus, SessionStatus
from partners.training.models import Certificate, Enrolment, TrainingSession
from stations.clock import today
from stations.scope.api import HasRight, ScopedViewSetMixin
from stations.scope.api_pages import NewestFirst


class TrainingSessionSerializer(serializers.ModelSerializer[TrainingSession]):
    """A course on a day in a county center."""

    course = serializers.CharField(source="course.code", read_only=True)
    center = serializers.CharField(source="center.code", read_only=True)
    taken = serializers.IntegerField(read_only=True, help_text="Seats that are taken.")

    class Meta:
        model = TrainingSession
        fields = (
            "id",
            "course",
            "center",
            "held_on",
            "starts_at",
            "room",
            "seats",
            "taken",
            "trainer",
            "status",
        )
        read_only_fields = fields


class EnrolmentSerializer(serializers.ModelSerializer[Enrolment]):
    """Somebody's place in a session; the score of 100 once there was a test."""

    course = serializers.CharField(source="session.course.code", read_only=True)
    held_on = serializers.DateField(source="session.held_on", read_only=True)

    class Meta:
        model = Enrolment
        fields = ("id", "partner", "session", "course", "held_on", "status", "score")
        read_only_fields = fields


class CertificateSerializer(serializers.ModelSerializer[Certificate]):
    """Who passed which course; `valid` is as of today."""

    number = serializers.CharField(read_only=True)
    course = serializers.CharField(source="course.code", read_only=True)
    valid = serializers.SerializerMethodField()

    class Meta:
        model = Certificate
        fields = (
            "id",
            "number",
            "partner",
            "course",
            "score",
            "issued_on",
            "valid_until",
            "revoked_on",
            "valid",
        )
        read_only_fields = fields

    def get_valid(self, certificate: Certificate) -> bool:
        day, until = today(), certificate.valid_until
        return certificate.revoked_on is None and (until is None or until >= day)


class SessionFilter(filters.FilterSet):
    status = filters.ChoiceFilter(choices=SessionStatus.choices)

    class Meta:
        model = TrainingSession
        fields: ClassVar[list[str]] = []


class EnrolmentFilter(filters.FilterSet):
    status = filters.ChoiceFilter(choices=EnrolmentStatus.choices)

    class Meta:
        model = Enrolment
        fields: ClassVar[list[str]] = []


class CertificateFilter(filters.FilterSet):
    valid = filters.BooleanFilter(method="filter_valid", label="As of today.")

    class Meta:
        model = Certificate
        fields: ClassVar[list[str]] = []

    def filter_valid(self, rows: Any, name: str, value: bool) -> Any:
        valid = Certificate.objects.valid_on(today()).values("pk")
        return rows.filter(pk__in=valid) if value else rows.exclude(pk__in=valid)


@extend_schema_view(
    list=extend_schema(
        tags=["training"],
        summary=_("Training sessions, the newest first"),
        description=_("Planned, held and cancelled ones of your counties."),
    ),
    retrieve=extend_schema(
        tags=["training"], summary=_("One training session"), description=_("With the seats taken.")
    ),
)
class TrainingSessionViewSet(
    ScopedViewSetMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[TrainingSession]
):
    queryset = TrainingSession.objects.counted().select_related("course", "center")
    serializer_class = TrainingSessionSerializer
    filterset_class = SessionFilter
    pagination_class = NewestFirst
    permission_classes = (HasRight,)
    right = "partners.view_trainingsession"


@extend_schema_view(
    list=extend_schema(
        tags=["training"],
        summary=_("Places in sessions, the newest first"),
        description=_("A partner sees their own."),
    ),
    retrieve=extend_schema(
        tags=["training"], summary=_("One place in a session"), description=_("And how the test went.")
    ),
)
class EnrolmentViewSet(ScopedViewSetMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[Enrolment]):
    queryset = Enrolment.objects.select_related("session__course")
    serializer_class = EnrolmentSerializer
    filterset_class = EnrolmentFilter
    pagination_class = NewestFirst
    permission_classes = (HasRight,)
    right = "partners.view_enrolment"


@extend_schema_view(
    list=extend_schema(
        tags=["training"],
        summary=_("Certificates, the newest first"),
        description=_("A partner sees their own."),
    ),
    retrieve=extend_schema(
        tags=["training"], summary=_("One certificate"), description=_("Until when, and whether it is valid.")
    ),
)
class CertificateViewSet(ScopedViewSetMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[Certificate]):
    queryset = Certificate.objects.select_related("course")
    serializer_class = CertificateSerializer
    filterset_class = CertificateFilter
    pagination_class = NewestFirst
    permission_classes = (HasRight,)
    right = "partners.view_certificate"
