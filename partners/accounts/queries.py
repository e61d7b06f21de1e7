from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from django.db.models import Q

from stations.phones import plain_phone
from stations.scope import ScopedQuerySet, ScopePaths, Way, scope_of


@dataclass(frozen=True, slots=True)
class LoginPaths(ScopePaths):
    """County staff reach a login in three ways: colleagues, partners on file, helpers of stations.

    `login` is the way from the row to the login, empty for the login itself.
    """

    login: str = ""

    def ways(self, user: object) -> dict[Way, Q]:
        scope = scope_of(user)
        if scope.everything:
            return {Way.EVERYTHING: Q()}
        if not scope.centers:
            return {}
        colleague, partner, helper = (
            Q(**{f"{self.login}{path}__in": scope.centers})
            for path in ("center", "partner__center", "station__center")
        )
        return {Way.CENTER: colleague | partner | helper}


class UserQuerySet(ScopedQuerySet):
    """Reads of logins."""

    def named(self, login: str) -> Self:
        """Whose user name or mobile number was typed. The database keeps the two apart: at most one."""
        login = plain_phone(login)
        if login.isdigit():
            return self.filter(phone=login)
        return self.filter(username__iexact=login)
