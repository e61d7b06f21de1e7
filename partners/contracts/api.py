"""`/api/v1/contracts/` and `/api/v1/deposit-entries/`: one's own; the desk's within its scope."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from partners.contracts.deposits.deciding import confirm_entry, withdraw_entry
from partners.contracts.deposits.models import DepositEntry
from partners.contracts.models import Contract
from stations.requests.api import IdempotentMixin
from stations.scope.api import HasRight, ScopedViewSetMixin
from stations.scope.api_pages import NewestFirst


def _yuan(source: str, help_text: str) -> serializers.DecimalField:
    return serializers.DecimalField(
        source=source, max_digits=14, decimal_places=2, read_only=True, help_text=help_text
    )


class ContractSerializer(serializers.ModelSerializer[Contract]):
    """What a partner and the house have signed about a station; yuan."""

    partner = serializers.CharField(source="partner.name", read_only=True)
    station = serializers.CharField(source="station.code", help_text="The station's code.")
    deposit_held = _yuan("frozen", "What is held for this contract now.")
    deposit_missing = _yuan("missing", "What is still to be paid in.")
    follows = serializers.CharField(
        source="follows.number", default=None, allow_null=True, help_text="Number of the contract before."
    )

    class Meta:
        model = Contract
        fields = (
            "id",
            "number",
            "partner",
            "station",
            "mode",
            "status",
            "starts_on",
            "ends_on",
            "signed_on",
            "over_on",
            "follows",
            "deposit_due",
            "deposit_held",
            "deposit_missing",
        )
        read_only_fields = fields


class DepositEntrySerializer(serializers.ModelSerializer[DepositEntry]):
    """Something that happened to a deposit; it has moved money once it is confirmed."""

    contract_number = serializers.CharField(source="contract.number", read_only=True)
    amount = _yuan("signed", "Below zero where it takes from the deposit.")

    class Meta:
        model = DepositEntry
        fields = (
            "id",
            "contract",
            "contract_number",
            "kind",
            "amount",
            "receipt",
            "reason",
            "proposed_at",
            "confirmed_at",
            "withdrawn_at",
        )
        read_only_fields = fields


@extend_schema_view(
    list=extend_schema(
        tags=["contracts"],
        summary=_("Contracts within reach, the newest first"),
        description=_("A partner's own, also of former tenures; a county's; all."),
    ),
    retrieve=extend_schema(
        tags=["contracts"], summary=_("One contract"), description=_("Its days, its state and its deposit.")
    ),
)
class ContractViewSet(ScopedViewSetMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[Contract]):
    queryset = Contract.objects.select_related("partner", "station", "follows")
    serializer_class = ContractSerializer
    pagination_class = NewestFirst
    permission_classes = (HasRight,)
    right = "partners.view_contract"


def _step(summary: Any, description: Any) -> Any:
    return extend_schema(
        tags=["contracts"],
        summary=summary,
        description=description,
        request=None,
        responses=DepositEntrySerializer,
    )


@extend_schema_view(
    list=extend_schema(
        tags=["contracts"],
        summary=_("What happened to deposits, the newest first"),
        description=_("Payments, deductions, releases, and what one contract took over from another."),
    ),
    retrieve=extend_schema(
        tags=["contracts"], summary=_("One deposit entry"), description=_("And whether it is confirmed.")
    ),
    confirm=_step(
        _("Confirm a deposit entry"), _("A second person lets it count; whoever recorded it is refused.")
    ),
    withdraw=_step(_("Withdraw a deposit entry"), _("Before it was confirmed.")),
)
class DepositEntryViewSet(
    ScopedViewSetMixin, IdempotentMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[DepositEntry]
):
    queryset = DepositEntry.objects.select_related("contract__partner")
    serializer_class = DepositEntrySerializer
    pagination_class = NewestFirst
    permission_classes = (HasRight,)
    right = "partners.view_depositentry"
    rights: ClassVar[dict[str, str]] = {
        "confirm": "partners.change_depositentry",
        "withdraw": "partners.change_depositentry",
    }
    idempotent = frozenset({"confirm", "withdraw"})

    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        return self._do(request, confirm_entry)

    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        return self._do(request, withdraw_entry)

    def _do(self, request: Request, verb: Any) -> Response:
        entry = self.get_object()
        _result, headers = self.done_once(
            {"entry": entry.pk}, lambda: {"entry": verb(actor=request.user, entry=entry).pk}
        )
        return Response(self.get_serializer(self.get_object()).data, headers=headers)
