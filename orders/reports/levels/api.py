"""`/api/v1/levels/`: months of stations with the parts of their scores, and the leaderboard."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from orders.reports.levels.files import part_data
from orders.reports.levels.models import StationLevel
from orders.reports.levels.parts import parts_of
from orders.reports.levels.report import leaderboard
from stations.clock import parse_month
from stations.network.models import Station
from stations.scope.api import HasRight, ScopedChoiceFilter, ScopedViewSetMixin, visible
from stations.scope.api_pages import NewestFirst

TAG = ["levels"]


class PartSerializer(serializers.Serializer[Any]):
    part = serializers.CharField()
    value = serializers.CharField(
        allow_null=True, help_text=_("Yuan per household, a count, or a share; empty where it is left out.")
    )
    percentile = serializers.CharField(
        allow_null=True, help_text=_("The county's other stations that are behind, of 100; level ones half.")
    )
    weight = serializers.CharField(help_text=_("Of 100, after what is left out was spread over the others."))
    points = serializers.CharField(help_text=_("Weight times percentile, of 100."))


class StationLevelSerializer(serializers.ModelSerializer[StationLevel]):
    """A station's month."""

    month = serializers.DateField(source="of.month", format="%Y-%m", help_text=_("Like 2015-11."))
    station = serializers.CharField(source="station.code", help_text=_("The station's code."))
    center = serializers.CharField(source="center.code", help_text=_("The county center it was compared in."))
    level = serializers.SerializerMethodField(help_text=_("What the score is called."))
    parts = serializers.SerializerMethodField()

    class Meta:
        model = StationLevel
        fields = (
            "id",
            "month",
            "station",
            "center",
            "score",
            "rank",
            "compared",
            "level",
            "households",
            "turnover",
            "orders",
            "villagers",
            "parcels",
            "parcels_in_time",
            "complaints",
            "parts",
        )
        read_only_fields = fields

    def get_level(self, row: StationLevel) -> str:
        return str(row.bound or "")

    @extend_schema_field(PartSerializer(many=True))
    def get_parts(self, row: StationLevel) -> list[dict[str, Any]]:
        return [part_data(part) for part in parts_of(row)]


class LeaderboardRowSerializer(serializers.Serializer[Any]):
    rank = serializers.IntegerField()
    station = serializers.CharField(help_text=_("The station's name."))
    score = serializers.DecimalField(max_digits=5, decimal_places=2)
    level = serializers.CharField()
    mine = serializers.BooleanField(help_text=_("The reader's own station."))


class AskedSerializer(serializers.Serializer[Any]):
    month = serializers.CharField(max_length=7, help_text=_("Like 2015-11."))


class LevelFilter(filters.FilterSet):
    station = ScopedChoiceFilter(
        queryset=visible(Station), to_field_name="code", label=_("A station within your reach, by its code.")
    )
    since = filters.DateFilter(field_name="of__month", lookup_expr="gte", label=_("This month or later."))

    class Meta:
        model = StationLevel
        fields: ClassVar[list[str]] = []


@extend_schema_view(
    list=extend_schema(
        tags=TAG,
        summary=_("Levels by station and month"),
        description=_(
            "A partner has the own months, with the parts of the score; a county has its stations."
        ),
    ),
    retrieve=extend_schema(tags=TAG, summary=_("One month of a station"), description=_("With its parts.")),
)
class LevelViewSet(ScopedViewSetMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[StationLevel]):
    """Levels within reach."""

    queryset = StationLevel.objects.select_related("of__rule", "station", "center", "bound").order_by("-pk")
    serializer_class = StationLevelSerializer
    filterset_class = LevelFilter
    pagination_class = NewestFirst
    permission_classes = (HasRight,)
    right = "orders.view_stationlevel"

    @extend_schema(
        tags=TAG,
        summary=_("The leaderboard of a partner's county"),
        description=_("Names and scores of the stations that the own one was compared with."),
        parameters=[OpenApiParameter("month", str, required=True, description=_("Like 2015-11."))],
        responses=LeaderboardRowSerializer(many=True),
        filters=False,
    )
    @action(detail=False, pagination_class=None)
    def leaderboard(self, request: Request) -> Response:
        asked = AskedSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        places = leaderboard(request.user, parse_month(asked.validated_data["month"]))
        return Response(LeaderboardRowSerializer(places, many=True).data)
