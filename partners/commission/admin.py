from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from partners.commission.in_words import rate_in_words
from partners.commission.models import CommissionRate
from stations.scope.admin import ReadOnlyAdmin
from stations.scope.filters import ScopedRelatedFilter
from stations.wording import yuan

KEY = ("business", "category", "center", "version")
TERMS = ("rate", "fixed", "minimum", "cap", "hold_days", "source")
DAYS = ("valid_from", "valid_to")


@admin.register(CommissionRate)
class CommissionRateAdmin(ReadOnlyAdmin):
    """What partners earn. It changes by a draft that one person wrote and another one activates."""

    list_display: ClassVar = [
        "category",
        "business",
        "center",
        "says",
        "bounds",
        "hold_days",
        "valid_from",
        "valid_to",
        "version",
    ]
    list_filter: ClassVar = [
        ("business", ChoicesDropdownFilter),
        ("category", ChoicesDropdownFilter),
        ("center", ScopedRelatedFilter),
    ]
    list_select_related: ClassVar = ["center"]
    search_fields: ClassVar = ["=category", "source"]
    readonly_fields: ClassVar = [*KEY, *TERMS, *DAYS]

    @display(description=gettext_lazy("rate"))
    def says(self, rate: CommissionRate) -> str:
        return rate_in_words(rate)

    @display(description=gettext_lazy("at least, at most"))
    def bounds(self, rate: CommissionRate) -> str:
        return f"{yuan(rate.minimum)} / {yuan(rate.cap)}"

    def get_fieldsets(self, request: HttpRequest, obj: CommissionRate | None = None) -> Any:
        return [
            (_("What it is for"), {"fields": KEY}),
            (_("What is earned"), {"fields": TERMS}),
            (_("When it is valid"), {"fields": DAYS, "description": _how_it_changes(request)}),
        ]


def _how_it_changes(request: HttpRequest) -> str:
    said = _(
        "A rate changes by a draft: tried on a month that is over, then activated from a day on by a"
        " second person. What was priced before stays as it is."
    )
    if not request.user.has_perm("partners.view_draft"):
        return said
    return format_html(
        '{} <a class="underline" href="{}">{}</a>',
        said,
        reverse("admin:partners_draft_changelist"),
        _("To the drafts"),
    )
