"""`/api/v1/reports/recruitment/`: the same figures for programs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from orders.reports.recruitment.files import as_data
from orders.reports.recruitment.report import recruitment_report
from orders.reports.recruitment.web import usual_first
from stations.clock import parse_month, today
from stations.refusals import Refused
from stations.scope.api import HasRight


class RecruitmentFiguresSerializer(serializers.Serializer[Any]):
    key = serializers.CharField(help_text="The code of a center, or a month.")
    name = serializers.CharField()
    places = serializers.IntegerField()
    filled = serializers.IntegerField()
    applicants = serializers.IntegerField()
    accepted = serializers.IntegerField()
    refused = serializers.IntegerField()
    waiting = serializers.IntegerField()
    per_place = serializers.FloatField(allow_null=True)
    one_in = serializers.FloatField(allow_null=True)
    median_days = serializers.FloatField(allow_null=True)
    p90_days = serializers.FloatField(allow_null=True)


class RecruitmentReportSerializer(serializers.Serializer[Any]):
    first = serializers.CharField()
    last = serializers.CharField()
    total = RecruitmentFiguresSerializer()
    counties = RecruitmentFiguresSerializer(many=True)
    months = RecruitmentFiguresSerializer(many=True)


class RecruitmentView(APIView):
    permission_classes = (HasRight,)
    right = "partners.view_application"

    @extend_schema(
        tags=["reports"],
        operation_id="recruitment_report",
        summary=_("Recruitment"),
        description=_(
            "Applicants for each place and days to a decision, by county and month, in your reach."
        ),
        parameters=[
            OpenApiParameter("first", str, description=_("Like 2015-01; eleven months ago unless given.")),
            OpenApiParameter("last", str, description=_("Like 2015-12; this month unless given.")),
        ],
        responses=RecruitmentReportSerializer,
    )
    def get(self, request: Request) -> Response:
        months = {"first": usual_first(), "last": today()}
        for name in months:
            if given := request.query_params.get(name):
                try:
                    months[name] = parse_month(given)
                except Refused as refused:
                    raise Refused(refused.message, code=refused.code, field=name) from refused
        return Response(as_data(recruitment_report(request.user, **months)))
