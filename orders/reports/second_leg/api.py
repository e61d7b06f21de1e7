"""`/api/v1/reports/second-leg/`: the same figures for programs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from orders.logistics.models import Parcel
from orders.logistics.queries import OVERDUE_DAYS
from orders.reports.second_leg.files import as_data
from orders.reports.second_leg.report import second_leg_report
from stations.clock import today
from stations.scope.api import for_roles
from stations.scope.web import IN_THE_COUNTY


class AskedSerializer(serializers.Serializer[Any]):
    first_day = serializers.DateField(required=False, help_text=_("The last 30 days unless given."))
    last_day = serializers.DateField(required=False)
    overdue_days = serializers.IntegerField(required=False, min_value=0, max_value=365, default=OVERDUE_DAYS)


class SecondLegFiguresSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    received = serializers.IntegerField(help_text=_("First scanned at the county center in these days."))
    arrived = serializers.IntegerField(help_text=_("Scanned at the station in these days."))
    handed_over = serializers.IntegerField(help_text=_("Handed to the villager in these days."))
    timed = serializers.IntegerField(help_text=_("Of these, scanned at the county before."))
    median_hours = serializers.FloatField(
        allow_null=True, help_text=_("From that scan to the hand-over: the median.")
    )
    p90_hours = serializers.FloatField(allow_null=True, help_text=_("The 90th percentile of the same."))
    overdue = serializers.IntegerField(help_text=_("Waiting at the station now, for more than the days."))
    lost = serializers.IntegerField(help_text=_("Given up in these days and not found again."))
    damaged = serializers.IntegerField(help_text=_("Found to be damaged in these days."))


class SecondLegReportSerializer(serializers.Serializer[Any]):
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    overdue_days = serializers.IntegerField()
    as_of = serializers.DateTimeField()
    total = SecondLegFiguresSerializer()
    counties = SecondLegFiguresSerializer(many=True)
    carriers = SecondLegFiguresSerializer(many=True)
    stations = SecondLegFiguresSerializer(many=True)


class SecondLegView(APIView):
    permission_classes = (for_roles(*IN_THE_COUNTY),)

    @extend_schema(
        tags=["parcels"],
        operation_id="second_leg_report",
        summary=_("The report of the second leg"),
        description=_(
            "For your part of the nation: throughput, time to the hand-over, overdue, lost, damaged."
        ),
        parameters=[AskedSerializer],
        responses=SecondLegReportSerializer,
    )
    def get(self, request: Request) -> Response:
        asked = AskedSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        given = dict(asked.validated_data)
        given.setdefault("last_day", today())
        given.setdefault("first_day", given["last_day"] - dt.timedelta(days=29))
        return Response(as_data(second_leg_report(parcels=Parcel.objects.visible_to(request.user), **given)))
