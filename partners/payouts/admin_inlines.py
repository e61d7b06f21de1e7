"""What stands beside a batch at the desk: its files, what came back, and who was left out."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from partners.payouts.models import LeftOut, PayoutFile, ResultFile
from stations.scope.admin import ScopedTabularInline
from stations.wording import moment, yuan

SHOWN = 20  # refused rows told one by one


class LeftOutInline(ScopedTabularInline):
    """Who is not in it, and why."""

    model = LeftOut
    fields: ClassVar = ["partner", "because", "owed"]
    readonly_fields: ClassVar = fields
    per_page = 50
    hide_title = True
    verbose_name_plural = gettext_lazy("left out")

    @display(description=gettext_lazy("owed"))
    def owed(self, row: LeftOut) -> str:
        return yuan(row.amount)


class PayoutFileInline(ScopedTabularInline):
    """The files that were released."""

    model = PayoutFile
    fields: ClassVar = ["name", "channel", "count", "sum", "digest"]
    readonly_fields: ClassVar = fields

    @display(description=gettext_lazy("amount"))
    def sum(self, row: PayoutFile) -> str:
        return yuan(row.amount)


class ResultFileInline(ScopedTabularInline):
    """What came back."""

    model = ResultFile
    fields: ClassVar = [
        "name",
        "read",
        "rows",
        "paid",
        "failed",
        "returned",
        "unchanged",
        "not_taken",
        "read_by",
    ]
    readonly_fields: ClassVar = fields

    @display(description=gettext_lazy("read at"))
    def read(self, row: ResultFile) -> str:
        return moment(row.read_at)

    @display(description=gettext_lazy("rows that were refused"))
    def not_taken(self, row: ResultFile) -> str:
        told = [_("line %(line)s: %(why)s") % one for one in row.refused[:SHOWN]]
        return " ".join(told) if told else "0"
