"""What is scanned and typed on the second leg."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from orders.agent_orders.forms import CodeForm, PhoneField, ReasonForm, TokenForm
from orders.logistics.models import Carrier, Parcel
from stations import inputs
from stations.network.lifecycle import StationStatus
from stations.network.models import Station

__all__ = ["CodeForm", "ReasonForm", "TokenForm"]


def _carriers() -> Any:
    return Carrier.objects.filter(is_active=True)


class HandOverForm(CodeForm):
    """The code; and why the fee is not taken, where it is not."""

    waive = forms.CharField(
        label=gettext_lazy("No fee taken, because"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Leave it empty when the villager pays."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ScanForm(TokenForm):
    """One number; a hand scanner types it and presses Enter."""

    code = forms.CharField(
        label=gettext_lazy("Tracking number"),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "class": "code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "enterkeyhint": "go",
                "autofocus": True,
            }
        ),
        help_text=gettext_lazy("Scan the label, or type the number and press Enter."),
    )


class CarrierScanForm(ScanForm):
    """The carrier stays chosen from scan to scan."""

    carrier = forms.ModelChoiceField(
        label=gettext_lazy("Carrier"), queryset=Carrier.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["carrier"].queryset = _carriers()  # type: ignore[attr-defined]


class LabelForm(TokenForm):
    """What stands on the label of a parcel that nobody announced."""

    carrier = forms.ModelChoiceField(label=gettext_lazy("Carrier"), queryset=Carrier.objects.none())
    tracking_number = forms.CharField(
        label=gettext_lazy("Tracking number"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    recipient = forms.CharField(
        label=gettext_lazy("Villager's name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = PhoneField(label=gettext_lazy("Villager's mobile number"), required=False)
    size = forms.ChoiceField(label=gettext_lazy("Size"), choices=Parcel.Size.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["carrier"].queryset = _carriers()  # type: ignore[attr-defined]


class UnknownParcelForm(LabelForm):
    """The same at the county center, where it is sorted to a station."""

    station = forms.ModelChoiceField(
        label=gettext_lazy("Village service station"), queryset=Station.objects.none()
    )
    to_the_house = forms.BooleanField(
        label=gettext_lazy("A large appliance, delivered to the house"), required=False
    )
    field_order = (
        "token",
        "station",
        "carrier",
        "tracking_number",
        "recipient",
        "phone",
        "size",
        "to_the_house",
    )

    def __init__(self, *args: Any, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stations = Station.objects.visible_to(reader).filter(status=StationStatus.OPEN)
        self.fields["station"].queryset = stations  # type: ignore[attr-defined]


class DispatchForm(TokenForm):
    counted = forms.IntegerField(
        label=gettext_lazy("How many parcels did you count?"),
        min_value=0,
        max_value=9999,
        widget=inputs.CountInput,
    )
    driver = forms.CharField(
        label=gettext_lazy("Driver"),
        max_length=60,
        help_text=gettext_lazy("Name and plate, as on the paper."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    carrier = forms.ModelChoiceField(
        label=gettext_lazy("Carrier"), queryset=Carrier.objects.none(), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["carrier"].queryset = _carriers()  # type: ignore[attr-defined]


class CountForm(TokenForm):
    counted = forms.IntegerField(
        label=gettext_lazy("How many parcels did you count?"),
        min_value=0,
        max_value=9999,
        widget=inputs.CountInput,
    )


class TakeOffForm(TokenForm):
    parcel = forms.IntegerField(widget=forms.HiddenInput)


def plain(cleaned: dict[str, Any]) -> dict[str, Any]:
    """What a form said, as it is remembered with its token: rows by their id."""
    return {name: getattr(value, "pk", value) for name, value in cleaned.items() if name != "token"}


def code_in(text: str) -> str:
    """A pick-up code out of an address: digits only, at most eight."""
    return re.sub(r"\D", "", text)[:8]
