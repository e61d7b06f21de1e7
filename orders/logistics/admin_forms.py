"""What the desk still has to be asked before a parcel changes."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from orders.logistics.models import HomeDelivery, ParcelCase, ParcelFee
from orders.logistics.numbers import tracking_number
from orders.logistics.settling import outcomes_of
from stations.clock import today
from stations.refusals import Refused
from stations.scope.admin import ScopedForm
from stations.scope.admin_actions import VerbForm


class ParcelForm(ScopedForm):
    """A parcel as its label says it."""

    def clean_tracking_number(self) -> str:
        try:
            return tracking_number(self.cleaned_data["tracking_number"])
        except Refused as refused:
            raise forms.ValidationError(str(refused), code=refused.code) from None


class FeeForm(ScopedForm):
    class Meta:
        model = ParcelFee
        fields = ("center", "fee", "valid_from")

    def _get_validation_exclusions(self) -> set[str]:
        """The verb says the same, and ends the fee that is open."""
        return {field.name for field in ParcelFee._meta.concrete_fields}


class SettleForm(VerbForm):
    outcome = forms.ChoiceField(label=gettext_lazy("How it ended"))
    note = forms.CharField(label=gettext_lazy("What was found out"), max_length=200)

    def prepare(self) -> None:
        field = self.fields["outcome"]
        outcomes = outcomes_of(self.row) if self.row is not None else list(ParcelCase.Outcome)
        field.choices = [(one.value, one.label) for one in outcomes]  # type: ignore[attr-defined]


class AppointmentForm(VerbForm):
    day = forms.DateField(label=gettext_lazy("Day"), initial=today)
    window = forms.ChoiceField(label=gettext_lazy("Time of day"), choices=HomeDelivery.Window.choices)
    address = forms.CharField(label=gettext_lazy("Address of the house"), max_length=200)


class DeliverForm(VerbForm):
    code = forms.CharField(label=gettext_lazy("Pick-up code"), max_length=6)
    installed = forms.ChoiceField(label=gettext_lazy("Installation"), choices=HomeDelivery.Installed.choices)
