"""What is typed about the drawer: counts, and cash put in, taken out or banked."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from orders.agent_orders.forms import TokenForm, YuanField
from stations import inputs


def _reason(help_text: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class OpenForm(TokenForm):
    counted = YuanField(label=gettext_lazy("Cash counted"), min_value=Decimal(0))
    reason = _reason(gettext_lazy("Only where it differs from the last count."), required=False)


class CloseForm(TokenForm):
    counted = YuanField(label=gettext_lazy("Cash counted"), min_value=Decimal(0))
    parcels = forms.IntegerField(
        label=gettext_lazy("Parcels counted"), min_value=0, max_value=99_999, widget=inputs.CountInput
    )
    reason = _reason(gettext_lazy("Only where something differs."), required=False)


class OwnCashForm(TokenForm):
    amount = YuanField(label=gettext_lazy("Amount in yuan"))
    reason = _reason()


class BankForm(TokenForm):
    amount = YuanField(label=gettext_lazy("Amount in yuan"))
    receipt = forms.CharField(
        label=gettext_lazy("Number on the bank's receipt"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
