"""The columns of an exported list of statements: a county's month, for who pays and who keeps the books."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy
from import_export.fields import Field

from partners.income.models import Statement
from stations.scope.exports import WordedResource


class StatementResource(WordedResource):
    """Yuan before tax, one row a partner and month; `current` tells versions apart."""

    words: ClassVar = {
        "number": gettext_lazy("Partner's number"),
        "subsidies": gettext_lazy("of it subsidies and bonuses"),
        "balance": gettext_lazy("owed after the closing"),
        "current": gettext_lazy("in force"),
    }

    number = Field(attribute="partner_id", readonly=True)
    partner = Field(attribute="partner__name", readonly=True)
    center = Field(attribute="center__code", readonly=True)
    station = Field(attribute="station__code", readonly=True)
    subsidies = Field(attribute="subsidies", readonly=True)
    balance = Field(attribute="balance", readonly=True)
    current = Field(readonly=True)

    class Meta:
        model = Statement
        fields: ClassVar = (
            "month",
            "number",
            "partner",
            "center",
            "station",
            "version",
            "current",
            "lines",
            "earned",
            "subsidies",
            "adjusted",
            "deducted",
            "received_in_cash",
            "brought_forward",
            "balance",
            "reason",
        )
        export_order = fields

    def filter_export(self, queryset: Any, **kwargs: Any) -> Any:
        """Names beside the numbers, in one query; `balance` and `subsidies` are the list's."""
        return queryset.select_related("partner", "center", "station", "superseded_by")

    def dehydrate_current(self, statement: Statement) -> str:
        return str(gettext_lazy("no")) if hasattr(statement, "superseded_by") else str(gettext_lazy("yes"))
