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


class KeyboardField(forms.BoundField):
    """Says to a phone which keyboard a field wants and what its Enter key does; what the widget says wins.

    A number, a name, an address at a counter is somebody else's: the browser's own is not suggested.
    """

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if not is_typed(widget):
            return attrs
        typed = [name for name, field in self.form.fields.items() if is_typed(field.widget)]
        wanted = {
            "inputmode": "text",
            "autocomplete": "off",
            "enterkeyhint": "done" if self.name == typed[-1] else "next",
        }
        return {name: value for name, value in wanted.items() if name not in widget.attrs} | attrs


def is_typed(widget: forms.Widget) -> bool:
    """Whether a keyboard comes up for it."""
    return isinstance(widget, forms.Textarea) or getattr(widget, "input_type", "") in {
        "text",
        "tel",
        "number",
    }
