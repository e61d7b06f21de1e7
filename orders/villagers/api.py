"""`/api/v1/villagers/`: is somebody known here?"""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.viewsets import GenericViewSet

from orders.villagers.models import Villager
from stations.phones import MOBILE, plain_phone
from stations.refusals import Refused
from stations.scope.api import HasRight, ScopedViewSetMixin


class VillagerSerializer(serializers.ModelSerializer[Villager]):
    station = serializers.CharField(source="station.code", help_text=_("The station's code."))

    class Meta:
        model = Villager
        fields = ("name", "phone", "station", "consented_at")
        read_only_fields = fields


@extend_schema_view(
    list=extend_schema(
        tags=["villagers"],
        summary=_("Find a villager by phone"),
        description=_(
            "Whom your stations know under this number: nobody, or one villager for each station."
            " Without the whole number there is no list."
        ),
        parameters=[
            OpenApiParameter(
                "phone", str, required=True, pattern="^1[0-9]{10}$", description=_("A mobile number.")
            )
        ],
        examples=[
            OpenApiExample(
                "villager",
                value={
                    "name": "黄阿婆",
                    "phone": "13800000001",
                    "station": "FJYX001",
                    "consented_at": "2015-08-13T10:00:00+08:00",
                },
                response_only=True,
            )
        ],
    )
)
class VillagerViewSet(ScopedViewSetMixin, ListModelMixin, GenericViewSet[Villager]):
    """Known to that station only: one asks with the whole number, and cannot leaf through."""

    queryset = Villager.objects.select_related("station").order_by("station__code")
    serializer_class = VillagerSerializer
    pagination_class = None
    filter_backends = ()
    permission_classes = (HasRight,)
    right = "orders.view_villager"

    def filter_queryset(self, queryset: Any) -> Any:
        phone = plain_phone(self.request.query_params.get("phone", ""))
        if not re.match(MOBILE, phone):
            raise Refused(_("A mobile number has 11 digits and begins with 1."), code="phone", field="phone")
        return queryset.filter(phone=phone)
