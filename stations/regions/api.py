"""`/api/v1/regions/`: a place is found while its name is typed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.viewsets import GenericViewSet

from stations.regions.models import Region
from stations.scope.api import ScopedViewSetMixin

SUGGESTED = 20
CODE = "^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})$"


class RegionSerializer(serializers.ModelSerializer[Region]):
    """A row of the national register."""

    level_label = serializers.CharField(source="get_level_display")
    full_path = serializers.CharField(help_text="From the province down.")

    class Meta:
        model = Region
        fields = ("code", "name", "level", "level_label", "parent", "full_path")
        read_only_fields = fields


class Asked(serializers.Serializer[Any]):
    search = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)
    within = serializers.RegexField(CODE, required=False, default="", allow_blank=True)
    level = serializers.ChoiceField(Region.Level.choices, required=False)


_REGION = {
    "code": "350426102201",
    "name": "西洋村委会",
    "level": 12,
    "level_label": "village or community",
    "parent": "350426102",
    "full_path": "福建省 › 三明市 › 尤溪县 › 西滨镇 › 西洋村委会",
}


@extend_schema_view(
    list=extend_schema(
        tags=["regions"],
        summary=_("Find a place"),
        description=_(
            "The first 20 places whose name begins with the words, or whose code begins with the digits."
            " Within a place, any part of a name will do; several words go down step by step: 尤溪 西洋."
        ),
        parameters=[
            OpenApiParameter("search", str, description=_("Words or digits, at most 60 characters.")),
            OpenApiParameter(
                "within", str, pattern=CODE, description=_("The code of a place, such as a county.")
            ),
            OpenApiParameter(
                "level", int, enum=Region.Level.values, description=_("2 province to 12 village.")
            ),
        ],
        examples=[OpenApiExample("region", value=_REGION, response_only=True)],
    ),
    retrieve=extend_schema(
        tags=["regions"],
        summary=_("One place"),
        description=_("A place of the national register, by its code."),
        parameters=[
            OpenApiParameter(
                "code", str, OpenApiParameter.PATH, pattern=CODE, description=_("The place's code.")
            )
        ],
        examples=[OpenApiExample("region", value=_REGION, response_only=True)],
    ),
)
class RegionViewSet(ScopedViewSetMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[Region]):
    """The register is everybody's who is logged in."""

    queryset = Region.objects.with_path()
    serializer_class = RegionSerializer
    pagination_class = None
    filter_backends = ()
    lookup_value_regex = "[0-9]{2,12}"
    lookup_url_kwarg = "code"

    def filter_queryset(self, queryset: Any) -> Any:
        if self.action != "list":
            return queryset
        asked = Asked(data=self.request.query_params)
        asked.is_valid(raise_exception=True)
        told = asked.validated_data
        rows = queryset.search(told["search"], within=told["within"] or None)
        if "level" in told:
            rows = rows.filter(level=told["level"])
        return rows[:SUGGESTED]
