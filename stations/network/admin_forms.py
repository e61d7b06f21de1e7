"""What the verbs of a station's life must be told at the desk."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stations.centers.lifecycle import CenterStatus
from stations.centers.models import CountyCenter
from stations.clock import today
from stations.network.models import Station
from stations.scope.admin import ScopedForm
from stations.scope.admin_actions import ReasonForm, VerbForm


class StationForm(ScopedForm):
    class Meta:
        model = Station
        fields: ClassVar = ("center", "village", "name", "code", "address", "latitude", "longitude")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            for name, left_empty in (
                ("name", _("Left empty: the village's name.")),
                ("code", _("Left empty: the center's letters and its next free number.")),
            ):
                if name in self.fields:
                    self.fields[name].required = False
                    self.fields[name].help_text = left_empty

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip().upper()


class OpenForm(VerbForm):
    opened_on = forms.DateField(label=gettext_lazy("Opened on"), initial=today)


class CloseForm(ReasonForm):
    closed_on = forms.DateField(label=gettext_lazy("Last day"), initial=today)


class MoveForm(ReasonForm):
    center = forms.ModelChoiceField(
        label=gettext_lazy("New county operation center"), queryset=CountyCenter.objects.none()
    )

    def prepare(self) -> None:
        super().prepare()
        centers = CountyCenter.objects.filter(status=CenterStatus.OPERATING)
        if self.row is not None:
            centers = centers.exclude(pk=self.row.center_id)
        self.fields["center"].queryset = centers  # type: ignore[attr-defined]
