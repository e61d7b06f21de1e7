"""Festivals and their report for programs; each login gets the same part as on the page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from orders.festivals.comparing.asking import compared
from orders.festivals.comparing.files import as_data as comparison_data
from orders.festivals.files import as_data
from orders.festivals.live.api import LiveActions
from orders.festivals.models import Festival
from orders.festivals.report import festival_report
from stations.scope.api import HasRight, ScopedViewSetMixin


class FestivalSerializer(serializers.ModelSerializer[Festival]):
    class Meta:
        model = Festival
        fields = ("slug", "name", "starts_at", "ends_at", "sales_target")


class MeasureSerializer(serializers.Serializer[Any]):
    amount = serializers.DecimalField(16, 2, help_text="Yuan.")
    orders = serializers.IntegerField()


class MeasuresSerializer(serializers.Serializer[Any]):
    placed = MeasureSerializer(help_text="Counts when an order is placed.")
    paid = MeasureSerializer(help_text="Counts when it is paid.")
    net = MeasureSerializer(help_text="Paid less refunds, in the hour of the payment.")


class HourSerializer(MeasuresSerializer):
    starts_at = serializers.DateTimeField()


class NamedSerializer(MeasuresSerializer):
    code = serializers.CharField()
    name = serializers.CharField()


class PlaceSerializer(NamedSerializer):
    stations_in_service = serializers.IntegerField()
    stations_selling = serializers.IntegerField()


class StationSerializer(NamedSerializer):
    county = serializers.CharField(help_text="Code of the county that the station belongs to today.")
    in_service = serializers.BooleanField(
        help_text="False: sold something without being in service, and is in the sums but in no mean."
    )


class FestivalReportSerializer(MeasuresSerializer):
    """The report as of a moment; places come by what was paid, largest first."""

    festival = serializers.CharField(help_text="Its slug.")
    name = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(help_text="The first moment after it.")
    as_of = serializers.DateTimeField()
    pending = serializers.IntegerField(help_text="Rows of the journal not counted yet.")
    stations_in_service = serializers.IntegerField()
    stations_selling = serializers.IntegerField()
    mean_per_station = serializers.DecimalField(16, 2)
    median_per_station = serializers.DecimalField(16, 2)
    target = serializers.DecimalField(14, 2, allow_null=True)
    hours = HourSerializer(many=True)
    categories = NamedSerializer(many=True)
    provinces = PlaceSerializer(many=True)
    counties = PlaceSerializer(many=True)
    stations = StationSerializer(many=True)


class AskedSerializer(serializers.Serializer[Any]):
    """What to compare with."""

    against = serializers.CharField(
        required=False, help_text=_("The slug of an earlier festival; without it, an ordinary day.")
    )
    weeks = serializers.IntegerField(
        required=False, min_value=1, max_value=12, help_text=_("How many weeks before; 4 by default.")
    )
    middle = serializers.ChoiceField(
        required=False, choices=["mean", "median"], help_text=_("Of several ordinary days; mean by default.")
    )


class FigureSerializer(serializers.Serializer[Any]):
    now = serializers.CharField()
    then = serializers.CharField(allow_null=True, help_text="Null where there was nothing to measure.")
    difference = serializers.CharField(allow_null=True)
    ratio = serializers.CharField(allow_null=True, help_text="Now as a multiple of then.")


class FiguresSerializer(serializers.Serializer[Any]):
    placed_amount = FigureSerializer()
    placed_orders = FigureSerializer()
    paid_amount = FigureSerializer()
    paid_orders = FigureSerializer()
    net_amount = FigureSerializer()
    net_orders = FigureSerializer()


class ComparedRowSerializer(FiguresSerializer):
    code = serializers.CharField()
    name = serializers.CharField()
    standing = serializers.CharField(help_text="both, new, or closed: only both have ratios.")


class SpanSerializer(serializers.Serializer[Any]):
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class BasisSerializer(serializers.Serializer[Any]):
    """What it is compared with, as data and in words."""

    kind = serializers.CharField(help_text="festival or ordinary.")
    festival = serializers.CharField(allow_null=True, help_text="The slug of the earlier festival.")
    middle = serializers.CharField(allow_null=True, help_text="mean or median of ordinary days.")
    now = SpanSerializer()
    then = SpanSerializer(many=True)
    left_out = SpanSerializer(many=True, help_text="In which a festival ran.")
    definition = serializers.ListField(child=serializers.CharField())


class ComparisonSerializer(serializers.Serializer[Any]):
    """A festival beside its basis."""

    festival = serializers.CharField(help_text="Its slug.")
    as_of = serializers.DateTimeField()
    pending = serializers.IntegerField(help_text="Rows of the journal not counted yet.")
    basis = BasisSerializer()
    stations_at_both_times = serializers.IntegerField()
    stations_new = serializers.IntegerField()
    stations_closed = serializers.IntegerField()
    whole = FiguresSerializer()
    provinces = ComparedRowSerializer(many=True)
    counties = ComparedRowSerializer(many=True)
    stations = ComparedRowSerializer(many=True)
    categories = ComparedRowSerializer(many=True)


@extend_schema_view(
    list=extend_schema(
        tags=["festivals"], summary=_("List festivals"), description=_("Shopping festivals, newest first.")
    ),
    retrieve=extend_schema(
        tags=["festivals"],
        summary=_("Show a festival"),
        description=_("Its name, its hours, the first included and the last not, and its sales target."),
    ),
    report=extend_schema(
        tags=["festivals"],
        summary=_("The festival's report"),
        description=_(
            "For your part of the nation: the three turnovers as of one moment, by hour, category, province,"
            " county and station; every station in service is listed."
        ),
        responses=FestivalReportSerializer,
    ),
    comparison=extend_schema(
        tags=["festivals"],
        summary=_("The festival beside another one, or an ordinary day"),
        description=_("For your part of the nation: now, then, difference and ratio, place by place."),
        parameters=[AskedSerializer],
        responses=ComparisonSerializer,
    ),
)
class FestivalViewSet(LiveActions, ScopedViewSetMixin, viewsets.ReadOnlyModelViewSet[Festival]):  # type: ignore[misc]
    """Shopping festivals, newest first."""

    queryset = Festival.objects.all()
    serializer_class = FestivalSerializer
    permission_classes = [HasRight]
    right = "orders.view_festival"
    lookup_field = "slug"
    lookup_value_regex = r"[-\w]+"

    @action(detail=True)
    def report(self, request: Request, slug: str) -> Response:
        """The festival's report for your part of the nation."""
        return Response(as_data(festival_report(self.get_object(), request.user)))

    @action(detail=True)
    def comparison(self, request: Request, slug: str) -> Response:
        """The festival beside another one, or beside an ordinary day."""
        asked = AskedSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        return Response(comparison_data(compared(self.get_object(), request.user, **asked.validated_data)))
