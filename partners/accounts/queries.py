from __future__ import annotations

from typing import Self

from django.db.models import Q

from stations.phones import plain_phone
from stations.scope import ScopedQuerySet, ScopePaths, scope_of


class LoginPaths(ScopePaths):
    """County staff reach a login in three ways: colleagues, partners on file, helpers of stations."""

    __slots__ = ()

    def rows(self, user: object) -> Q:
        scope = scope_of(user)
        if scope.everything:
            return Q()
        if not scope.centers:
            return Q(pk__in=[])
        return (
            Q(center__in=scope.centers)
            | Q(partner__center__in=scope.centers)
            | Q(station__center__in=scope.centers)
        )


class UserQuerySet(ScopedQuerySet):
    """Reads of logins."""

    def named(self, login: str) -> Self:
        """Whose user name or mobile number was typed. The database keeps the two apart: at most one."""
        login = plain_phone(login)
        if login.isdigit():
            return self.filter(phone=login)
        return self.filter(username__iexact=login)
