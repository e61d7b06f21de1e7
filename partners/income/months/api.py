"""`/api/v1/county-months/`: closed months by county, approved there and locked by head office."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from partners.income.months.advancing import approve_month, lock_month, reopen_month, send_back_month
from partners.income.months.checks import open_items
from partners.income.months.lifecycle import MonthStatus
from partners.income.months.models import CountyMonth
from stations.centers.models import CountyCenter
from stations.requests.api import REPLAYED_HEADER, IdempotentMixin
from stations.scope.api import HasRight, ScopedChoiceFilter, ScopedViewSetMixin, visible
from stations.scope.api_pages import NewestFirst

TAG = ["county months"]


class CountyMonthSerializer(serializers.ModelSerializer[CountyMonth]):
    """A county's closed month: how many statements, what they come to in yuan, and who stands for it."""

    center = serializers.CharField(source="center.code", help_text=_("The center's code."))
    month = serializers.DateField(format="%Y-%m", help_text=_("Like 2015-11."))
    statements = serializers.IntegerField(source="number", read_only=True, help_text=_("Those in force."))
    amount = serializers.DecimalField(
        source="total",
        max_digits=14,
        decimal_places=2,
        read_only=True,
        help_text=_("What they add to what is owed, in yuan."),
    )
    approved_by = serializers.CharField(source="approved_by.username", default=None, allow_null=True)
    locked_by = serializers.CharField(source="locked_by.username", default=None, allow_null=True)

    class Meta:
        model = CountyMonth
        fields: tuple[str, ...] = (
            "id",
            "center",
            "month",
            "status",
            "statements",
            "amount",
            "approved_by",
            "locked_by",
        )
        read_only_fields = fields


class OneCountyMonthSerializer(CountyMonthSerializer):
    """The same, with what keeps it from being approved and locked."""

    still_open = serializers.SerializerMethodField(help_text=_("A sentence for each thing that is open."))

    class Meta(CountyMonthSerializer.Meta):
        fields = (*CountyMonthSerializer.Meta.fields, "still_open")
        read_only_fields = fields

    def get_still_open(self, row: CountyMonth) -> list[str]:
        return open_items(row.center, row.month)


class MonthReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200, help_text=_("It stands in the month's log."))


class CountyMonthFilter(filters.FilterSet):
    center = ScopedChoiceFilter(
        queryset=visible(CountyCenter),
        to_field_name="code",
        label=_("A center within your reach, by its code."),
    )
    status = filters.ChoiceFilter(choices=MonthStatus.choices, label=_("Where it stands."))

    class Meta:
        model = CountyMonth
        fields: ClassVar[list[str]] = []


def _step(summary: Any, description: Any, *, request: Any = None) -> Any:
    return extend_schema(
        tags=TAG,
        summary=summary,
        description=description,
        request=request,
        parameters=[REPLAYED_HEADER],
        responses={200: OpenApiResponse(OneCountyMonthSerializer, description=_("As it is now."))},
    )


@extend_schema_view(
    list=extend_schema(
        tags=TAG, summary=_("List counties' months"), description=_("The newest first, within reach.")
    ),
    retrieve=extend_schema(
        tags=TAG,
        summary=_("Show one county's month"),
        description=_("With what is still open in it."),
    ),
    approve=_step(_("Approve a month"), _("The county stands for it; from here on it takes nothing more.")),
    send_back=_step(
        _("Take an approval back"),
        _("Before the month is locked, with a reason."),
        request=MonthReasonSerializer,
    ),
    lock=_step(_("Lock a month"), _("Head office agrees; whoever approved it is refused.")),
    reopen=_step(
        _("Open a locked month again"),
        _("By head office, with a reason. Statements stay as they are until they are recalculated."),
        request=MonthReasonSerializer,
    ),
)
class CountyMonthViewSet(
    ScopedViewSetMixin, IdempotentMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[CountyMonth]
):
    queryset = CountyMonth.objects.with_totals().select_related("center", "approved_by", "locked_by")
    serializer_class = CountyMonthSerializer
    filterset_class = CountyMonthFilter
    pagination_class = NewestFirst
    permission_classes = (HasRight,)
    right = "partners.view_countymonth"
    rights: ClassVar[dict[str, str]] = {
        "approve": "partners.change_countymonth",
        "send_back": "partners.change_countymonth",
        "lock": "partners.lock_countymonth",
        "reopen": "partners.lock_countymonth",
    }
    idempotent = frozenset({"approve", "send_back", "lock", "reopen"})

    def get_serializer_class(self) -> type[BaseSerializer[CountyMonth]]:
        return CountyMonthSerializer if self.action == "list" else OneCountyMonthSerializer

    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        return self._do(request, approve_month)

    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, request: Request, pk: str) -> Response:
        return self._do(request, send_back_month, **self._reason(request))

    @action(detail=True, methods=["post"])
    def lock(self, request: Request, pk: str) -> Response:
        return self._do(request, lock_month)

    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        return self._do(request, reopen_month, **self._reason(request))

    def _reason(self, request: Request) -> dict[str, Any]:
        self.get_object()  # a foreign month does not exist, whatever is said
        asked = MonthReasonSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return dict(asked.validated_data)

    def _do(self, request: Request, verb: Any, **said: Any) -> Response:
        row = self.get_object()
        _result, headers = self.done_once(
            {"month": row.pk, **said}, lambda: verb(actor=request.user, county_month=row, **said).pk
        )
        return Response(self.get_serializer(self.get_object()).data, headers=headers)
