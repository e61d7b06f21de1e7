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
from unfold.widgets import UnfoldAdminTextareaWidget

from partners.accounts.admin import actor_of
from partners.journal.kinds import SubsidyCategory
from partners.subsidies.in_words import how_slabs_count, slab_in_words, subsidy_in_words
from partners.subsidies.models import SubsidyRule
from partners.subsidies.proposing import (
    SubsidyTerms,
    confirm_subsidy,
    end_subsidy,
    propose_subsidy,
    withdraw_subsidy,
)
from partners.subsidies.slabs import read_slabs
from stations.scope.admin import ScopedAdmin, ScopedForm
from stations.scope.admin_actions import VerbForm
from stations.scope.filters import ScopedRelatedFilter
from stations.wording import moment

TERMS = ("amount", "months", "full_time_only", "marginal")
GIVEN = ("category", "center", "reason", "valid_from", "valid_to")


class SubsidyForm(ScopedForm):
    slabs = forms.CharField(
        label=gettext_lazy("Brackets"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "Of a festival bonus, one a line: from, below (the last one a dash), then yuan or percent:"
            " “0 20000 0”, “20000 50000 200”, “50000 - 1.5%”."
        ),
    )

    class Meta:
        model = SubsidyRule
        fields = ("category", "center", *TERMS, "reason", "valid_from", "valid_to")

    def _get_validation_exclusions(self) -> set[str]:
        """Nothing is asked of the model: the verb says the same, beside the field it is about."""
        return {field.name for field in SubsidyRule._meta.concrete_fields}

    def terms(self) -> SubsidyTerms:
        """Raises Refused for brackets that cannot be read."""
        slabs = read_slabs(self.cleaned_data["slabs"])
        return SubsidyTerms(slabs=slabs, **{name: self.cleaned_data[name] for name in TERMS})


class LastDayForm(VerbForm):
    last_day = forms.DateField()

    def prepare(self) -> None:
        self.fields["last_day"].label = _("Last day")


@admin.register(SubsidyRule)
class SubsidyRuleAdmin(ScopedAdmin):
    """What is given beside commissions. Adding one proposes it; a second person puts it in force."""

    form = SubsidyForm
    list_display: ClassVar = [
        "category",
        "center",
        "says",
        "valid_from",
        "valid_to",
        "where",
        "proposed_by",
        "confirmed_by",
    ]
    list_filter: ClassVar = [("category", ChoicesDropdownFilter), ("center", ScopedRelatedFilter)]
    list_select_related: ClassVar = ["center", "proposed_by", "confirmed_by"]
    search_fields: ClassVar = ["reason"]
    actions_detail: ClassVar = ["confirm", "withdraw", "end"]
    told: ClassVar = [
        "category",
        "center",
        "says",
        "brackets",
        "valid_from",
        "valid_to",
        "reason",
        "where",
        "proposed_by",
        "proposed",
        "confirmed_by",
        "confirmed",
        "withdrawn_by",
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("slabs")

    def get_fieldsets(self, request: HttpRequest, obj: SubsidyRule | None = None) -> Any:
        if obj:
            return [(None, {"fields": self.told})]
        return [
            (_("What it is for"), {"fields": ["category", "center", "reason"]}),
            (_("What is given"), {"fields": ["amount", "months", "full_time_only", "slabs", "marginal"]}),
            (_("When it is valid"), {"fields": ["valid_from", "valid_to"]}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: SubsidyRule | None = None) -> Any:
        return self.told if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def add_by_verb(self, request: HttpRequest, form: Any) -> SubsidyRule:
        given = {name: form.cleaned_data[name] for name in GIVEN}
        return propose_subsidy(actor=actor_of(request), terms=form.terms(), **given)

    @display(description=gettext_lazy("what is given"))
    def says(self, rule: SubsidyRule) -> str:
        return subsidy_in_words(rule)

    @display(description=gettext_lazy("brackets"))
    def brackets(self, rule: SubsidyRule) -> str:
        if rule.category != SubsidyCategory.FESTIVAL:
            return "—"
        told = [how_slabs_count(rule), *(slab_in_words(slab) for slab in rule.slabs.all())]
        return format_html_join("", "<p>{}</p>", ((one,) for one in told))

    @display(description=gettext_lazy("state"))
    def where(self, rule: SubsidyRule) -> str:
        return rule.state

    @display(description=gettext_lazy("proposed at"))
    def proposed(self, rule: SubsidyRule) -> str:
        return moment(rule.proposed_at)

    @display(description=gettext_lazy("put in force at"))
    def confirmed(self, rule: SubsidyRule) -> str:
        return moment(rule.confirmed_at)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        row = self.get_object(request, str(object_id))
        if row is None or row.withdrawn_at is not None:
            return []
        names = {"confirm", "withdraw"} if row.is_open else {"end"}
        if row.proposed_by_id == actor_of(request).pk:
            names.discard("confirm")
        offered: list[Any] = super().get_actions_detail(request, object_id)
        return [one for one in offered if one.action_name.rpartition("_")[2] in names]

    @action(description=gettext_lazy("Put in force"), permissions=["verb"], icon="verified")
    def confirm(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self.visible_or_404(request, object_id)
        return self.verb_page(
            request,
            row,
            verb=lambda row, _answers: confirm_subsidy(actor=actor_of(request), rule=row),
            title=_("Put the rule in force"),
            submit=_("Put in force"),
            done=_("The rule is in force from its first day on."),
            note=f"{subsidy_in_words(row)} ({row.reason})",
        )

    @action(description=gettext_lazy("Withdraw"), permissions=["verb"], icon="cancel")
    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda row, _answers: withdraw_subsidy(actor=actor_of(request), rule=row),
            title=_("Withdraw the proposal"),
            submit=_("Withdraw"),
            done=_("The proposal is withdrawn."),
        )

    @action(description=gettext_lazy("End"), permissions=["verb"], icon="event_busy")
    def end(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=LastDayForm,
            verb=lambda row, answers: end_subsidy(actor=actor_of(request), rule=row, **answers),
            title=_("End the rule"),
            submit=_("End it"),
            done=_("The rule ends with that day."),
        )
