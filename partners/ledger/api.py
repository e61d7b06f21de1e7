"""`/api/v1/float/` and `credit-lines/`: what floats hold, what moved them, how far they may fall."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from partners.ledger.crediting import confirm_credit, propose_credit, withdraw_credit
from partners.ledger.kinds import TransferKind
from partners.ledger.models import Account, CreditLine, Transfer
from partners.ledger.serializers import (
    CreditLineSerializer,
    FloatSerializer,
    MovementSerializer,
    NewCreditLineSerializer,
)
from stations.network.models import Station
from stations.requests.api import REPLAYED_HEADER, IdempotentMixin
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


class CreditLineFilter(filters.FilterSet):
    station = ScopedChoiceFilter(
        queryset=visible(Station), to_field_name="code", label=_("A station within your reach, by its code.")
    )
    confirmed = filters.BooleanFilter(
        field_name="confirmed_at", lookup_expr="isnull", exclude=True, label=_("Whether it counts.")
    )

    class Meta:
        model = CreditLine
        fields: ClassVar[list[str]] = []


def _step(summary: Any, description: Any) -> Any:
    return extend_schema(
        tags=["float"],
        summary=summary,
        description=description,
        request=None,
        parameters=[REPLAYED_HEADER],
        responses={200: OpenApiResponse(CreditLineSerializer, description=_("As it is now."))},
    )


@extend_schema_view(
    list=extend_schema(
        tags=["float"],
        summary=_("Credit lines and their history, the newest first"),
        description=_("The one confirmed last is in force."),
    ),
    retrieve=extend_schema(
        tags=["float"], summary=_("One credit line"), description=_("And whether it is confirmed.")
    ),
    create=extend_schema(
        tags=["float"],
        summary=_("Propose a credit line"),
        description=_("Nothing is lent until a second person confirms it."),
        request=NewCreditLineSerializer,
        parameters=[REPLAYED_HEADER],
        responses={
            201: OpenApiResponse(CreditLineSerializer, description=_("What was recorded.")),
            200: OpenApiResponse(CreditLineSerializer, description=_("It was recorded before.")),
        },
    ),
    confirm=_step(_("Confirm a credit line"), _("By a second person; whoever proposed it is refused.")),
    withdraw=_step(_("Withdraw a credit line"), _("Before it was confirmed.")),
)
class CreditLineViewSet(
    ScopedViewSetMixin, IdempotentMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[CreditLine]
):
    queryset = CreditLine.objects.select_related("station", "partner")
    serializer_class = CreditLineSerializer
    filterset_class = CreditLineFilter
    pagination_class = NewestFirst
    permission_classes = (HasRight,)
    right = "partners.view_creditline"
    rights: ClassVar[dict[str, str]] = {
        "create": "partners.add_creditline",
        "confirm": "partners.change_creditline",
        "withdraw": "partners.change_creditline",
    }
    idempotent = frozenset({"create", "confirm", "withdraw"})

    def create(self, request: Request) -> Response:
        asked = NewCreditLineSerializer(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        said = dict(asked.validated_data)
        content = {name: str(getattr(value, "pk", value)) for name, value in said.items()}
        made, headers = self.done_once(content, lambda: propose_credit(actor=request.user, **said).pk)
        line = self.get_queryset().get(pk=made)
        return Response(self.get_serializer(line).data, status=200 if headers else 201, headers=headers)

    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        return self._do(request, confirm_credit)

    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        return self._do(request, withdraw_credit)

    def _do(self, request: Request, verb: Any) -> Response:
        line = self.get_object()
        _result, headers = self.done_once(
            {"credit_line": line.pk}, lambda: verb(actor=request.user, line=line).pk
        )
        return Response(self.get_serializer(self.get_object()).data, headers=headers)
