"""Drafts and trial runs, as programs read them: yuan as strings, months like 2015-11."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from partners.subsidies.in_words import subsidy_in_words
from partners.subsidies.models import SubsidyRule
from partners.trials.models import Draft, DraftRate, TrialResult, TrialRun
from partners.trials.report import trial_report


def _yuan(help_text: Any) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=16, decimal_places=2, read_only=True, help_text=help_text)


class DraftRateSerializer(serializers.ModelSerializer[DraftRate]):
    """A commission rate of a draft."""

    center = serializers.CharField(
        source="center.code", default=None, allow_null=True, help_text=_("A county's own; null: national.")
    )

    class Meta:
        model = DraftRate
        fields = ("business", "category", "center", "rate", "fixed", "minimum", "cap", "hold_days")
        read_only_fields = fields


class DraftRuleSerializer(serializers.ModelSerializer[SubsidyRule]):
    """A subsidy or bonus of a draft."""

    center = serializers.CharField(
        source="center.code", default=None, allow_null=True, help_text=_("A county's own; null: national.")
    )
    terms = serializers.SerializerMethodField(help_text=_("In the reader's language."))

    class Meta:
        model = SubsidyRule
        fields = ("id", "category", "center", "terms")
        read_only_fields = fields

    def get_terms(self, rule: SubsidyRule) -> str:
        return subsidy_in_words(rule)


class DraftSerializer(serializers.ModelSerializer[Draft]):
    """Rates and subsidies to be tried on past months; nothing is in force before it is activated."""

    state = serializers.SerializerMethodField(help_text=_("In the reader's language."))
    rates = DraftRateSerializer(many=True, read_only=True)
    rules = DraftRuleSerializer(many=True, read_only=True)

    class Meta:
        model = Draft
        fields = (
            "id",
            "name",
            "reason",
            "state",
            "rates",
            "rules",
            "proposed_at",
            "activated_at",
            "valid_from",
            "withdrawn_at",
        )
        read_only_fields = fields

    def get_state(self, draft: Draft) -> str:
        return draft.state


class TrySerializer(serializers.Serializer[Any]):
    month = serializers.CharField(max_length=7, help_text=_("A closed month, like 2015-11."))
    since = serializers.DateField(
        required=False,
        allow_null=True,
        default=None,
        help_text=_("Only what was paid on this day or later; a guarantee begins with a month."),
    )


class ActivateSerializer(serializers.Serializer[Any]):
    valid_from = serializers.DateField(help_text=_("The first day on which everything in it is in force."))


class TrialRunSerializer(serializers.ModelSerializer[TrialRun]):
    """A draft computed against a closed month."""

    month = serializers.DateField(format="%Y-%m", help_text=_("Like 2015-11."))
    parts = serializers.IntegerField(read_only=True, help_text=_("Of how many parts; 0: not begun."))
    parts_done = serializers.IntegerField(read_only=True)

    class Meta:
        model = TrialRun
        fields: tuple[str, ...] = (
            "id",
            "draft",
            "month",
            "since",
            "requested_at",
            "parts",
            "parts_done",
            "finished_at",
        )
        read_only_fields = fields


class ComparedSerializer(serializers.Serializer[Any]):
    """What was paid and what the draft would have brought, in yuan."""

    key = serializers.CharField(help_text=_("A county's or a category's code; empty: together."))
    name = serializers.CharField()
    lines = serializers.IntegerField()
    paid = _yuan(_("What was paid."))
    tried = _yuan(_("What the draft would have brought."))
    difference = _yuan(_("The second less the first."))


class ReportSerializer(serializers.Serializer[Any]):
    """The categories that the draft touches."""

    total = ComparedSerializer()
    all_paid = _yuan(_("All that the month's lines paid."))
    counties = ComparedSerializer(many=True)
    categories = ComparedSerializer(many=True)


class TrialReportSerializer(TrialRunSerializer):
    """The same, with what it found."""

    report = serializers.SerializerMethodField(help_text=_("Null while it is being computed."))

    class Meta(TrialRunSerializer.Meta):
        fields = (*TrialRunSerializer.Meta.fields, "report")
        read_only_fields = fields

    @extend_schema_field(ReportSerializer(allow_null=True))
    def get_report(self, run: TrialRun) -> Any:
        return ReportSerializer(trial_report(run)).data if run.finished_at else None


class ResultSerializer(serializers.ModelSerializer[TrialResult]):
    """Of one partner, county and category; yuan."""

    partner_name = serializers.CharField(source="partner.name", read_only=True)
    center = serializers.CharField(source="center.code", help_text=_("The center's code."))
    difference = _yuan(_("The second less the first."))

    class Meta:
        model = TrialResult
        fields = (
            "id",
            "partner",
            "partner_name",
            "center",
            "category",
            "lines",
            "paid",
            "tried",
            "difference",
        )
        read_only_fields = fields
