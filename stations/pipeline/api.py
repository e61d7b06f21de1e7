"""`/api/v1/pipeline/`: candidates before their opening, with what is missing."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from stations.pipeline.board import (
    STATION_STAGES,
    center_candidates,
    center_stages,
    station_candidates,
    station_stages,
    waiting_centers,
    waiting_stations,
)
from stations.scope.api import HasRight

MOST = 200


class CandidateSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    within = serializers.CharField(help_text="The center of a station, the city of a county.")
    stage = serializers.CharField()
    stage_label = serializers.CharField()
    since = serializers.DateTimeField(allow_null=True)
    missing = serializers.ListField(child=serializers.CharField())


class PipelineSerializer(serializers.Serializer[Any]):
    station_stages = serializers.DictField(child=serializers.IntegerField())
    county_stages = serializers.DictField(child=serializers.IntegerField())
    stations = CandidateSerializer(many=True)
    counties = CandidateSerializer(many=True)


class PipelineView(APIView):
    """Stations and counties before their opening, within your reach."""

    permission_classes = (HasRight,)
    right = "stations.view_villagesurvey"

    @extend_schema(
        tags=["pipeline"],
        summary=_("On the way to the opening"),
        description=_("Counts of each stage, and the first 200 candidates with what they miss."),
        parameters=[
            OpenApiParameter(
                "stage", str, enum=[stage.value for stage in STATION_STAGES], description=_("Of stations.")
            )
        ],
        responses=PipelineSerializer,
    )
    def get(self, request: Request) -> Response:
        stage = request.query_params.get("stage", "")
        stations = station_candidates(waiting_stations(request.user, stage)[:MOST])
        counties = center_candidates(waiting_centers(request.user)[:MOST])
        return Response(
            {
                "station_stages": station_stages(request.user),
                "county_stages": center_stages(request.user),
                "stations": [_plain(one) for one in stations],
                "counties": [_plain(one) for one in counties],
            }
        )


def _plain(candidate: Any) -> dict[str, Any]:
    return {name: value for name, value in asdict(candidate).items() if name != "pk"}
