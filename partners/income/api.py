"""`/api/v1/income/`: my sums, my lines with their reasons, my statements."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from partners.income.explaining import EXPLAINED
from partners.income.models import Earning, Statement
from partners.income.queries import STATES, EarningQuerySet
from partners.income.serializers import (
    ExplainedLineSerializer,
    LineSerializer,
    StatementSerializer,
    SummarySerializer,
)
from partners.income.summary import paid_to, summarise
from partners.journal.kinds import ANY_CATEGORY
from stations.clock import parse_month, today
from stations.refusals import Refused
from stations.scope.api import ScopedViewSetMixin, for_roles
from stations.scope.api_pages import NewestFirst

# Money follows the person: these are the reader's own rows, so only partners have them.
FOR_PARTNERS = (for_roles("partner"),)


class IncomeView(APIView):
    permission_classes = FOR_PARTNERS

    @extend_schema(
        tags=["income"],
        operation_id="income_summary",
        summary=_("My income at a glance"),
        description=_("What is pending, on hold, earned and paid, of the login's own person, in yuan."),
        responses=SummarySerializer,
    )
    def get(self, request: Request) -> Response:
        lines = Earning.objects.visible_to(request.user)
        summary = summarise(lines=lines, day=today(), paid=paid_to(request.user))
        return Response(SummarySerializer(summary).data)


class LineFilter(filters.FilterSet):
    """What a list of lines may be narrowed to."""

    state = filters.ChoiceFilter(choices=list(STATES.items()), label="Where the line stands today.")
    category = filters.ChoiceFilter(choices=ANY_CATEGORY)
    subject = filters.CharFilter(max_length=40, label="Like agent-order:17.")
    statement = filters.CharFilter(method="filter_statement", label="A closed month, like 2015-11.")
    paid_from = filters.DateFilter(field_name="paid_on", lookup_expr="gte")
    paid_to = filters.DateFilter(field_name="paid_on", lookup_expr="lte")

    class Meta:
        model = Earning
        fields: ClassVar[list[str]] = []

    def filter_statement(self, lines: EarningQuerySet, name: str, value: str) -> EarningQuerySet:
        try:
            return lines.filter(statement__month=parse_month(value))
        except Refused as refused:
            raise Refused(refused.message, code=refused.code, field=name) from refused


@extend_schema_view(
    list=extend_schema(
        tags=["income"],
        summary=_("My lines of income, the newest first"),
        description=_("Each payment or refund that earned something, or took it back."),
    ),
    retrieve=extend_schema(
        tags=["income"],
        summary=_("One line, and why it is this amount"),
        description=_("With the order, the rate and its version, the basis and the rounding."),
    ),
)
class LineViewSet(ScopedViewSetMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[Earning]):
    queryset = Earning.objects.select_related("station", "statement")
    serializer_class = LineSerializer
    filterset_class = LineFilter
    pagination_class = NewestFirst
    permission_classes = FOR_PARTNERS

    def get_queryset(self) -> QuerySet[Earning]:
        lines: Any = super().get_queryset()
        if self.action == "retrieve":
            lines = lines.select_related(*EXPLAINED)
        return lines.with_state(today())  # type: ignore[no-any-return]

    def get_serializer_class(self) -> type[BaseSerializer[Earning]]:
        return ExplainedLineSerializer if self.action == "retrieve" else LineSerializer


@extend_schema_view(
    list=extend_schema(
        tags=["income"],
        summary=_("My statements, the newest first"),
        description=_("One for each closed month; where a month was opened again, each version."),
    ),
    retrieve=extend_schema(
        tags=["income"],
        summary=_("One statement"),
        description=_("What was earned in the month, and what was carried over."),
    ),
)
class StatementViewSet(ScopedViewSetMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[Statement]):
    queryset = (
        Statement.objects.with_balance().with_subsidies().select_related("center", "station", "superseded_by")
    )
    serializer_class = StatementSerializer
    pagination_class = NewestFirst
    permission_classes = FOR_PARTNERS
