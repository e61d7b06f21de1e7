"""Form controls that bring up the right keyboard and the right suggestions on a phone."""

from typing import Any

from django import forms


class _Attributes(forms.TextInput):
    """A text input that comes with attributes; what the form says wins."""

    preset: dict[str, str] = {}

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({**self.preset, **(attrs or {})})


class MoneyInput(_Attributes):
    """Yuan. Not type=number: that one scrolls, and hides what was typed wrongly."""

    preset = {"class": "money", "inputmode": "decimal", "autocomplete": "off"}


class CountInput(_Attributes):
    preset = {"inputmode": "numeric", "autocomplete": "off"}


class CodeInput(_Attributes):
    """A pick-up or one-time code, set large."""

    preset = {"class": "code", "inputmode": "numeric", "autocomplete": "off", "maxlength": "8"}


class PhoneInput(_Attributes):
    """Somebody else's number: the browser's own must not be suggested."""

    input_type = "tel"
    preset = {"inputmode": "tel", "autocomplete": "off", "maxlength": "20"}


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")
