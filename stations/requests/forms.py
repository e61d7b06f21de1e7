"""Forms that write."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _

from stations.inputs import KeyboardField
from stations.requests.playing_back import is_playing_back


class TokenForm(forms.Form):
    """A form that writes: its one-time token makes a second tap harmless.

    While a draft is played back it is shown and never valid.
    """

    bound_field_class = KeyboardField
    token = forms.CharField(max_length=100, widget=forms.HiddenInput)

    def is_valid(self) -> bool:
        return super().is_valid() and not is_playing_back()

    def full_clean(self) -> None:
        super().full_clean()
        if is_playing_back() and self.is_bound:
            for name, field in self.fields.items():
                if isinstance(field, forms.FileField):
                    again = _("A file cannot be kept: please choose it again.")
                    self.errors[name] = self.error_class([again])
