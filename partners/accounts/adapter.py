"""What allauth asks us: names, limits, where to go, and how secrets are kept."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from rest_framework.authtoken.models import Token

from partners.accounts.models import Role, User
from partners.people.identity import box
from stations.phones import plain_phone

WRONG = _("User name, mobile number or password is wrong. After five wrong tries wait five minutes.")

HOMES: dict[str, str] = {
    Role.COUNTY_STAFF: "/admin/",
    Role.OPS: "/reports/",
    Role.SUPERUSER: "/admin/",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": WRONG,
        "too_many_login_attempts": _(
            "Too many wrong tries. Wait five minutes,"
            " or ask your county operation center for a one-time code."
        ),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("This is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counts wrong tries by person: user name and mobile number share one limit."""
        typed = credentials.get("username", "")
        user = User.objects.named(typed).first()
        credentials["username"] = user.username if user else plain_phone(typed)
        super().pre_authenticate(request, **credentials)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return HOMES.get(getattr(request.user, "role", ""), "/")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def set_password(self, user: User, password: str) -> None:
        """A new password ends the API tokens too; the other sessions end by their hash."""
        super().set_password(user, password)
        Token.objects.filter(user=user).delete()

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Switched off between password and second factor: the same as a wrong password."""
        self.add_message(request, 40, message=str(WRONG))
        return redirect("account_login")

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nobody here has an e-mail address."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps second factors as unreadable in the database as identity numbers."""

    def encrypt(self, text: str) -> str:
        return box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return box().decrypt(encrypted_text.encode()).decode()
