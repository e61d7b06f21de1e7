"""What the desk is asked about contracts, deposits and hand-overs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.contracts.lifecycle import EntryKind
from partners.contracts.models import Contract, DepositRate
from partners.people import stock
from stations.clock import today
from stations.scope.admin import ScopedForm
from stations.scope.admin_actions import ReasonForm, VerbForm


class ContractForm(ScopedForm):
    class Meta:
        model = Contract
        fields = ("partner", "station", "mode", "starts_on", "ends_on", "number")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "number" in self.fields:
            self.fields["number"].required = False
            self.fields["number"].help_text = _("Of the paper; left empty, it gets one.")

    def _get_validation_exclusions(self) -> set[str]:
        """Nothing is asked of the model: the verb says the same, beside the field it is about."""
        return {field.name for field in Contract._meta.concrete_fields}


class DepositRateForm(ScopedForm):
    class Meta:
        model = DepositRate
        fields = ("mode", "valid_from", "amount", "source")

    def _get_validation_exclusions(self) -> set[str]:
        """As above."""
        return {field.name for field in DepositRate._meta.concrete_fields}


class SignForm(VerbForm):
    signed_on = forms.DateField(label=gettext_lazy("Signed on"), initial=today)
    paper = forms.FileField(
        label=gettext_lazy("The signed paper"),
        required=False,
        help_text=gettext_lazy("Photo or PDF. Not needed where it was added before."),
    )


class ForceForm(VerbForm):
    on = forms.DateField(label=gettext_lazy("From"), initial=today)


class ChangeOverForm(VerbForm):
    starts_on = forms.DateField(label=gettext_lazy("From"), initial=today)


class PaymentForm(VerbForm):
    amount = forms.DecimalField(label=gettext_lazy("Amount in yuan"), max_digits=14, decimal_places=2)
    receipt = forms.CharField(
        label=gettext_lazy("Number on the bank's receipt"),
        max_length=60,
        help_text=gettext_lazy("The same number is never recorded twice."),
    )


class DeductionForm(ReasonForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("What for"),
        choices=[(kind.value, kind.label) for kind in (EntryKind.DEBT, EntryKind.DAMAGE)],
    )
    amount = forms.DecimalField(label=gettext_lazy("Amount in yuan"), max_digits=14, decimal_places=2)


class ExitForm(ReasonForm):
    last_day = forms.DateField(label=gettext_lazy("Last day"), initial=today)
    terminated = forms.BooleanField(
        label=gettext_lazy("Before its time"),
        required=False,
        help_text=gettext_lazy("The contract counts as terminated, not as ended."),
    )


class DayForm(VerbForm):
    day = forms.DateField(
        label=gettext_lazy("First day of the next one"),
        initial=today,
        help_text=gettext_lazy("The day before is the last one of who leaves."),
    )


class CountForm(VerbForm):
    """A field for each kind of stock; empty, so that somebody counts and nobody copies."""

    def prepare(self) -> None:
        for topic, kind in stock.kinds().items():
            field: forms.Field = (
                forms.DecimalField(max_digits=14, decimal_places=2, min_value=0)
                if kind.money
                else forms.IntegerField(min_value=0)
            )
            field.label = str(kind.label)
            field.help_text = _("In yuan.") if kind.money else _("Pieces.")
            self.fields[topic] = field


class NextForm(CountForm):
    """The same, and who takes over."""

    next_contract = forms.ModelChoiceField(
        label=gettext_lazy("Contract of the next partner"), queryset=Contract.objects.none()
    )

    def prepare(self) -> None:
        super().prepare()
        if self.row is not None:
            others = Contract.objects.unfinished().filter(station=self.row.station_id)
            self.fields["next_contract"].queryset = (  # type: ignore[attr-defined]
                others.exclude(partner=self.row.partner_id).select_related("partner")
            )
