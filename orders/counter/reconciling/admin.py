from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display

from orders.counter.reconciling.models import Discrepancy, Reconciliation
from orders.counter.reconciling.running import compare_soon, settle_discrepancy
from stations.scope.admin import ReadOnlyAdmin, ScopedTabularInline
from stations.scope.admin_actions import ReasonForm
from stations.wording import yuan


class SettledFilter(admin.SimpleListFilter):
    title = gettext_lazy("settled")
    parameter_name = "is_settled"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", pgettext("a difference", "open")), ("yes", _("settled"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() in {"no", "yes"}:
            return queryset.filter(settled_at__isnull=self.value() == "no")
        return queryset


@admin.register(Discrepancy)
class DiscrepancyAdmin(ReadOnlyAdmin):
    """Where a statement and our rows differ, to be worked off."""

    list_display: ClassVar = ["order_no", "kind", "day", "our", "their", "settled_at", "reason"]
    list_filter: ClassVar = [SettledFilter, ("kind", ChoicesDropdownFilter)]
    list_select_related: ClassVar = ["reconciliation", "service"]
    search_fields: ClassVar = ["=order_no"]
    fields: ClassVar = [
        "order_no",
        "kind",
        "service",
        "our",
        "their",
        "found_at",
        "settled_at",
        "settled_by",
        "reason",
    ]
    readonly_fields: ClassVar = ["our", "their", "found_at"]
    actions: ClassVar = ["settle_ticked"]
    actions_detail: ClassVar = ["settle"]

    @display(description=gettext_lazy("statement"))
    def day(self, row: Discrepancy) -> str:
        return str(row.reconciliation)

    @display(description=gettext_lazy("our amount"))
    def our(self, row: Discrepancy) -> str:
        return yuan(row.ours)

    @display(description=gettext_lazy("their amount"))
    def their(self, row: Discrepancy) -> str:
        return yuan(row.theirs)

    @action(description=gettext_lazy("Settled…"), permissions=["verb"], icon="check")
    def settle(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda row, said: settle_discrepancy(
                actor=request.user, discrepancy=row, reason=said["reason"]
            ),
            title=_("How was it settled?"),
            submit=_("It is settled"),
            done=_("The difference is settled."),
            form_class=ReasonForm,
        )

    @action(description=gettext_lazy("Settled…"), permissions=["verb"])
    def settle_ticked(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        return self.bulk_verb_page(
            request,
            queryset,
            action="settle_ticked",
            verb=lambda row, said: settle_discrepancy(
                actor=request.user, discrepancy=row, reason=said["reason"]
            ),
            title=_("How were they settled?"),
            submit=_("They are settled"),
            done=lambda count: _("%(count)d differences are settled.") % {"count": count},
            form_class=ReasonForm,
        )


class DiscrepancyInline(ScopedTabularInline):
    model = Discrepancy
    fields = ("order_no", "kind", "ours", "theirs", "settled_at", "reason")
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("Differences")


@admin.register(Reconciliation)
class ReconciliationAdmin(ReadOnlyAdmin):
    """Each day and gateway: the sums of both sides, and what differed."""

    list_display: ClassVar = [
        "day",
        "gateway",
        "lines",
        "their",
        "our_rows",
        "our",
        "trouble",
        "finished_at",
    ]
    list_filter: ClassVar = ["gateway"]
    inlines: ClassVar = [DiscrepancyInline]
    actions_detail: ClassVar = ["again"]

    @display(description=gettext_lazy("their sum"), ordering="amount")
    def their(self, run: Reconciliation) -> str:
        return yuan(run.amount)

    @display(description=gettext_lazy("our sum"), ordering="our_amount")
    def our(self, run: Reconciliation) -> str:
        return yuan(run.our_amount)

    @action(description=gettext_lazy("Compare again"), permissions=["verb"], icon="sync")
    def again(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda run, _answers: compare_soon(actor=request.user, run=run),
            title=_("Compare again"),
            submit=_("Compare again"),
            done=_("The statement is fetched and compared in a moment."),
        )
