"""`/api/v1/growth/`: the growth report for programs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from orders.reports.growth.files import as_data
from orders.reports.growth.report import growth_report
from stations.scope.api import HasRight


class GrowthSerializer(serializers.Serializer[Any]):
    """Up to and with a day; `days` are those on which something changed."""

    day = serializers.DateField()
    stations = serializers.IntegerField(help_text="Opened and not closed.")
    stations_in_service = serializers.IntegerField()
    counties = serializers.IntegerField()
    provinces = serializers.IntegerField()
    partners = serializers.IntegerField()
    peak = serializers.DictField(allow_null=True)
    target = serializers.DictField(allow_null=True)
    planned = serializers.IntegerField()
    opened_as_planned = serializers.IntegerField()
    reach = serializers.DictField()
    stages = serializers.ListField(child=serializers.DictField())
    days = serializers.ListField(child=serializers.DictField())
    months = serializers.ListField(child=serializers.DictField())


class GrowthView(APIView):
    """Your part of the network."""

    permission_classes = (HasRight,)
    right = "stations.view_openingplan"

    @extend_schema(
        tags=["reports"],
        summary=_("Growth of the network"),
        description=_(
            "Stations, counties, provinces and partners by day, against the plan, within your reach."
        ),
        responses=GrowthSerializer,
    )
    def get(self, request: Request) -> Response:
        return Response(as_data(growth_report(request.user)))
