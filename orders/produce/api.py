"""`/api/v1/produce-lots/`: the lots within reach, to be read."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.viewsets import GenericViewSet

from orders.produce.lifecycle import LotStatus
from orders.produce.models import LotEvent, ProduceLot
from orders.produce.queries import ProduceLotQuerySet
from partners.journal.kinds import ProduceCategory
from stations.network.models import Station
from stations.scope.api import HasRight, ScopedChoiceFilter, ScopedViewSetMixin, visible


class LotRowSerializer(serializers.ModelSerializer[ProduceLot]):
    """A lot as a row of a list."""

    station = serializers.CharField(source="station.code", help_text=_("The station's code."))
    farmer = serializers.CharField(source="farmer.villager.name", help_text=_("Not for buyers."))
    display_name = serializers.CharField(
        source="farmer.display_name", help_text=_("The name that buyers read; empty: none.")
    )
    village = serializers.CharField(source="village_id", help_text=_("The village's code."))

    class Meta:
        model = ProduceLot
        fields: tuple[str, ...] = (
            "id",
            "code",
            "station",
            "farmer",
            "farmer_id",
            "display_name",
            "category",
            "product",
            "quantity",
            "unit",
            "harvested_on",
            "village",
            "plot",
            "sold",
            "listed",
            "status",
            "published_at",
        )
        read_only_fields: tuple[str, ...] = fields


class LotEventSerializer(serializers.ModelSerializer[LotEvent]):
    class Meta:
        model = LotEvent
        fields = ("kind", "at", "place", "words")
        read_only_fields = fields


class LotSerializer(LotRowSerializer):
    """A lot with how it was grown and handled."""

    events = LotEventSerializer(many=True)
    photos = serializers.SerializerMethodField(help_text=_("The names of its photos."))

    class Meta(LotRowSerializer.Meta):
        fields = (
            *LotRowSerializer.Meta.fields,
            "fertiliser",
            "spraying",
            "waiting_days",
            "water",
            "quality_notes",
            "events",
            "photos",
        )
        read_only_fields = fields

    def get_photos(self, lot: ProduceLot) -> list[str]:
        return [photo.name for photo in lot.photos.all()]


class LotFilter(filters.FilterSet):
    station = ScopedChoiceFilter(
        queryset=visible(Station),
        to_field_name="code",
        label=_("A station within your reach, by its code."),
    )
    status = filters.MultipleChoiceFilter(choices=LotStatus.choices, label=_("One status or several."))
    category = filters.ChoiceFilter(choices=ProduceCategory.choices, label=_("A category of produce."))
    search = filters.CharFilter(
        method="filter_search",
        max_length=60,
        label=_("How the product's or the farmer's name begins, or the code on the label."),
    )

    class Meta:
        model = ProduceLot
        fields: ClassVar[list[str]] = []

    def filter_search(self, lots: ProduceLotQuerySet, name: str, text: str) -> ProduceLotQuerySet:
        return lots.search(text)


@extend_schema_view(
    list=extend_schema(
        tags=["produce"],
        summary=_("Lots of produce"),
        description=_("The lots of the stations within reach, newest first."),
    ),
    retrieve=extend_schema(
        tags=["produce"],
        summary=_("One lot"),
        description=_("A lot with how it was grown and handled. What buyers may read is at /trace/CODE/."),
    ),
)
class ProduceLotViewSet(ScopedViewSetMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[ProduceLot]):
    """Read only: lots are recorded at the counter."""

    queryset = ProduceLot.objects.select_related("station", "farmer__villager")
    filterset_class = LotFilter
    permission_classes = (HasRight,)
    right = "orders.view_producelot"

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        return rows if self.action == "list" else rows.prefetch_related("events", "photos")

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Any]]:
        return LotRowSerializer if self.action == "list" else LotSerializer
