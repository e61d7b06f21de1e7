"""What each role may do; which rows, the scope rule says."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend

from partners.accounts.permissions import may


class RoleBackend(BaseBackend):
    """Answers Django's permission questions from the one table of roles."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return bool(user_obj.is_active) and may(getattr(user_obj, "role", ""), perm)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return bool(user_obj.is_active) and may(getattr(user_obj, "role", ""), f"{app_label}.*")
