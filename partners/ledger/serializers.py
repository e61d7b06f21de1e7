"""A float and its movements, as programs read them: yuan as strings."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from partners.journal.subjects import label_of
from partners.ledger.models import Account, CreditLine, Transfer
from stations.network.models import Station
from stations.scope.api import ScopedSlugRelatedField


def _yuan(source: str, help_text: str) -> serializers.DecimalField:
    return serializers.DecimalField(
        source=source, max_digits=14, decimal_places=2, read_only=True, help_text=help_text
    )


class FloatSerializer(serializers.ModelSerializer[Account]):
    """A station's float."""

    station = serializers.CharField(source="station.code", help_text="The station's code.")
    balance = _yuan("balance.amount", "Prepaid; below zero where the credit line is used.")
    credit_limit = _yuan("balance.credit_limit", "How far below zero it may fall.")
    available = _yuan("balance.available", "What cash orders can still be paid with.")

    class Meta:
        model = Account
        fields = ("station", "balance", "credit_limit", "available")
        read_only_fields = fields


class MovementSerializer(serializers.ModelSerializer[Transfer]):
    """One movement of a float."""

    station = serializers.CharField(source="station.code", default=None, help_text="The station's code.")
    amount = _yuan("effect", "What it did to the float: below zero where money went out.")
    about = serializers.SerializerMethodField(help_text="How people call what it is about; may be empty.")

    class Meta:
        model = Transfer
        fields = (
            "id",
            "station",
            "kind",
            "amount",
            "subject",
            "about",
            "note",
            "business_date",
            "occurred_at",
        )
        read_only_fields = fields

    def get_about(self, transfer: Transfer) -> str:
        return label_of(transfer.subject)


class CreditLineSerializer(serializers.ModelSerializer[CreditLine]):
    """How far a float may fall below zero: a proposal, or what a second person made of it."""

    station = serializers.CharField(source="station.code", help_text="The station's code.")
    partner_name = serializers.CharField(source="partner.name", read_only=True)
    state = serializers.SerializerMethodField(help_text=_("In the reader's language."))

    class Meta:
        model = CreditLine
        fields = (
            "id",
            "station",
            "partner_name",
            "limit",
            "reason",
            "state",
            "proposed_at",
            "confirmed_at",
            "withdrawn_at",
        )
        read_only_fields = fields

    def get_state(self, line: CreditLine) -> str:
        return line.state


class NewCreditLineSerializer(serializers.Serializer[Any]):
    station = ScopedSlugRelatedField(
        slug_field="code",
        queryset=Station.objects.all(),
        help_text=_("A station within your reach, by its code."),
    )
    limit = serializers.DecimalField(
        max_digits=14, decimal_places=2, help_text=_("In yuan; zero ends the credit line.")
    )
    reason = serializers.CharField(max_length=200)
