from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from orders.reports.levels.models import PARTS, LevelBound, LevelMonth, LevelRule
from orders.reports.levels.ruling import confirm_rule, parse_bounds, propose_rule, withdraw_rule
from orders.reports.levels.scoring import score_again
from partners.accounts.admin import actor_of
from stations.clock import parse_month
from stations.refusals import Refused
from stations.scope.admin import ReadOnlyAdmin, ScopedAdmin, ScopedForm, ScopedTabularInline
from stations.scope.admin_actions import ReasonForm
from stations.wording import moment
from stations.wording import month as month_in_words


class BoundInline(ScopedTabularInline):
    model = LevelBound
    fields = ("least", "name", "name_en")
    readonly_fields = fields


class RuleForm(ScopedForm):
    valid_from = forms.CharField(
        label=gettext_lazy("From the month"),
        max_length=7,
        widget=UnfoldAdminTextInputWidget(attrs={"placeholder": "2015-12", "autocomplete": "off"}),
        help_text=gettext_lazy("Like 2015-12; a month that is still to come."),
    )
    levels = forms.CharField(
        label=gettext_lazy("Levels"),
        max_length=1000,
        widget=UnfoldAdminTextareaWidget,
        help_text=gettext_lazy("A line each: the score from which on, the Chinese and the English name."),
    )

    class Meta:
        model = LevelRule
        fields = ("valid_from", *PARTS, "parcel_days", "levels", "reason")

    def clean_valid_from(self) -> Any:
        try:
            return parse_month(self.cleaned_data["valid_from"])
        except Refused as refused:
            raise forms.ValidationError(str(refused), code=refused.code) from refused

    def clean_levels(self) -> Any:
        try:
            return parse_bounds(self.cleaned_data["levels"])
        except Refused as refused:
            raise forms.ValidationError(str(refused), code=refused.code) from refused

    def _get_validation_exclusions(self) -> set[str]:
        """Nothing is asked of the model: the verb says the same, beside the field it is about."""
        return {field.name for field in LevelRule._meta.concrete_fields}


@admin.register(LevelRule)
class LevelRuleAdmin(ScopedAdmin):
    """What the levels are made of. Adding one proposes it; a second person confirms."""

    form = RuleForm
    list_display: ClassVar = ["month_name", *PARTS, "parcel_days", "where", "proposed_by", "confirmed_by"]
    list_select_related: ClassVar = ["proposed_by", "confirmed_by"]
    inlines: ClassVar = [BoundInline]
    actions_detail: ClassVar = ["confirm", "withdraw"]
    told: ClassVar = [
        "month_name",
        *PARTS,
        "parcel_days",
        "reason",
        "where",
        "proposed_by",
        "confirmed_by",
        "withdrawn_by",
    ]

    def get_fieldsets(self, request: HttpRequest, obj: LevelRule | None = None) -> Any:
        return [(None, {"fields": self.told if obj else list(RuleForm.Meta.fields)})]

    def get_readonly_fields(self, request: HttpRequest, obj: LevelRule | None = None) -> Any:
        return self.told if obj else []

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else []

    def get_changeform_initial_data(self, request: HttpRequest) -> Any:
        """The rule in force, to be changed."""
        last = LevelRule.objects.confirmed().order_by("-valid_from").first()
        if last is None:
            return {}
        levels = (f"{bound.least.normalize():f} {bound.name} {bound.name_en}" for bound in last.bounds.all())
        return {name: getattr(last, name) for name in (*PARTS, "parcel_days")} | {"levels": "\n".join(levels)}

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def add_by_verb(self, request: HttpRequest, form: Any) -> LevelRule:
        said = form.cleaned_data
        return propose_rule(
            actor=actor_of(request),
            valid_from=said["valid_from"],
            weights={part: said[part] for part in PARTS},
            bounds=said["levels"],
            parcel_days=said["parcel_days"],
            reason=said["reason"],
        )

    @display(description=gettext_lazy("from the month"), ordering="valid_from")
    def month_name(self, rule: LevelRule) -> str:
        return month_in_words(rule.valid_from)

    @display(description=gettext_lazy("state"))
    def where(self, rule: LevelRule) -> str:
        return rule.state

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        rule = self.get_object(request, str(object_id))
        if rule is None or not rule.is_open:
            return []
        offered: list[Any] = super().get_actions_detail(request, object_id)
        if rule.proposed_by_id == actor_of(request).pk:
            offered = [one for one in offered if not one.action_name.endswith("_confirm")]
        return offered

    @action(description=gettext_lazy("Confirm"), permissions=["verb"], icon="verified")
    def confirm(self, request: HttpRequest, object_id: str) -> HttpResponse:
        rule = self.visible_or_404(request, object_id)
        return self.verb_page(
            request,
            rule,
            verb=lambda row, _answers: confirm_rule(actor=actor_of(request), rule=row),
            title=_("Confirm the rule"),
            submit=_("Confirm"),
            done=_("It scores its month and those after it."),
            note=f"{rule} · {rule.reason}",
        )

    @action(description=gettext_lazy("Withdraw"), permissions=["verb"], icon="cancel")
    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda row, _answers: withdraw_rule(actor=actor_of(request), rule=row),
            title=_("Withdraw the proposal"),
            submit=_("Withdraw"),
            done=_("The proposal is withdrawn."),
        )


@admin.register(LevelMonth)
class LevelMonthAdmin(ReadOnlyAdmin):
    """Months that were scored; the scores themselves are in the report."""

    list_display: ClassVar = ["month_name", "stations", "counted", "scored", "scored_by", "reason"]
    list_select_related: ClassVar = ["scored_by"]
    fields: ClassVar = ["month_name", "rule", "stations", "counted", "scored", "scored_by", "reason"]
    readonly_fields: ClassVar = fields
    actions_detail: ClassVar = ["again"]

    @display(description=gettext_lazy("month"), ordering="month")
    def month_name(self, row: LevelMonth) -> str:
        return month_in_words(row.month)

    @display(description=gettext_lazy("counted up to"))
    def counted(self, row: LevelMonth) -> str:
        return moment(row.counted_up_to)

    @display(description=gettext_lazy("scored at"))
    def scored(self, row: LevelMonth) -> str:
        return moment(row.scored_at)

    @action(description=gettext_lazy("Score again"), permissions=["verb"], icon="replay")
    def again(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=ReasonForm,
            verb=lambda row, answers: score_again(actor=actor_of(request), scored=row, **answers),
            title=_("Score the month again"),
            submit=_("Score again"),
            done=_("The month is scored with all that is recorded by now."),
            note=_("Late imports, refunds and surveys are counted; partners see other scores than before."),
        )
