from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import RelatedDropdownFilter
from unfold.decorators import display

from orders.festivals.freezing.models import FestivalSnapshot, SnapshotPart
from orders.festivals.freezing.queries import snapshots_of
from stations import wording
from stations.scope.admin import ReadOnlyAdmin

SHORT = 12  # of a checksum's 64 digits; the row's own page has them all


@admin.register(FestivalSnapshot)
class FestivalSnapshotAdmin(ReadOnlyAdmin):
    """Snapshots as the reader has them: of the nation, or of the own county. Taken on the report's page."""

    list_display: ClassVar = ["festival", "taken", "whose", "stations", "paid", "checksum", "reason", "page"]
    list_filter: ClassVar = [("festival", RelatedDropdownFilter)]
    search_fields: ClassVar = ["reason", "festival__name", "parts__checksum"]
    search_help_text = gettext_lazy("What for, festival, or a checksum")
    fields: ClassVar = [
        "festival",
        "taken",
        "reason",
        "taken_by",
        "recorded_at",
        "whose",
        "stations",
        "paid",
        "net",
        "whole_checksum",
        "page",
    ]
    readonly_fields: ClassVar = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return snapshots_of(request.user).filter(pk__in=rows.values("pk"))

    @display(description=gettext_lazy("as of"), ordering="as_of")
    def taken(self, row: FestivalSnapshot) -> str:
        return wording.moment(row.as_of)

    @display(description=gettext_lazy("of"))
    def whose(self, row: Any) -> str:
        return _whose(_own(row))

    @display(description=gettext_lazy("stations in service"))
    def stations(self, row: Any) -> str:
        return wording.count(_own(row).stations)

    @display(description=gettext_lazy("paid"))
    def paid(self, row: Any) -> str:
        return wording.yuan(_own(row).paid_amount)

    @display(description=gettext_lazy("net"))
    def net(self, row: Any) -> str:
        return wording.yuan(_own(row).net_amount)

    @display(description=gettext_lazy("checksum (sha256)"))
    def whole_checksum(self, row: Any) -> str:
        return _own(row).checksum

    @display(description=gettext_lazy("checksum"))
    def checksum(self, row: Any) -> str:
        return f"{_own(row).checksum[:SHORT]}…"

    @display(description=gettext_lazy("snapshot"))
    def page(self, row: FestivalSnapshot) -> str:
        address = reverse("festival_snapshot", args=[row.festival.slug, row.pk])
        return format_html('<a class="link" href="{}">{}</a>', address, _("Open the snapshot"))


def _own(row: Any) -> SnapshotPart:
    """The reader's one part of a snapshot (`snapshots_of`)."""
    part: SnapshotPart = row.own_parts[0]
    return part


def _whose(part: SnapshotPart) -> str:
    return _("The whole country") if part.center is None else part.center.county.name
