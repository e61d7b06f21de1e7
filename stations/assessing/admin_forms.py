"""What is asked at the desk when a county is assessed: a number for each criterion of the year."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from stations.assessing.assessing import record_assessment, scheme_of
from stations.assessing.models import CountyAssessment
from stations.centers.models import CountyCenter
from stations.clock import today
from stations.scope.admin_actions import VerbForm

PREFIX = "value_"


class AssessForm(VerbForm):
    words = forms.CharField(label=gettext_lazy("In words"), max_length=200, required=False)

    def prepare(self) -> None:
        scheme = scheme_of(today().year)
        for one in scheme.criteria.order_by("pk") if scheme else []:
            self.fields[f"{PREFIX}{one.code}"] = forms.DecimalField(
                label=str(one), max_digits=10, decimal_places=2, min_value=Decimal(0)
            )
        self.order_fields([name for name in self.fields if name.startswith(PREFIX)])


def assess_by(actor: Any, center: CountyCenter, answers: dict[str, Any]) -> CountyAssessment:
    """The form's answers to the verb."""
    values = {name.removeprefix(PREFIX): v for name, v in answers.items() if name.startswith(PREFIX)}
    return record_assessment(actor=actor, center=center, values=values, words=answers["words"])
