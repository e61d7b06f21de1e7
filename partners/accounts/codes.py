from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.accounts.queries import LoginPaths
from stations.scope import ScopedModel, ScopedQuerySet

MOST_TRIES = 5


class PasswordCode(ScopedModel):
    """A one-time code that stands in for a forgotten password: who gave it to whom, and what became of it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="password_codes", verbose_name=_("login")
    )
    code_hash = models.CharField(max_length=64, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("issued by")
    )
    issued_at = models.DateTimeField(_("issued at"))
    expires_at = models.DateTimeField(_("good until"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)
    replaced_at = models.DateTimeField(_("replaced at"), null=True, blank=True)
    wrong_tries = models.PositiveSmallIntegerField(_("wrong tries"), default=0)

    scope_paths: ClassVar = LoginPaths(login="user__")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("one-time code")
        verbose_name_plural = _("one-time codes")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            # Issuing twice leaves one code that opens the door, not two.
            models.UniqueConstraint(
                name="password_code_one_open_per_login",
                fields=["user"],
                condition=models.Q(used_at__isnull=True, replaced_at__isnull=True),
            ),
            # Eight digits stand a guess in twenty million: five tries, however they come.
            models.CheckConstraint(
                name="password_code_tries_are_limited", condition=models.Q(wrong_tries__lte=MOST_TRIES)
            ),
            models.CheckConstraint(
                name="password_code_expires_after_issue",
                condition=models.Q(expires_at__gt=models.F("issued_at")),
            ),
            models.CheckConstraint(
                name="password_code_used_or_replaced",
                condition=models.Q(used_at__isnull=True) | models.Q(replaced_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.issued_at:%Y-%m-%d %H:%M}"
