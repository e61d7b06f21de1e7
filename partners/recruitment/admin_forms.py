"""What is asked at the desk about vacancies and applicants."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSingleTimeWidget

from partners.recruitment.deciding.models import Verdict
from partners.recruitment.models import Vacancy
from partners.recruitment.scoring.models import MOST_POINTS
from partners.recruitment.scoring.scoring import criteria_in_use
from stations.clock import SHANGHAI
from stations.scope.admin import ScopedForm
from stations.scope.admin_actions import VerbForm

POINTS = "points_"


class VacancyForm(ScopedForm):
    class Meta:
        model = Vacancy
        fields = ("station", "closes_on", "words")

    def _get_validation_exclusions(self) -> set[str]:
        """Nothing is asked of the model: the verb says the same, beside the field it is about."""
        return {field.name for field in Vacancy._meta.concrete_fields}


class ShortlistForm(VerbForm):
    reason = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False)


class RefuseForm(VerbForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy("The applicant reads it; no names."),
    )


class InviteForm(VerbForm):
    day = forms.DateField(label=gettext_lazy("Day"))
    time = forms.TimeField(label=gettext_lazy("Time"), widget=UnfoldAdminSingleTimeWidget)
    interview_place = forms.CharField(label=gettext_lazy("Where"), max_length=100)

    def moment(self) -> dt.datetime:
        return dt.datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], SHANGHAI)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"day", "time"} <= set(cleaned):
            cleaned = {"interview_at": self.moment(), "interview_place": cleaned.get("interview_place", "")}
        return cleaned


class ScoreForm(VerbForm):
    """A number for each criterion in use."""

    words = forms.CharField(label=gettext_lazy("In words"), max_length=300, required=False)

    def prepare(self) -> None:
        words = self.fields.pop("words")
        for one in criteria_in_use():
            self.fields[f"{POINTS}{one.pk}"] = forms.IntegerField(
                label=one.name, min_value=0, max_value=MOST_POINTS
            )
        self.fields["words"] = words

    @staticmethod
    def points(answers: dict[str, Any]) -> dict[int, int]:
        """By the ids of the criteria."""
        return {
            int(name.removeprefix(POINTS)): value
            for name, value in answers.items()
            if name.startswith(POINTS)
        }


class ProposeForm(VerbForm):
    verdict = forms.ChoiceField(label=gettext_lazy("Proposal"), choices=Verdict.choices)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy("The applicant reads it; no names."),
    )


class ConfirmForm(VerbForm):
    identity_number = forms.CharField(
        label=gettext_lazy("Identity number"),
        max_length=24,
        required=False,
        help_text=gettext_lazy("From the card, if it is not in the application or differs from it."),
    )

    def prepare(self) -> None:
        if self.row is not None and self.row.verdict != Verdict.ACCEPT:
            del self.fields["identity_number"]
