"""The forms before the door. allauth's, with our words and a phone's keyboard."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from stations.inputs import CodeInput

_NAME = {
    "autocomplete": "username",
    "autocapitalize": "none",
    "autocorrect": "off",
    "spellcheck": "false",
    "maxlength": "60",
}


def _password(label: Any, autocomplete: str, **options: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, "maxlength": "128"})
    return forms.CharField(label=label, widget=widget, strip=False, max_length=128, **options)


def _new_password() -> forms.CharField:
    return _password(
        _("New password"),
        "new-password",
        help_text=_("At least 8 characters, not only digits, and not one that everybody uses."),
    )


class LoginForm(account_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("User name or mobile number"), max_length=60, widget=forms.TextInput(attrs=_NAME)
        )
        self.fields["password"] = _password(_("Password"), "current-password")
        self.order_fields(["login", "password"])


class ReauthenticateForm(account_forms.ReauthenticateForm):
    password = _password(_("Your password, once more"), "current-password")


class ChangePasswordForm(account_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = _password(_("Current password"), "current-password")
        self.fields["password1"] = _new_password()
        self.fields["password2"] = _password(_("New password, once more"), "new-password")

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        password_validation.validate_password(password, self.user)
        return password


class ForgottenPasswordForm(account_forms.PasswordVerificationMixin, forms.Form):
    """A one-time code from the county center takes the place of the old password."""

    login = forms.CharField(
        label=_("User name or mobile number"), max_length=60, widget=forms.TextInput(attrs=_NAME)
    )
    code = forms.CharField(
        label=_("One-time code"),
        max_length=20,
        widget=CodeInput(attrs={"autocomplete": "one-time-code", "maxlength": "12"}),
        help_text=_("Eight digits, from your county operation center. A code is good for 30 minutes."),
    )
    password1 = _new_password()
    password2 = _password(_("New password, once more"), "new-password")

    def clean_password1(self) -> str:
        # Without the user: what is said here must not depend on whose name was typed.
        password: str = self.cleaned_data["password1"]
        password_validation.validate_password(password)
        return password


_FACTOR = _("Code from the app")


class SecondFactorForm(mfa_forms.AuthenticateForm):
    code = forms.CharField(
        label=_("Code from the app, or a recovery code"),
        widget=CodeInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )


class SecondFactorAgainForm(mfa_forms.ReauthenticateForm):
    code = forms.CharField(
        label=_("Code from the app, or a recovery code"),
        widget=CodeInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )


class ActivateSecondFactorForm(totp_forms.ActivateTOTPForm):
    code = forms.CharField(label=_FACTOR, widget=CodeInput(attrs={"autocomplete": "one-time-code"}))
