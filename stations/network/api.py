"""`/api/v1/stations/`: the network, as far as one reaches."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.viewsets import GenericViewSet

from stations.centers.models import CountyCenter
from stations.network.lifecycle import StationStatus
from stations.network.models import Station
from stations.network.queries import StationQuerySet
from stations.refusals import Refused
from stations.scope.api import HasRight, ScopedChoiceFilter, ScopedViewSetMixin, visible
from stations.scope.api_pages import ByCode

FIRST_YEAR, LAST_YEAR = 2000, 2100


class CenterNameSerializer(serializers.ModelSerializer[CountyCenter]):
    class Meta:
        model = CountyCenter
        fields = ("code", "name")
        read_only_fields = fields


class VillageStationSerializer(serializers.ModelSerializer[Station]):
    """A village service station."""

    center = CenterNameSerializer(read_only=True)
    village = serializers.CharField(source="village_id", help_text="The village's code in the register.")
    village_path = serializers.CharField(source="village.full_path", help_text="From the province down.")
    status_label = serializers.CharField(source="get_status_display")

    class Meta:
        model = Station
        fields = (
            "id",
            "code",
            "name",
            "center",
            "village",
            "village_path",
            "address",
            "latitude",
            "longitude",
            "status",
            "status_label",
            "opened_on",
            "closed_on",
        )
        read_only_fields = fields


class StationFilter(filters.FilterSet):
    """What a list may be narrowed to."""

    center = ScopedChoiceFilter(
        queryset=visible(CountyCenter), to_field_name="code", label="A center within your reach, by its code."
    )
    status = filters.MultipleChoiceFilter(choices=StationStatus.choices, label="One status or several.")
    in_service_on = filters.DateFilter(
        method="filter_in_service", label="Opened by that day, not closed before it, not suspended all day."
    )
    search = filters.CharFilter(
        method="filter_search", max_length=60, label="The beginning of a code, or any part of a name."
    )

    class Meta:
        model = Station
        fields: ClassVar[list[str]] = []

    def filter_in_service(self, stations: StationQuerySet, name: str, day: dt.date) -> StationQuerySet:
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise Refused(_("There were no stations in that year."), code="day", field=name)
        return stations.in_service_on(day)

    def filter_search(self, stations: StationQuerySet, name: str, text: str) -> StationQuerySet:
        return stations.search(text)


_STATION = {
    "id": 32,
    "code": "FJQG032",
    "name": "西洋村委会",
    "center": {"code": "FJQG", "name": "尤溪县运营中心"},
    "village": "350426102201",
    "village_path": "福建省 › 三明市 › 尤溪县 › 西滨镇 › 西洋村委会",
    "address": "村委会旁",
    "latitude": "26.17002",
    "longitude": "118.19045",
    "status": "open",
    "status_label": "open",
    "opened_on": "2014-12-20",
    "closed_on": None,
}
CODE = "[A-Z]{2,8}[0-9]{3,4}"
_CODE = OpenApiParameter(
    "code", str, OpenApiParameter.PATH, pattern=f"^{CODE}$", description=_("The station's code.")
)


@extend_schema_view(
    list=extend_schema(
        tags=["stations"],
        summary=_("List stations"),
        description=_("The stations within your reach, in the order of their codes."),
        examples=[OpenApiExample("station", value=_STATION, response_only=True)],
    ),
    retrieve=extend_schema(
        tags=["stations"],
        summary=_("One station"),
        description=_("A station within your reach, by its code."),
        parameters=[_CODE],
        examples=[OpenApiExample("station", value=_STATION, response_only=True)],
    ),
)
class StationViewSet(ScopedViewSetMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[Station]):
    queryset = Station.objects.select_related("center", "village__parent__parent__parent__parent")
    serializer_class = VillageStationSerializer
    filterset_class = StationFilter
    pagination_class = ByCode
    permission_classes = (HasRight,)
    right = "stations.view_station"
    lookup_field = "code"
    lookup_value_regex = CODE
