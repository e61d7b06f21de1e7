from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter, RangeDateFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from partners.income.adjustments.models import Adjustment
from partners.income.admin_export import StatementResource
from partners.income.closing import request_closing
from partners.income.explaining import EXPLAINED, basis_in_words, explain
from partners.income.models import Earning, MonthClosing, Statement
from partners.income.queries import STATES
from partners.income.steps import steps_after
from partners.journal.kinds import Business
from partners.journal.subjects import label_of
from stations.bell import ring
from stations.clock import parse_month, today
from stations.refusals import Refused
from stations.scope.admin import ScopedAdmin, ScopedForm, ScopedTabularInline
from stations.scope.exports import ScopedExportMixin
from stations.scope.filters import ScopedAutocompleteFilter, ScopedRelatedFilter
from stations.scope.large_lists import LargeReadOnlyAdmin
from stations.wording import month as month_in_words
from stations.wording import yuan

LINES_A_PAGE = 50
LOOK_AGAIN_AFTER = 3  # seconds, while a closing runs


class StateFilter(DropdownFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return list(STATES.items())

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.in_state(self.value(), today()) if self.value() in STATES else queryset


class MonthFilter(DropdownFilter):
    """The months that are closed, the newest first."""

    title = gettext_lazy("month")
    parameter_name = "of"  # no column: a look-up of the same name would be let through

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        months = MonthClosing.objects.order_by("-month").values_list("month", flat=True)[:120]
        return [(f"{one:%Y-%m}", month_in_words(one)) for one in months]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        try:
            return queryset.of_month(parse_month(self.value() or ""))
        except Refused:
            return queryset


class _MoneyOfALine:
    """The amounts of a line, as money is written."""

    @display(description=gettext_lazy("amount"))
    def comes_to(self, line: Earning) -> str:
        return yuan(line.amount)

    @display(description=gettext_lazy("received in cash"))
    def in_cash(self, line: Earning) -> str:
        return yuan(line.received_in_cash) if line.received_in_cash else ""

    @display(description=gettext_lazy("basis"))
    def counted(self, line: Earning) -> str:
        return basis_in_words(line)


@admin.register(Earning)
class EarningAdmin(_MoneyOfALine, LargeReadOnlyAdmin):
    """Lines of income, each with its reason."""

    list_display: ClassVar = [
        "order",
        "category",
        "partner",
        "station",
        "paid_on",
        "counted",
        "comes_to",
        "in_cash",
        "where",
        "earned_on",
        "statement",
    ]
    list_filter: ClassVar = [
        StateFilter,
        ("category", ChoicesDropdownFilter),
        ("partner", ScopedAutocompleteFilter),
        ("station", ScopedAutocompleteFilter),
        ("paid_on", RangeDateFilter),
        ("earned_on", RangeDateFilter),
    ]
    list_select_related: ClassVar = ["partner", "station", "statement__partner"]
    search_fields: ClassVar = ["subject"]  # switches the box on
    fields: ClassVar = [
        "order",
        "partner",
        "station",
        "center",
        "why",
        "comes_to",
        "in_cash",
        "where",
        "rate",
        "rate_version",
        "statement",
        "priced_at",
    ]
    readonly_fields: ClassVar = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        lines: Any = super().get_queryset(request)
        return lines.with_state(today())

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """By subject, such as agent-order:17, or by any part of the partner's name."""
        term = search_term.replace("\0", "").strip()
        if not term:
            return queryset, False
        by = {"subject": term} if ":" in term else {"partner__name__contains": term}
        return queryset.filter(**by), False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        line = super().get_object(request, object_id, from_field)
        return line and self.get_queryset(request).select_related(*EXPLAINED).get(pk=line.pk)

    def get_fieldsets(self, request: HttpRequest, obj: Earning | None = None) -> Any:
        """A subsidy has no rate: what it is by stands with the reason."""
        left_out = {"rate", "rate_version"} if obj and obj.business == Business.SUBSIDY else set()
        return [(None, {"fields": [name for name in self.fields if name not in left_out]})]

    @display(description=gettext_lazy("order"))
    def order(self, line: Earning) -> str:
        return label_of(line.subject)

    @display(description=gettext_lazy("state"))
    def where(self, line: Any) -> str:
        return str(STATES[line.state])

    @display(description=gettext_lazy("why this amount?"))
    def why(self, line: Earning) -> str:
        return format_html_join("", "<p>{}: {}</p>", ((step.label, step.text) for step in explain(line)))


class LineInline(_MoneyOfALine, ScopedTabularInline):
    """The lines a statement is the sum of."""

    model = Earning
    fields: ClassVar = ["order", "category", "paid_on", "counted", "comes_to", "in_cash", "earned_on"]
    readonly_fields: ClassVar = fields
    per_page = LINES_A_PAGE
    show_change_link = True
    ordering = ("pk",)

    @display(description=gettext_lazy("order"))
    def order(self, line: Earning) -> str:
        return label_of(line.subject)


class AdjustmentInline(ScopedTabularInline):
    """The adjustments in it."""

    model = Adjustment
    fields: ClassVar = ["kind", "comes_to", "reason", "evidence", "proposed_by", "confirmed_by"]
    readonly_fields: ClassVar = fields

    @display(description=gettext_lazy("amount"))
    def comes_to(self, row: Adjustment) -> str:
        return yuan(row.amount)


@admin.register(Statement)
class StatementAdmin(ScopedExportMixin, LargeReadOnlyAdmin):
    """Closed months, by partner; a county's month as a file."""

    export_what = "statements"
    resource_classes = [StatementResource]

    list_display: ClassVar = [
        "month_name",
        "partner",
        "center",
        "station",
        "lines",
        "version",
        "of_the_month",
        "by_hand",
        "kept_back",
        "in_cash",
        "carried_over",
        "balance",
    ]
    list_filter: ClassVar = [
        MonthFilter,
        ("center", ScopedRelatedFilter),
        ("partner", ScopedAutocompleteFilter),
    ]
    list_select_related: ClassVar = ["partner", "center", "station"]
    ordering: ClassVar = ["-pk"]  # as the months were closed
    search_fields: ClassVar = ["partner__name"]  # switches the box on
    fields: ClassVar = [
        "month_name",
        "partner",
        "center",
        "station",
        "lines",
        "version",
        "reason",
        "supersedes",
        "of_the_month",
        "of_it_subsidies",
        "by_hand",
        "kept_back",
        "in_cash",
        "carried_over",
        "balance",
        "paid_by",
        "closed_at",
        "written_by",
    ]
    readonly_fields: ClassVar = fields
    inlines: ClassVar = [AdjustmentInline, LineInline]

    def get_queryset(self, request: HttpRequest) -> Any:
        statements: Any = super().get_queryset(request)
        return statements.with_balance().with_subsidies()

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """By the beginning of the station's code, or by any part of the partner's name."""
        term = search_term.replace("\0", "").strip()
        if not term:
            return queryset, False
        if term.isascii():
            return queryset.filter(station__code__startswith=term.upper()), False
        return queryset.filter(partner__name__contains=term), False

    @display(description=gettext_lazy("month"))
    def month_name(self, statement: Statement) -> str:
        return month_in_words(statement.month)

    @display(description=gettext_lazy("earned in the month"))
    def of_the_month(self, statement: Statement) -> str:
        return yuan(statement.earned)

    @display(description=gettext_lazy("of it subsidies and bonuses"))
    def of_it_subsidies(self, statement: Any) -> str:
        return yuan(statement.subsidies)

    @display(description=gettext_lazy("adjustments"))
    def by_hand(self, statement: Statement) -> str:
        return yuan(statement.adjusted)

    @display(description=gettext_lazy("deductions"))
    def kept_back(self, statement: Statement) -> str:
        return yuan(-statement.deducted)

    @display(description=gettext_lazy("afterwards"))
    def paid_by(self, statement: Statement) -> str:
        steps = ((step.label, step.text) for step in steps_after(statement))
        return format_html_join("", "<p>{}: {}</p>", steps)

    @display(description=gettext_lazy("received in cash"))
    def in_cash(self, statement: Statement) -> str:
        return yuan(statement.received_in_cash)

    @display(description=gettext_lazy("carried over"))
    def carried_over(self, statement: Statement) -> str:
        return yuan(statement.brought_forward)

    @display(description=gettext_lazy("comes to"))
    def balance(self, statement: Any) -> str:
        return yuan(statement.balance)


class ClosingForm(ScopedForm):
    month = forms.CharField(
        label=gettext_lazy("Month"),
        max_length=7,
        widget=UnfoldAdminTextInputWidget(attrs={"placeholder": "2015-11", "autocomplete": "off"}),
        help_text=gettext_lazy("Like 2015-11. Earlier months in which lines wait are closed before it."),
    )

    class Meta:
        model = MonthClosing
        fields = ("month",)

    def clean_month(self) -> Any:
        try:
            month = parse_month(self.cleaned_data["month"])
        except Refused as refused:
            raise forms.ValidationError(str(refused), code=refused.code) from refused
        if MonthClosing.objects.filter(month=month).exists():
            raise forms.ValidationError(_("This month is already closed, or being closed."), code="unique")
        return month


@admin.register(MonthClosing)
class MonthClosingAdmin(ScopedAdmin):
    """The runs that close months. Adding one starts it; its page shows how far it is."""

    form = ClosingForm
    list_display: ClassVar = [
        "month_name",
        "progress",
        "statements",
        "lines",
        "requested_by",
        "started_at",
        "finished_at",
    ]
    list_select_related: ClassVar = ["requested_by"]

    def get_queryset(self, request: HttpRequest) -> Any:
        closings: Any = super().get_queryset(request)
        return closings.with_progress()

    def get_fieldsets(self, request: HttpRequest, obj: MonthClosing | None = None) -> Any:
        return [(None, {"fields": self.list_display if obj else ["month"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: MonthClosing | None = None) -> Any:
        return self.list_display if obj else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> MonthClosing:
        closing = request_closing(month=form.cleaned_data["month"], actor=request.user)
        ring("partners.close_month", f"{closing.month:%Y-%m}")
        return closing

    def response_add(
        self, request: HttpRequest, obj: MonthClosing, post_url_continue: Any = None
    ) -> HttpResponse:
        return HttpResponseRedirect(self._change_url(obj))

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        response = super().changeform_view(request, object_id, *args, **kwargs)
        shown = getattr(response, "context_data", None) or {}
        closing = shown.get("original")
        if closing is not None and closing.finished_at is None:
            response["Refresh"] = str(LOOK_AGAIN_AFTER)
        return response

    @display(description=gettext_lazy("month"), ordering="month")
    def month_name(self, closing: MonthClosing) -> str:
        return month_in_words(closing.month)

    @display(description=gettext_lazy("progress"))
    def progress(self, closing: Any) -> str:
        if closing.finished_at is not None:
            return _("the month is closed")
        if not closing.parts:
            return _("waits for a worker; what is pending is priced first")
        return _("%(done)s of %(parts)s parts") % {"done": closing.parts_done, "parts": closing.parts}

    @display(description=gettext_lazy("statements"))
    def statements(self, closing: Any) -> int:
        return int(closing.statements)

    @display(description=gettext_lazy("lines"))
    def lines(self, closing: Any) -> int:
        return int(closing.settled_lines)
