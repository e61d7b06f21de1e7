from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from partners.accounts.admin import actor_of
from partners.income.months.advancing import approve_month, lock_month, reopen_month, send_back_month
from partners.income.months.checks import open_items
from partners.income.months.lifecycle import MonthStatus
from partners.income.months.models import CountyMonth, CountyMonthChange
from partners.income.recalculating import Change, fingerprint_of, recalculate_month, what_would_change
from stations.scope.admin import ReadOnlyAdmin, ScopedTabularInline
from stations.scope.admin_actions import ReasonForm
from stations.scope.filters import ScopedRelatedFilter
from stations.wording import count, moment, yuan
from stations.wording import month as month_in_words

SHOWN = 100  # changes in the table of a recalculation; its sums are of all

STEPS = {
    "approve": {MonthStatus.OPEN},
    "recalculate": {MonthStatus.OPEN},
    "send_back": {MonthStatus.APPROVED},
    "lock": {MonthStatus.APPROVED},
    "reopen": {MonthStatus.LOCKED},
}


class RecalculationForm(ReasonForm):
    """Why, and which preview was looked at."""

    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)

    def prepare(self) -> None:
        super().prepare()
        self.fields["reason"].help_text = _("It stands on each new version, for the partner to read.")


class ChangeInline(ScopedTabularInline):
    """Who moved the month on, and why."""

    model = CountyMonthChange
    fields: ClassVar = ["happened", "before", "after", "reason", "actor"]
    readonly_fields: ClassVar = fields

    @display(description=gettext_lazy("at"))
    def happened(self, change: CountyMonthChange) -> str:
        return moment(change.at)


@admin.register(CountyMonth)
class CountyMonthAdmin(ReadOnlyAdmin):
    """Closed months by county: what is owed, what is still open, and who stands for it."""

    list_display: ClassVar = [
        "month_name",
        "center",
        "status",
        "statements",
        "owed",
        "approved_by",
        "locked_by",
    ]
    list_filter: ClassVar = [("status", ChoicesDropdownFilter), ("center", ScopedRelatedFilter)]
    list_select_related: ClassVar = ["center", "approved_by", "locked_by"]
    fields: ClassVar = [
        "month_name",
        "center",
        "status",
        "statements",
        "owed",
        "still_open",
        "approved_by",
        "locked_by",
    ]
    readonly_fields: ClassVar = fields
    inlines: ClassVar = [ChangeInline]
    actions_detail: ClassVar = ["approve", "send_back", "lock", "reopen", "recalculate"]

    def get_queryset(self, request: HttpRequest) -> Any:
        months: Any = super().get_queryset(request)
        return months.with_totals()

    def has_lock_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("partners.lock_countymonth"))

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        row = self.get_object(request, str(object_id))
        if row is None:
            return []
        offered: list[Any] = super().get_actions_detail(request, object_id)
        now = tuple(name for name, states in STEPS.items() if row.status in states)
        return [one for one in offered if one.action_name.endswith(now)]

    @display(description=gettext_lazy("month"), ordering="month")
    def month_name(self, row: CountyMonth) -> str:
        return month_in_words(row.month)

    @display(description=gettext_lazy("statements"))
    def statements(self, row: Any) -> str:
        return count(row.number or 0)

    @display(description=gettext_lazy("of the month"))
    def owed(self, row: Any) -> str:
        return yuan(row.total or 0)

    @display(description=gettext_lazy("still open"))
    def still_open(self, row: CountyMonth) -> str:
        sentences = open_items(row.center, row.month)
        return format_html_join("", "<p>{}</p>", ((one,) for one in sentences)) or _("nothing")

    @action(description=gettext_lazy("Approve"), permissions=["verb"], icon="verified")
    def approve(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda row, _answers: approve_month(actor=actor_of(request), county_month=row),
            title=_("Approve the month"),
            submit=_("Approve"),
            done=_("The month is approved; head office locks it."),
            note=_("The county stands for its statements. From here on the month takes nothing more."),
        )

    @action(description=gettext_lazy("Take the approval back"), permissions=["verb"], icon="undo")
    def send_back(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=ReasonForm,
            verb=lambda row, answers: send_back_month(actor=actor_of(request), county_month=row, **answers),
            title=_("Take the approval back"),
            submit=_("Take it back"),
            done=_("The month is open again."),
        )

    @action(description=gettext_lazy("Lock"), permissions=["lock"], icon="lock")
    def lock(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda row, _answers: lock_month(actor=actor_of(request), county_month=row),
            title=_("Lock the month"),
            submit=_("Lock"),
            done=_("The month is locked and can be paid out."),
        )

    @action(
        description=gettext_lazy("Open again"),
        permissions=["lock"],
        icon="lock_open",
        variant=ActionVariant.DANGER,
    )
    def reopen(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=ReasonForm,
            verb=lambda row, answers: reopen_month(actor=actor_of(request), county_month=row, **answers),
            title=_("Open the month again"),
            submit=_("Open it again"),
            done=_("The month is open again. Recalculate it once the reason is settled."),
        )

    @action(description=gettext_lazy("Recalculate"), permissions=["lock"], icon="calculate")
    def recalculate(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self.visible_or_404(request, object_id)
        changes = what_would_change(center=row.center, month=row.month)
        return self.verb_page(
            request,
            row,
            form_class=RecalculationForm,
            initial={"seen": fingerprint_of(changes)},
            verb=lambda row, answers: recalculate_month(
                actor=actor_of(request), center=row.center, month=row.month, **answers
            ),
            title=_("Recalculate the month"),
            submit=_("Write the new versions"),
            done=_("The new versions are written; the old ones stay on record."),
            note=_in_words(changes),
            table=_table(changes) if changes else None,
        )


def _in_words(changes: list[Change]) -> str:
    if not changes:
        return _("Nothing came in since the closing: nothing would change.")
    return _("%(count)s statements would change, by %(difference)s in all. Nothing is done yet.") % {
        "count": count(len(changes)),
        "difference": yuan(sum(change.difference for change in changes)),
    }


def _table(changes: list[Change]) -> dict[str, Any]:
    return {
        "headers": [
            _("Rural partner"),
            _("Now"),
            _("Late lines"),
            _("Adjustments"),
            _("Guarantee"),
            _("Then"),
            _("Difference"),
        ],
        "rows": [
            [
                change.name,
                yuan(change.before),
                f"{count(change.late_lines)} · {yuan(change.late)}",
                f"{count(change.adjustments)} · {yuan(change.adjusted)}",
                yuan(change.guarantee),
                yuan(change.after),
                yuan(change.difference),
            ]
            for change in changes[:SHOWN]
        ],
    }
