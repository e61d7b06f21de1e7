from __future__ import annotations

import re
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.network.models import Station
from stations.notices.lifecycle import NOTICE_LIFECYCLE, NoticeKind, NoticeState, Problem
from stations.notices.queries import NotificationQuerySet
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths

_ENDED = [NoticeState.SENT, NoticeState.FAILED, NoticeState.WITHDRAWN]


class Notification(ScopedModel):
    """One message to one person by SMS, once for ever by its source key.

    It names its subject as text ("agent-order:17"): places know nothing of orders. Number and
    text are kept until `forgetting` takes them away.
    """

    station = models.ForeignKey(
        Station, models.PROTECT, related_name="notices", verbose_name=_("village service station")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=NoticeKind.choices)
    subject = models.CharField(_("subject"), max_length=60)
    source_key = models.CharField(_("source key"), max_length=80, unique=True)
    phone = models.CharField(_("mobile number"), max_length=11, null=True)
    text = models.CharField(_("text"), max_length=300, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=NoticeState.choices, default=NoticeState.WAITING
    )
    problem = models.CharField(_("problem"), max_length=20, choices=Problem.choices, blank=True)
    # Of the round that runs: a retry by hand begins a new one. The log has them all.
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    asked = models.PositiveSmallIntegerField(_("asked"), default=0)
    # Of the latest attempt; committed before the gateway hears of it.
    message_id = models.UUIDField(_("message id"), null=True, unique=True)
    created_at = models.DateTimeField(_("recorded at"))
    # When a drain must look at it next: to send, to ask, or to give a broken off attempt up.
    due_at = models.DateTimeField(_("due at"), null=True)
    expires_at = models.DateTimeField(_("not to be sent after"))
    sent_at = models.DateTimeField(_("sent at"), null=True)

    scope_paths: ClassVar = ScopePaths(center="station__center", station="station")
    objects: ClassVar = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("message to a villager")
        verbose_name_plural = _("messages to villagers")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="notice_due_while_open",
                condition=models.Q(state__in=[NoticeState.WAITING, NoticeState.SENDING], due_at__isnull=False)
                | models.Q(state=NoticeState.UNKNOWN)
                | models.Q(state__in=_ENDED, due_at__isnull=True),
            ),
            # An attempt without its id could not be asked about.
            models.CheckConstraint(
                name="notice_sent_has_message",
                condition=~models.Q(state__in=[NoticeState.SENDING, NoticeState.UNKNOWN, NoticeState.SENT])
                | models.Q(message_id__isnull=False),
            ),
            models.CheckConstraint(
                name="notice_sent_has_moment",
                condition=models.Q(state=NoticeState.SENT, sent_at__isnull=False)
                | models.Q(~models.Q(state=NoticeState.SENT), sent_at__isnull=True),
            ),
            models.CheckConstraint(
                name="notice_forgotten_leaves_nothing",
                condition=models.Q(~models.Q(text=""), phone__isnull=False)
                | models.Q(text="", phone__isnull=True),
            ),
            models.CheckConstraint(
                name="notice_waits_for_a_number",
                condition=~models.Q(state=NoticeState.WAITING) | models.Q(phone__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="notice_due", fields=["due_at"], condition=models.Q(due_at__isnull=False)),
            models.Index(name="notice_subject", fields=["subject"]),
            # Few of many: what the desk looks for would else be looked for in all messages.
            models.Index(
                name="notice_other_state",
                fields=["state", "-id"],
                condition=~models.Q(state=NoticeState.SENT),
            ),
            models.Index(
                name="notice_other_kind", fields=["kind", "-id"], condition=~models.Q(kind=NoticeKind.ARRIVED)
            ),
            models.Index(name="notice_problem", fields=["problem", "-id"], condition=~models.Q(problem="")),
            models.Index(name="notice_phone", fields=["phone"], condition=models.Q(phone__isnull=False)),
            # Messages come in the order of their moments: a few kilobytes say where a day is not.
            BrinIndex(name="notice_created_where", fields=["created_at"], autosummarize=True),
            models.Index(
                name="notice_with_number", fields=["created_at"], condition=models.Q(phone__isnull=False)
            ),
        ]
        triggers = [
            NOTICE_LIFECYCLE.trigger(name="notice_lifecycle", field="state"),
            # Gone rows would free their source keys: somebody would be told twice.
            pgtrigger.Protect(name="notice_stays", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="notice_names_stay",
                fields=["station", "kind", "subject", "source_key", "created_at"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def masked_text(self) -> str:
        return masked_text(self.text)


def masked_text(text: str) -> str:
    """A message with every run of four digits or more taken out: codes, numbers, phones."""
    return re.sub(r"\d{4,}", "****", text) or "—"


class NoticeChange(ScopedModel):
    """One step in the life of a notice: when, with which message, why not. Append-only."""

    notice = models.ForeignKey(
        Notification, models.PROTECT, related_name="changes", verbose_name=_("message to a villager")
    )
    # Empty for the notice itself.
    before = models.CharField(_("before"), max_length=12, choices=NoticeState.choices, blank=True)
    after = models.CharField(_("after"), max_length=12, choices=NoticeState.choices)
    message_id = models.UUIDField(_("message id"), null=True)
    gateway = models.CharField(_("gateway"), max_length=20, blank=True)
    problem = models.CharField(_("problem"), max_length=20, choices=Problem.choices, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    scope_paths: ClassVar = ScopePaths(center="notice__station__center", station="notice__station")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a message")
        verbose_name_plural = _("steps of messages")
        ordering = ["pk"]
        constraints = [
            # Two attempts can never go under one id.
            models.UniqueConstraint(
                name="notice_attempt_once",
                fields=["message_id"],
                condition=models.Q(after=NoticeState.SENDING),
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"
