from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextInputWidget

from partners.accounts.admin import actor_of
from partners.income.adjustments.adjusting import (
    confirm_adjustment,
    propose_adjustment,
    withdraw_adjustment,
)
from partners.income.adjustments.models import Adjustment
from stations.clock import parse_month
from stations.refusals import Refused
from stations.scope.admin import ScopedAdmin, ScopedForm
from stations.scope.filters import ScopedAutocompleteFilter
from stations.wording import moment, yuan
from stations.wording import month as month_in_words


class AdjustmentForm(ScopedForm):
    month = forms.CharField(
        label=gettext_lazy("Month"),
        max_length=7,
        widget=UnfoldAdminTextInputWidget(attrs={"placeholder": "2015-11", "autocomplete": "off"}),
        help_text=gettext_lazy("Like 2015-11. Where that is closed, it goes into the next statement."),
    )

    class Meta:
        model = Adjustment
        fields = ("partner", "month", "kind", "amount", "reason", "evidence")

    def clean_month(self) -> Any:
        try:
            return parse_month(self.cleaned_data["month"])
        except Refused as refused:
            raise forms.ValidationError(str(refused), code=refused.code) from refused

    def _get_validation_exclusions(self) -> set[str]:
        """Nothing is asked of the model: the verb says the same, beside the field it is about."""
        return {field.name for field in Adjustment._meta.concrete_fields}


@admin.register(Adjustment)
class AdjustmentAdmin(ScopedAdmin):
    """Amounts by hand. Adding one proposes it; a second person confirms."""

    form = AdjustmentForm
    list_display: ClassVar = [
        "partner",
        "month_name",
        "kind",
        "comes_to",
        "reason",
        "where",
        "proposed_by",
        "confirmed_by",
    ]
    list_filter: ClassVar = [("kind", ChoicesDropdownFilter), ("partner", ScopedAutocompleteFilter)]
    list_select_related: ClassVar = ["partner", "proposed_by", "confirmed_by"]
    search_fields: ClassVar = ["partner__name", "=evidence"]
    autocomplete_fields: ClassVar = ["partner"]
    actions_detail: ClassVar = ["confirm", "withdraw"]
    told: ClassVar = [
        "partner",
        "month_name",
        "kind",
        "comes_to",
        "reason",
        "evidence",
        "where",
        "statement",
        "proposed_by",
        "proposed",
        "confirmed_by",
        "confirmed",
        "withdrawn_by",
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Adjustment | None = None) -> Any:
        return [(None, {"fields": self.told if obj else list(AdjustmentForm.Meta.fields)})]

    def get_readonly_fields(self, request: HttpRequest, obj: Adjustment | None = None) -> Any:
        return self.told if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def add_by_verb(self, request: HttpRequest, form: Any) -> Adjustment:
        return propose_adjustment(actor=actor_of(request), **form.cleaned_data)

    @display(description=gettext_lazy("month"), ordering="month")
    def month_name(self, row: Adjustment) -> str:
        return month_in_words(row.month)

    @display(description=gettext_lazy("amount"), ordering="amount")
    def comes_to(self, row: Adjustment) -> str:
        return yuan(row.amount)

    @display(description=gettext_lazy("state"))
    def where(self, row: Adjustment) -> str:
        return row.state

    @display(description=gettext_lazy("proposed at"))
    def proposed(self, row: Adjustment) -> str:
        return moment(row.proposed_at)

    @display(description=gettext_lazy("confirmed at"))
    def confirmed(self, row: Adjustment) -> str:
        return moment(row.confirmed_at)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        row = self.get_object(request, str(object_id))
        if row is None or not row.is_open:
            return []
        offered: list[Any] = super().get_actions_detail(request, object_id)
        if row.proposed_by_id == actor_of(request).pk:
            offered = [one for one in offered if not one.action_name.endswith("_confirm")]
        return offered

    @action(description=gettext_lazy("Confirm"), permissions=["verb"], icon="verified")
    def confirm(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self.visible_or_404(request, object_id)
        return self.verb_page(
            request,
            row,
            verb=lambda row, _answers: confirm_adjustment(actor=actor_of(request), adjustment=row),
            title=_("Confirm the adjustment"),
            submit=_("Confirm %(amount)s") % {"amount": yuan(row.amount)},
            done=_("The next statement that is written takes it."),
            note=_("%(partner)s · proposed by %(proposer)s: %(reason)s (%(evidence)s)")
            % {
                "partner": row.partner,
                "proposer": row.proposed_by,
                "reason": row.reason,
                "evidence": row.evidence,
            },
        )

    @action(description=gettext_lazy("Withdraw"), permissions=["verb"], icon="cancel")
    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda row, _answers: withdraw_adjustment(actor=actor_of(request), adjustment=row),
            title=_("Withdraw the proposal"),
            submit=_("Withdraw"),
            done=_("The proposal is withdrawn."),
        )
