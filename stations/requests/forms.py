"""Forms that write."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _

from stations.inputs import KeyboardField
from stations.refusals import Refused
from stations.requests.playing_back import is_playing_back


class TokenForm(forms.Form):
    """A form that writes: its one-time token makes a second tap harmless.

    While a draft is played back it is shown and never valid.
    """

    bound_field_class = KeyboardField
    token = forms.CharField(max_length=100, widget=forms.HiddenInput)

    def is_valid(self) -> bool:
        return super().is_valid() and not is_playing_back()

    def refuse(self, refused: Refused) -> int:
        """Says what a verb refused, beside its field or above the form; returns the status to answer with."""
        self.add_error(refused.field if refused.field in self.fields else None, str(refused))
        return 409 if refused.conflict else 422

    def full_clean(self) -> None:
        super().full_clean()
        if is_playing_back() and self.is_bound:
            for name, field in self.fields.items():
                if isinstance(field, forms.FileField):
                    again = _("A file cannot be kept: please choose it again.")
                    self.errors[name] = self.error_class([again])
