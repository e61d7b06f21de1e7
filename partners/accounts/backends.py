"""Who somebody is, and what the role may do; which rows, the scope rule says."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from partners.accounts.models import User
from partners.accounts.permissions import may


class RoleBackend(BaseBackend):
    """Knows people by user name or mobile number, and answers from the one table of roles.

    Django's own backend would ask tables of groups and permissions that nobody fills.
    """

    def authenticate(  # type: ignore[override]
        self, request: HttpRequest | None, username: str = "", password: str = "", **others: Any
    ) -> User | None:
        if not username or not password:
            return None
        user: User | None = User.objects.named(username).first()
        if user is None:
            # As slow as a wrong password: the time must not tell which names exist.
            User().set_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        user: User | None = User.objects.filter(pk=user_id, is_active=True).first()
        return user

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return bool(user_obj.is_active) and may(getattr(user_obj, "rights", ""), perm)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return bool(user_obj.is_active) and may(getattr(user_obj, "rights", ""), f"{app_label}.*")
