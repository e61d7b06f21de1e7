"""`/api/v1/taobao-villages/`: the years, and the decisions of a year."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from stations.recognition.files import as_data
from stations.recognition.report import recognise, years
from stations.scope.api import HasRight


class YearSerializer(serializers.Serializer[Any]):
    year = serializers.IntegerField()


class RecognitionSerializer(serializers.Serializer[Any]):
    """Who is recognised in a year, under the names of the list."""

    year = serializers.IntegerField()
    criteria = serializers.DictField()
    counts = serializers.DictField()
    growth = serializers.DictField(help_text="Of what is entered here.")
    published_growth = serializers.DictField(allow_null=True, help_text="Of the reports, in the nation.")
    villages = serializers.ListField(child=serializers.DictField())
    not_recognised = serializers.ListField(child=serializers.DictField())
    towns = serializers.ListField(child=serializers.DictField())
    clusters = serializers.ListField(child=serializers.DictField())


@extend_schema_view(
    list=extend_schema(
        tags=["taobao-villages"],
        summary=_("Years of Taobao villages"),
        description=_("The years of which a list or figures were entered, the latest first."),
        responses=YearSerializer(many=True),
    ),
    retrieve=extend_schema(
        tags=["taobao-villages"],
        summary=_("Taobao villages of a year"),
        description=_(
            "Villages, towns and clusters with the reason for each, as the criteria of the year decide."
        ),
        parameters=[OpenApiParameter("year", int, OpenApiParameter.PATH, description=_("The year."))],
        responses=RecognitionSerializer,
    ),
)
class TaobaoVillageViewSet(ViewSet):
    """Published figures of places, not rows of a county: whoever has the right sees them all."""

    permission_classes = (HasRight,)
    right = "stations.view_taobaovillage"
    lookup_field = "year"
    lookup_value_regex = "20[0-9]{2}"

    def list(self, request: Request) -> Response:
        return Response([{"year": year} for year in years()])

    def retrieve(self, request: Request, year: str) -> Response:
        if int(year) not in years():
            raise NotFound
        return Response(as_data(recognise(int(year))))
