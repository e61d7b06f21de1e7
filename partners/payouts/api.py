"""`/api/v1/income/payouts/` for partners, `/api/v1/payout-batches/` for head office."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from partners.payouts.building import check_batch
from partners.payouts.models import Payout, PayoutBatch
from partners.payouts.queries import PayoutQuerySet
from partners.payouts.releasing import release_batch
from stations.requests.api import IdempotentMixin
from stations.scope.api import HasRight, ScopedViewSetMixin, for_roles
from stations.scope.api_pages import NewestFirst


class PayoutSerializer(serializers.ModelSerializer[Payout]):
    """Money on its way to the reader."""

    number = serializers.CharField(read_only=True, help_text="What the bank knows it by.")
    month = serializers.DateField(source="batch.month", format="%Y-%m", help_text="Like 2015-11.")
    account = serializers.CharField(read_only=True, help_text="Where to; the number masked.")

    class Meta:
        model = Payout
        fields = (
            "id",
            "number",
            "month",
            "amount",
            "status",
            "account",
            "sent_at",
            "paid_at",
            "ended_at",
            "reason",
        )
        read_only_fields = fields


class BatchSerializer(serializers.ModelSerializer[PayoutBatch]):
    """What is paid out for a month at one go; yuan."""

    month = serializers.DateField(format="%Y-%m", help_text="Like 2015-11.")

    class Meta:
        model = PayoutBatch
        fields = ("id", "month", "number", "status", "count", "amount", "sent_count", "sent_amount")
        read_only_fields = fields


@extend_schema_view(
    list=extend_schema(
        tags=["income"],
        summary=_("My payouts, the newest first"),
        description=_("What was sent to my account, and what became of it."),
    ),
    retrieve=extend_schema(
        tags=["income"], summary=_("One payout"), description=_("What became of it, and why.")
    ),
)
class PayoutViewSet(ScopedViewSetMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[Payout]):
    queryset = Payout.objects.select_related("batch", "account").defer("account__number")
    serializer_class = PayoutSerializer
    pagination_class = NewestFirst
    permission_classes = (for_roles("partner"),)

    def get_queryset(self) -> QuerySet[Payout]:
        mine: Any = super().get_queryset()
        payouts: PayoutQuerySet = mine
        return payouts.told()


def _step(summary: Any, description: Any) -> Any:
    return extend_schema(
        tags=["payout batches"],
        summary=summary,
        description=description,
        request=None,
        responses=BatchSerializer,
    )


@extend_schema_view(
    list=extend_schema(
        tags=["payout batches"],
        summary=_("Payout batches, the newest first"),
        description=_("Built from what closed months owe."),
    ),
    retrieve=extend_schema(
        tags=["payout batches"], summary=_("One payout batch"), description=_("Its sums and its state.")
    ),
    check_it=_step(_("Check a batch"), _("One person stands for it as it was built.")),
    release=_step(_("Release a batch"), _("A second person lets the money go; the same one is refused.")),
)
class PayoutBatchViewSet(
    ScopedViewSetMixin, IdempotentMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[PayoutBatch]
):
    queryset = PayoutBatch.objects.all()
    serializer_class = BatchSerializer
    pagination_class = NewestFirst
    permission_classes = (HasRight,)
    right = "partners.view_payoutbatch"
    rights: ClassVar[dict[str, str]] = {
        "check_it": "partners.change_payoutbatch",
        "release": "partners.change_payoutbatch",
    }
    idempotent = frozenset({"check_it", "release"})

    @action(detail=True, methods=["post"], url_path="check", url_name="check")
    def check_it(self, request: Request, pk: str) -> Response:
        return self._do(request, check_batch)

    @action(detail=True, methods=["post"])
    def release(self, request: Request, pk: str) -> Response:
        return self._do(request, release_batch)

    def _do(self, request: Request, verb: Any) -> Response:
        batch = self.get_object()
        _result, headers = self.done_once(
            {"batch": batch.pk}, lambda: {"batch": verb(actor=request.user, batch=batch).pk}
        )
        return Response(self.get_serializer(self.get_object()).data, headers=headers)
