"""`/api/v1/reports/income/`: the income report for programs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from orders.festivals.models import StationDay
from orders.reports.income.files import as_data
from orders.reports.income.report import income_figures
from partners.income.models import Statement
from stations.clock import parse_month
from stations.refusals import Refused
from stations.scope.api import for_roles
from stations.scope.web import IN_THE_COUNTY


def _yuan(help_text: str = "") -> serializers.CharField:
    return serializers.CharField(help_text=help_text)


class IncomeGroupSerializer(serializers.Serializer[Any]):
    """Of the partners with a statement of the month; yuan before tax."""

    key = serializers.CharField(help_text="A county's code, a mode, or the number of the month.")
    name = serializers.CharField()
    partners = serializers.IntegerField()
    total = _yuan()
    mean = _yuan()
    median = _yuan()
    highest = _yuan()
    share_5000 = serializers.FloatField(help_text="Between 0 and 1: 5,000 yuan or more.")
    share_10000 = serializers.FloatField(help_text="Between 0 and 1: 10,000 yuan or more.")


class IncomeBarSerializer(serializers.Serializer[Any]):
    least = serializers.IntegerField(allow_null=True)
    below = serializers.IntegerField(allow_null=True)
    partners = serializers.IntegerField()


class IncomeCostSerializer(serializers.Serializer[Any]):
    key = serializers.CharField(help_text="A business of commissions, or the kind of a subsidy.")
    subsidy = serializers.BooleanField()
    amount = _yuan()


class IncomeReportSerializer(serializers.Serializer[Any]):
    month = serializers.CharField(help_text="Like 2015-11.")
    as_of = serializers.DateTimeField()
    total = IncomeGroupSerializer()
    histogram = IncomeBarSerializer(many=True)
    counties = IncomeGroupSerializer(many=True)
    modes = IncomeGroupSerializer(many=True)
    ages = IncomeGroupSerializer(many=True, help_text="By month since the station's opening; 13 and later.")
    costs = IncomeCostSerializer(many=True)
    cost = _yuan("What the lines in the month's statements come to.")
    turnover = _yuan("Paid in the calendar month: agent orders, produce and services.")
    cost_share = serializers.FloatField(allow_null=True, help_text="Cost over turnover.")


class IncomeReportView(APIView):
    permission_classes = (for_roles(*IN_THE_COUNTY),)

    @extend_schema(
        tags=["reports"],
        operation_id="income_report",
        summary=_("The income of a closed month"),
        description=_(
            "Mean, median, highest, shares, histogram, by county, mode and month since the opening,"
            " and the cost over turnover, within your reach."
        ),
        parameters=[OpenApiParameter("month", str, required=True, description="Like 2015-11.")],
        responses=IncomeReportSerializer,
    )
    def get(self, request: Request) -> Response:
        try:
            month = parse_month(request.query_params.get("month", ""))
        except Refused as refused:
            raise Refused(refused.message, code=refused.code, field="month") from refused
        figures = income_figures(
            month=month,
            statements=Statement.objects.visible_to(request.user),
            days=StationDay.objects.visible_to(request.user),
        )
        return Response(as_data(figures))
