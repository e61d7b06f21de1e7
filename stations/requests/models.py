from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestToken(models.Model):
    """A write that was asked for once: the token of a form, or an API's Idempotency-Key.

    The row is inserted first, in the transaction of the work; a second request with the
    same token waits for it and then gets the first result.
    """

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    token = models.CharField(max_length=100)
    purpose = models.CharField(max_length=60)
    content = models.CharField(max_length=64, help_text=_("SHA-256 of what was asked."))
    result = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("request token")
        verbose_name_plural = _("request tokens")
        constraints = [
            # Two taps, one order: the second insert waits for the first one's commit.
            models.UniqueConstraint(name="request_token_once_per_actor", fields=["actor", "token"]),
        ]
        indexes = [models.Index(name="request_token_age", fields=["created_at"])]

    def __str__(self) -> str:
        return self.token


class RequestCount(models.Model):
    """How often somebody asked the API within a minute; see `limiting.py`.

    The table is unlogged: a crash may forget a minute, and no request waits for the disk.
    """

    who = models.CharField(max_length=60)
    minute = models.PositiveBigIntegerField(help_text=_("Minutes since 1970."))
    requests = models.PositiveIntegerField()

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("request count")
        verbose_name_plural = _("request counts")
        constraints = [
            # What the counting statement runs into, so that two at once count two.
            models.UniqueConstraint(name="request_count_by_minute", fields=["who", "minute"]),
        ]

    def __str__(self) -> str:
        return f"{self.who} {self.requests}"


class RequestDraft(models.Model):
    """What was typed into a form that could not be taken, until its owner has logged in again."""

    # Only the browser holds the key itself.
    key_hash = models.CharField(max_length=64, unique=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    path = models.CharField(max_length=500)
    fields = models.JSONField(help_text=_("Posted fields, each with its list of values."))
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("request draft")
        verbose_name_plural = _("request drafts")
        indexes = [models.Index(name="request_draft_age", fields=["created_at"])]

    def __str__(self) -> str:
        return self.path
