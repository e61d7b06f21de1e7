"""What strangers fill in. Each form says which keyboard a field wants (`stations.inputs`)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.recruitment.applying import ApplicantDetails
from partners.recruitment.lifecycle import Education
from stations.inputs import CountInput, KeyboardField
from stations.requests.forms import TokenForm


class ApplicationForm(TokenForm):
    """An application. `website` is a trap: nobody sees it, and only programs fill it in."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Your mobile number"),
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel-national"}),
        help_text=gettext_lazy("The county calls you there."),
    )
    birth_year = forms.IntegerField(
        label=gettext_lazy("Year of birth"),
        min_value=1900,
        max_value=2100,
        widget=CountInput(attrs={"autocomplete": "bday-year", "maxlength": "4"}),
    )
    identity_number = forms.CharField(
        label=gettext_lazy("Identity number"),
        max_length=24,
        required=False,
        help_text=gettext_lazy("You may leave it out and show your card at the interview."),
    )
    education = forms.ChoiceField(label=gettext_lazy("Education"), choices=Education.choices)
    returning_from = forms.CharField(
        label=gettext_lazy("Where would you come home from?"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("City and work; nothing if you live in the village."),
    )
    why = forms.CharField(
        label=gettext_lazy("Why do you want to run the station?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    consented = forms.BooleanField(
        label=gettext_lazy(
            "I agree that the county center and head office keep what I write here to decide about my"
            " application. If I am not taken on, it is erased half a year later."
        ),
        error_messages={
            "required": gettext_lazy("Without your agreement the county may not keep your application.")
        },
    )
    website = forms.CharField(
        label=gettext_lazy("Leave this empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        education: Any = self.fields["education"]
        education.choices = [("", _("Please choose")), *Education.choices]

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave this empty"), code="trap")
        return ""

    def details(self) -> ApplicantDetails:
        told = {name: self.cleaned_data[name] for name in ApplicantDetails.__dataclass_fields__}
        return ApplicantDetails(**told)


class StateForm(forms.Form):
    """Number and secret code; nobody else can tell either."""

    bound_field_class = KeyboardField

    number = forms.CharField(
        label=gettext_lazy("Application number"),
        max_length=20,
        widget=forms.TextInput(attrs={"placeholder": "SQ000000", "autocapitalize": "characters"}),
    )
    code = forms.CharField(
        label=gettext_lazy("Secret code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocapitalize": "characters"}),
        help_text=gettext_lazy("The ten letters and digits that you were shown when you applied."),
    )
