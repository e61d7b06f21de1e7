"""My income, as programs read it: yuan as strings, days as dates."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from partners.commission.models import CommissionRate
from partners.income.awarding.models import Award
from partners.income.explaining import explain
from partners.income.models import Earning, Statement
from partners.income.queries import STATES
from partners.journal.subjects import label_of


def _yuan(help_text: str) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=14, decimal_places=2, read_only=True, help_text=help_text)


class SummarySerializer(serializers.Serializer[Any]):
    """A person's income at a glance, in yuan before tax."""

    day = serializers.DateField(help_text="As of this day, in Asia/Shanghai.")
    pending = _yuan("Paid, not handed over yet.")
    on_hold = _yuan("Handed over; the days of the hold are not over.")
    earned = _yuan("Earned in this month so far.")
    open = _yuan("Earned, of whatever month, and in no statement yet.")
    received_in_cash = _yuan("Fees of parcels and services of this month so far: they are not paid again.")
    paid = _yuan("What payouts have paid.")


class RateSerializer(serializers.ModelSerializer[CommissionRate]):
    """The rate that priced a line, in the version that priced it."""

    center = serializers.CharField(
        source="center.code", default=None, allow_null=True, help_text="A county's own rate; null: national."
    )

    class Meta:
        model = CommissionRate
        fields = (
            "version",
            "center",
            "rate",
            "fixed",
            "minimum",
            "cap",
            "hold_days",
            "valid_from",
            "valid_to",
        )
        read_only_fields = fields


class SubsidySerializer(serializers.ModelSerializer[Award]):
    """The rule that gave a subsidy, and of a guarantee the month, the days and the income it counted."""

    center = serializers.CharField(
        source="rule.center.code", default=None, allow_null=True, help_text="A county's own; null: national."
    )
    rule_amount = serializers.DecimalField(
        source="rule.amount", max_digits=14, decimal_places=2, read_only=True, allow_null=True
    )
    valid_from = serializers.DateField(source="rule.valid_from")
    valid_to = serializers.DateField(source="rule.valid_to", allow_null=True)
    month = serializers.DateField(format="%Y-%m", allow_null=True, help_text="Like 2015-11.")

    class Meta:
        model = Award
        fields = ("rule", "center", "rule_amount", "valid_from", "valid_to", "month", "days", "counted")
        read_only_fields = fields


class StepSerializer(serializers.Serializer[Any]):
    def get_fields(self) -> dict[str, Any]:
        """Named here, because `label` is also an attribute of every field."""
        return {"label": serializers.CharField(), "text": serializers.CharField()}


class LineSerializer(serializers.ModelSerializer[Earning]):
    """A payment, a parcel or its fee, or what was taken back from it."""

    order = serializers.SerializerMethodField(help_text="How people call the order or the parcel.")
    station = serializers.CharField(source="station.code", help_text="The station's code.")
    state = serializers.ChoiceField(choices=list(STATES.items()), read_only=True)
    statement = serializers.SerializerMethodField(help_text="The month of its statement, like 2015-11.")

    class Meta:
        model = Earning
        fields: tuple[str, ...] = (
            "id",
            "order",
            "subject",
            "station",
            "business",
            "category",
            "paid_on",
            "basis",
            "basis_total",
            "amount",
            "received_in_cash",
            "state",
            "earned_on",
            "statement",
        )
        read_only_fields = fields

    def get_order(self, line: Earning) -> str:
        return label_of(line.subject)

    def get_statement(self, line: Earning) -> str | None:
        return f"{line.statement.month:%Y-%m}" if line.statement else None


class ExplainedLineSerializer(LineSerializer):
    """The same, with the reason of the amount."""

    rate = RateSerializer(read_only=True, allow_null=True)
    unrounded = serializers.DecimalField(max_digits=20, decimal_places=7, read_only=True)
    subsidy = SubsidySerializer(source="award", read_only=True, allow_null=True, default=None)
    why = serializers.SerializerMethodField(help_text="The way to the amount, in the reader's language.")

    class Meta(LineSerializer.Meta):
        fields = (*LineSerializer.Meta.fields, "unrounded", "rate", "subsidy", "why")
        read_only_fields = fields

    @extend_schema_field(StepSerializer(many=True))
    def get_why(self, line: Earning) -> list[dict[str, str]]:
        return [{"label": step.label, "text": step.text} for step in explain(line)]


class StatementSerializer(serializers.ModelSerializer[Statement]):
    """A closed month; it never changes."""

    month = serializers.DateField(format="%Y-%m", help_text="Like 2015-11.")
    center = serializers.CharField(source="center.code", help_text="The center's code at the month's end.")
    station = serializers.CharField(source="station.code", default=None, allow_null=True)
    brought_forward = _yuan("Owed from before and not paid out at the closing; below zero: a debt.")
    subsidies = _yuan("What of the earned came by rules of subsidies; those of parcels are left out.")
    balance = _yuan("All that was owed after the closing; below zero: a debt.")
    current = serializers.SerializerMethodField(help_text="Whether no later version supersedes it.")

    class Meta:
        model = Statement
        fields = (
            "id",
            "month",
            "version",
            "center",
            "station",
            "lines",
            "earned",
            "subsidies",
            "adjusted",
            "deducted",
            "received_in_cash",
            "brought_forward",
            "balance",
            "current",
            "reason",
            "closed_at",
        )
        read_only_fields = fields

    def get_current(self, statement: Statement) -> bool:
        return not hasattr(statement, "superseded_by")
