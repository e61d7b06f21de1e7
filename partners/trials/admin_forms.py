"""What the pages of a draft ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from partners.commission.revising import Terms
from partners.journal.kinds import ANY_CATEGORY, CATEGORIES_OF, Business
from partners.subsidies.models import SubsidyRule
from partners.trials.models import Draft
from stations.centers.models import CountyCenter
from stations.clock import parse_month
from stations.refusals import Refused
from stations.scope.admin import ScopedForm
from stations.scope.admin_actions import VerbForm

TERMS = ("rate", "fixed", "minimum", "cap", "hold_days")
PRICED = frozenset().union(*CATEGORIES_OF.values())


class DraftForm(ScopedForm):
    class Meta:
        model = Draft
        fields = ("name", "reason")

    def _get_validation_exclusions(self) -> set[str]:
        """Nothing is asked of the model: the verb says the same, beside the field it is about."""
        return {field.name for field in Draft._meta.concrete_fields}


class DraftRateForm(VerbForm):
    category = forms.ChoiceField(choices=())
    center = forms.ModelChoiceField(queryset=CountyCenter.objects.none(), required=False)
    rate = forms.DecimalField(required=False, max_digits=7, decimal_places=5)
    fixed = forms.DecimalField(required=False, max_digits=14, decimal_places=2)
    minimum = forms.DecimalField(required=False, max_digits=14, decimal_places=2)
    cap = forms.DecimalField(required=False, max_digits=14, decimal_places=2)
    hold_days = forms.IntegerField(initial=7, min_value=0, max_value=365)

    def prepare(self) -> None:
        labels = {
            "category": _("Category"),
            "center": _("Only in this county"),
            "rate": _("Rate, a share of the paid amount: 0.025 is 2.5%"),
            "fixed": _("Or a fixed amount"),
            "minimum": _("At least"),
            "cap": _("At most"),
            "hold_days": _("Days on hold"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
        business = dict(Business.choices)
        of = {category: business[name] for name, those in CATEGORIES_OF.items() for category in those}
        choices = [(key, f"{of[key]}: {label}") for key, label in ANY_CATEGORY if key in PRICED]
        self.fields["category"].choices = choices  # type: ignore[attr-defined]
        center: Any = self.fields["center"]
        center.queryset = CountyCenter.objects.order_by("code")
        center.empty_label = _("everywhere")

    @staticmethod
    def given(answers: dict[str, Any]) -> dict[str, Any]:
        """The answers as the verb takes them."""
        category = answers["category"]
        business = next(name for name, those in CATEGORIES_OF.items() if category in those)
        terms = Terms(**{name: answers[name] for name in TERMS})
        return {"business": business, "category": category, "center": answers["center"], "terms": terms}


class DraftSubsidyForm(VerbForm):
    rule = forms.ModelChoiceField(queryset=SubsidyRule.objects.none())

    def prepare(self) -> None:
        self.fields["rule"].label = _("Subsidy or bonus")
        field: Any = self.fields["rule"]
        field.queryset = SubsidyRule.objects.open().select_related("center")


class TryForm(VerbForm):
    month = forms.CharField(max_length=7)
    since = forms.DateField(required=False)

    def prepare(self) -> None:
        self.fields["month"].label = _("Month")
        self.fields["month"].help_text = _("A closed one, like 2015-11.")
        self.fields["since"].label = _("As if in force since")
        self.fields["since"].help_text = _(
            "Empty: all of the month. Otherwise what was paid or happened on that day or later;"
            " a guarantee begins with a month."
        )

    def clean_month(self) -> Any:
        try:
            return parse_month(self.cleaned_data["month"])
        except Refused as refused:
            raise forms.ValidationError(str(refused), code=refused.code) from refused


class ActivateForm(VerbForm):
    valid_from = forms.DateField()

    def prepare(self) -> None:
        self.fields["valid_from"].label = _("In force from")
        self.fields["valid_from"].help_text = _("After the last day whose payments are priced already.")
