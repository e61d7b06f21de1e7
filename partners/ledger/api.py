"""`/api/v1/float/`: what the floats within reach hold, and what moved them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from partners.ledger.kinds import TransferKind
from partners.ledger.models import Account, Transfer
from partners.ledger.serializers import FloatSerializer, MovementSerializer
from stations.network.models import Station
from stations.scope.api import HasRight, ScopedChoiceFilter, ScopedViewSetMixin, visible
from stations.scope.api_pages import NewestFirst


class FloatView(APIView):
    """By station; a helper works the counter and sees none."""

    permission_classes = (HasRight,)
    right = "partners.view_account"

    @extend_schema(
        tags=["float"],
        operation_id="float_list",
        summary=_("The floats within reach"),
        description=_("Balance, credit line and what is available, in yuan, by station."),
        responses=FloatSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        floats: Any = Account.objects.floats().visible_to(request.user)
        return Response(FloatSerializer(floats.order_by("station__code"), many=True).data)


class MovementFilter(filters.FilterSet):
    """What a list of movements may be narrowed to."""

    station = ScopedChoiceFilter(
        queryset=visible(Station), to_field_name="code", label=_("A station within your reach, by its code.")
    )
    kind = filters.ChoiceFilter(choices=TransferKind.choices, label=_("What moved it."))
    subject = filters.CharFilter(max_length=40, label="Like agent-order:17.")

    class Meta:
        model = Transfer
        fields: ClassVar[list[str]] = []


@extend_schema_view(
    list=extend_schema(
        tags=["float"],
        summary=_("What moved the floats, the newest first"),
        description=_(
            "Top-ups, orders paid in cash and their refunds, and corrections; never changed later."
        ),
    ),
)
class MovementViewSet(ScopedViewSetMixin, ListModelMixin, GenericViewSet[Transfer]):
    queryset = Transfer.objects.filter(station__isnull=False).select_related("station")
    serializer_class = MovementSerializer
    filterset_class = MovementFilter
    pagination_class = NewestFirst
    permission_classes = (HasRight,)
    right = "partners.view_transfer"

    def get_queryset(self) -> QuerySet[Transfer]:
        transfers: Any = super().get_queryset()
        return transfers.with_effect()  # type: ignore[no-any-return]
