"""The columns of an exported list of stations."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy
from import_export.fields import Field

from stations.network.models import Station
from stations.scope.exports import WordedResource


class StationResource(WordedResource):
    words: ClassVar = {"village_code": gettext_lazy("code of the village")}

    village_code = Field(attribute="village_id", readonly=True)
    village = Field(attribute="village__full_path", readonly=True)
    center = Field(attribute="center__code", readonly=True)

    class Meta:
        model = Station
        fields: ClassVar = (
            "code",
            "name",
            "center",
            "village_code",
            "village",
            "address",
            "latitude",
            "longitude",
            "status",
            "opened_on",
            "closed_on",
        )
        export_order = fields

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("center", "village__parent__parent__parent__parent")
