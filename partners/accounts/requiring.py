"""Where a second factor is required, a desk's login without one reaches nothing but the page to connect it.

Asked at every request and not at the login alone: a session, or an API token, may be older than the
rule, and head office takes a lost factor away while its owner is logged in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.authentication import SessionAuthentication, TokenAuthentication
from rest_framework.exceptions import PermissionDenied

from partners.accounts.models import DESK_ROLES

# Connecting one, leaving, another password, the other language.
OPEN = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "account_change_password",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "set_language",
        "health",
        "metrics",
    }
)


def lacks_second_factor(user: Any) -> bool:
    """Whether the rule (`SECOND_FACTOR_REQUIRED`) asks this login for a factor that it does not have.

    Of the desk only: partners and helpers reach one station, and share phones.
    """
    return (
        settings.SECOND_FACTOR_REQUIRED
        and getattr(user, "role", None) in DESK_ROLES
        and not is_mfa_enabled(user)
    )


class SecondFactorFirst:
    """Middleware for whoever has a session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            settings.SECOND_FACTOR_REQUIRED
            and not request.path_info.startswith("/api/")  # answered there, in the API's words
            and _name(request) not in OPEN
            and lacks_second_factor(request.user)
        ):
            messages.warning(request, _("Connect a second factor first: the desk opens with it."))
            return redirect("mfa_index")
        return self.get_response(request)


def _name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


class SecondFactorMissing(PermissionDenied):
    default_code = "second_factor"
    default_detail = gettext_lazy("This login needs a second factor: connect it at the desk.")


class _Checked:
    """An API login that the rule lets in."""

    def authenticate(self, request: Any) -> Any:
        found = super().authenticate(request)  # type: ignore[misc]
        if found and lacks_second_factor(found[0]):
            raise SecondFactorMissing
        return found


class CheckedToken(_Checked, TokenAuthentication):
    """`Authorization: Token ...`, of a login that the rule lets in."""


class CheckedSession(_Checked, SessionAuthentication):
    """The browser's session, of a login that the rule lets in."""
