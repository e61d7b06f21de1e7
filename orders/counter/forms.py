"""What a partner types for a service: a form made from the table of kinds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.agent_orders.forms import TokenForm
from orders.counter.fields import Field, check_fields
from orders.counter.kinds import Traits
from stations import inputs
from stations.refusals import Refused


class ServiceForm(TokenForm):
    """The fields of one kind, each with its keyboard and its check."""

    def __init__(self, *args: Any, traits: Traits, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.traits = traits
        for field in traits.fields:
            self.fields[field.name] = _form_field(field)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            return cleaned | check_fields(self.traits.fields, cleaned)
        except Refused as refused:
            self.add_error(refused.field if refused.field in self.fields else None, str(refused))
        return cleaned


class _Checked(forms.CharField):
    def __init__(self, field: Field, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._check = field.check

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self._check(text)


class _Chosen(forms.ChoiceField):
    def __init__(self, field: Field, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._check = field.check

    def validate(self, value: Any) -> None:
        if not value:
            raise ValidationError(_("Please choose."), code="required")
        super().validate(value)


def _form_field(field: Field) -> forms.Field:
    if field.choices is not None:
        choices = [("", gettext_lazy("Please choose")), *field.choices.items()]
        return _Chosen(field, label=field.label, choices=choices, help_text=field.help)
    widgets: dict[str, forms.Widget] = {
        "text": forms.TextInput(attrs={"autocomplete": "off"}),
        "phone": inputs.PhoneInput(),
        "digits": forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        "money": inputs.MoneyInput(),
        "date": inputs.DayInput(),
    }
    return _Checked(
        field, label=field.label, help_text=field.help, max_length=100, widget=widgets[field.control]
    )
