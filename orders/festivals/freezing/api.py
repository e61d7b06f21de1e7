"""`/api/v1/festival-snapshots/`: reports as of a moment, each login its own part."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from orders.festivals.api import MeasuresSerializer, NamedSerializer
from orders.festivals.freezing.differences import differences, reading_of_now
from orders.festivals.freezing.document import thaw
from orders.festivals.freezing.files import differences_data, snapshot_json
from orders.festivals.freezing.models import FestivalSnapshot, SnapshotPart
from orders.festivals.freezing.queries import snapshots_of
from orders.festivals.freezing.taking import freeze_festival
from orders.festivals.models import Festival
from stations.requests.api import REPLAYED_HEADER, IdempotentMixin
from stations.scope.api import HasRight, ScopedSlugRelatedField, ScopedViewSetMixin
from stations.scope.api_pages import NewestFirst

TAG = ["festivals"]


class SnapshotSerializer(serializers.ModelSerializer[FestivalSnapshot]):
    """A snapshot, and of its part for you the figures, the station count and the checksum."""

    festival = serializers.CharField(source="festival.slug", help_text=_("Its slug."))
    county = serializers.SerializerMethodField(help_text=_("Code of the county it is of; empty: the nation."))
    stations = serializers.SerializerMethodField(help_text=_("Stations in service."))
    paid = serializers.SerializerMethodField(help_text=_("Yuan."))
    net = serializers.SerializerMethodField(help_text=_("Yuan."))
    checksum = serializers.SerializerMethodField(help_text=_("sha256 of the document, in hex."))

    class Meta:
        model = FestivalSnapshot
        fields = (
            "id",
            "festival",
            "as_of",
            "reason",
            "recorded_at",
            "county",
            "stations",
            "paid",
            "net",
            "checksum",
        )
        read_only_fields = fields

    def get_county(self, row: Any) -> str:
        center = row.own_parts[0].center
        return center.county_id if center else ""

    def get_stations(self, row: Any) -> int:
        return int(row.own_parts[0].stations)

    def get_paid(self, row: Any) -> str:
        return f"{row.own_parts[0].paid_amount:.2f}"

    def get_net(self, row: Any) -> str:
        return f"{row.own_parts[0].net_amount:.2f}"

    def get_checksum(self, row: Any) -> str:
        return str(row.own_parts[0].checksum)


class FreezeSerializer(serializers.Serializer[Any]):
    festival = ScopedSlugRelatedField(slug_field="slug", queryset=Festival.objects.all())
    reason = serializers.CharField(max_length=200, help_text=_("What for; it stands beside it for ever."))


class ChangeSerializer(NamedSerializer):
    before = MeasuresSerializer()
    after = MeasuresSerializer()
    difference = MeasuresSerializer()
    placed = paid = net = None  # type: ignore[assignment]


class RefundDaySerializer(serializers.Serializer[Any]):
    day = serializers.DateField()
    amount = serializers.DecimalField(16, 2, help_text="Yuan, negative.")
    orders = serializers.IntegerField(help_text="Of which nothing is left, negative.")


class LaterSerializer(serializers.Serializer[Any]):
    amount = serializers.DecimalField(16, 2, help_text="Yuan.")
    orders = serializers.IntegerField()


class DifferencesSerializer(serializers.Serializer[Any]):
    """What changed; refunds by day and what was recorded later make the whole change of net."""

    to = serializers.DateTimeField(help_text="As of when the later reading is.")
    before = MeasuresSerializer()
    after = MeasuresSerializer()
    difference = MeasuresSerializer()
    refunds_by_day = RefundDaySerializer(many=True)
    recorded_later = LaterSerializer()
    provinces = ChangeSerializer(many=True)
    counties = ChangeSerializer(many=True)
    categories = ChangeSerializer(many=True)
    stations = ChangeSerializer(many=True)
    elsewhere = MeasuresSerializer(help_text="Of a county: by stations that came to it or left it.")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        first = serializers.DateTimeField(help_text="As of when the snapshot is.")
        return {"from": first, **super().get_fields()}


class SnapshotFilter(filters.FilterSet):
    festival = filters.CharFilter(field_name="festival__slug", label=_("The slug of a festival."))

    class Meta:
        model = FestivalSnapshot
        fields: ClassVar[list[str]] = []


@extend_schema_view(
    list=extend_schema(
        tags=TAG,
        summary=_("Snapshots of festivals"),
        description=_("Newest first; of each your part: the nation's for head office, your county's."),
    ),
    retrieve=extend_schema(
        tags=TAG, summary=_("One snapshot"), description=_("What it is of, its figures and its checksum.")
    ),
)
class FestivalSnapshotViewSet(
    ScopedViewSetMixin,
    IdempotentMixin,
    ListModelMixin,
    RetrieveModelMixin,
    GenericViewSet[FestivalSnapshot],
):
    """Snapshots within reach."""

    queryset = FestivalSnapshot.objects.all()
    serializer_class = SnapshotSerializer
    filterset_class = SnapshotFilter
    pagination_class = NewestFirst
    permission_classes = (HasRight,)
    right = "orders.view_festivalsnapshot"
    rights: ClassVar[dict[str, str]] = {"create": "orders.add_festivalsnapshot"}
    idempotent = frozenset({"create"})

    def get_queryset(self) -> Any:
        return snapshots_of(self.request.user).order_by("-pk")

    @extend_schema(
        tags=TAG,
        summary=_("Freeze a festival's report"),
        description=_("Head office only. Keeps the report as of now, with its definitions, for ever."),
        request=FreezeSerializer,
        responses={201: SnapshotSerializer},
        parameters=[REPLAYED_HEADER],
        filters=False,
    )
    def create(self, request: Request) -> Response:
        asked = FreezeSerializer(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        festival, reason = asked.validated_data["festival"], asked.validated_data["reason"]
        result, headers = self.done_once(
            {"festival": festival.pk, "reason": reason},
            lambda: {"made": freeze_festival(actor=request.user, festival=festival, reason=reason).pk},  # type: ignore[arg-type]
        )
        made = self.get_queryset().get(pk=result["made"])
        return Response(self.get_serializer(made).data, status=201, headers=headers)

    @extend_schema(
        tags=TAG,
        summary=_("The document of a snapshot"),
        description=_("Byte for byte what the checksum is of: the whole report with its definitions."),
        responses=OpenApiTypes.OBJECT,
        filters=False,
    )
    @action(detail=True, pagination_class=None)
    def document(self, request: Request, pk: str) -> HttpResponse:
        return HttpResponse(snapshot_json(self._part(pk)), content_type="application/json")

    @extend_schema(
        tags=TAG,
        summary=_("What changed after a snapshot"),
        description=_("Up to now, or up to a later snapshot of the same hours."),
        parameters=[OpenApiParameter("against", int, description=_("The id of a later snapshot."))],
        responses=DifferencesSerializer,
        filters=False,
    )
    @action(detail=True, pagination_class=None)
    def differences(self, request: Request, pk: str) -> Response:
        part = self._part(pk)
        before = thaw(part.document)
        against = request.query_params.get("against")
        after = thaw(self._part(against).document) if against else reading_of_now(part)
        if not before.precedes(after):
            raise NotFound
        return Response(differences_data(differences(before, after)))

    def _part(self, pk: str) -> SnapshotPart:
        parts = SnapshotPart.objects.of(self.request.user)
        is_number = pk.isascii() and pk.isdigit() and len(pk) < 19
        part = parts.filter(snapshot=int(pk)).first() if is_number else None
        if part is None:
            raise NotFound
        return part
