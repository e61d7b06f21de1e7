"""What stands beside a draft at the desk: its rates, its subsidies and the months it was tried on."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from partners.commission.in_words import terms_in_words
from partners.subsidies.in_words import subsidy_in_words
from partners.trials.models import DraftRate, DraftRule, TrialRun
from stations.scope.admin import ScopedTabularInline
from stations.wording import month as month_in_words
from stations.wording import yuan


class RateInline(ScopedTabularInline):
    """The rates that would change."""

    model = DraftRate
    verbose_name_plural = gettext_lazy("rates that would change")
    fields: ClassVar = ["category", "business", "center", "says", "bounds", "hold_days"]
    readonly_fields: ClassVar = fields

    @display(description=gettext_lazy("rate"))
    def says(self, rate: DraftRate) -> str:
        return terms_in_words(rate)

    @display(description=gettext_lazy("at least, at most"))
    def bounds(self, rate: DraftRate) -> str:
        return f"{yuan(rate.minimum)} / {yuan(rate.cap)}"


class RuleInline(ScopedTabularInline):
    """The subsidies that would change."""

    model = DraftRule
    verbose_name_plural = gettext_lazy("subsidies that would change")
    fields: ClassVar = ["kind", "says"]
    readonly_fields: ClassVar = fields

    def get_queryset(self, request: Any) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.select_related("rule__center").prefetch_related("rule__slabs")

    @display(description=gettext_lazy("kind"))
    def kind(self, row: Any) -> str:
        return str(row.rule)

    @display(description=gettext_lazy("what is given"))
    def says(self, row: Any) -> str:
        return subsidy_in_words(row.rule)


class RunInline(ScopedTabularInline):
    """The months it was tried on."""

    model = TrialRun
    fields: ClassVar = ["month_name", "since", "finished_at", "page"]
    readonly_fields: ClassVar = fields

    @display(description=gettext_lazy("month"))
    def month_name(self, run: TrialRun) -> str:
        return month_in_words(run.month)

    @display(description=gettext_lazy("result"))
    def page(self, run: TrialRun) -> str:
        address = reverse("admin:partners_trialrun_change", args=[run.pk])
        return format_html('<a class="underline" href="{}">{}</a>', address, _("Paid beside tried"))
