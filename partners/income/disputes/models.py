from __future__ import annotations

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.income.adjustments.models import Adjustment
from partners.income.models import Earning
from stations.clock import today
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths


class DisputeQuerySet(ScopedQuerySet):
    """Reads of disputes."""

    def open(self) -> Self:
        """Not answered yet."""
        return self.filter(answered_at__isnull=True)


class Dispute(ScopedModel):
    """A partner says that a line of a statement is wrong; the answer is a reply or an adjustment."""

    earning = models.ForeignKey(
        Earning, models.PROTECT, related_name="disputes", verbose_name=_("line of income")
    )
    text = models.CharField(_("what is wrong"), max_length=500)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("raised by")
    )
    raised_at = models.DateTimeField(_("raised at"), auto_now_add=True)
    due_on = models.DateField(_("answer due"))
    reply = models.CharField(_("reply"), max_length=500, blank=True)
    adjustment = models.OneToOneField(
        Adjustment, models.PROTECT, null=True, related_name="dispute", verbose_name=_("adjustment")
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered at"), null=True)

    scope_paths: ClassVar = ScopePaths(center="earning__partner__center", person="earning__partner")
    objects: ClassVar = DisputeQuerySet.as_manager()

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        ordering = ["-pk"]
        constraints = [
            # Asking twice while nobody has answered makes two answers to one question.
            models.UniqueConstraint(
                name="dispute_one_open_a_line",
                fields=["earning"],
                condition=models.Q(answered_at__isnull=True),
            ),
            models.CheckConstraint(name="dispute_says_what", condition=~models.Q(text="")),
            models.CheckConstraint(
                name="dispute_answered_with_words",
                condition=models.Q(answered_at__isnull=True, answered_by__isnull=True, reply="")
                | (models.Q(answered_at__isnull=False, answered_by__isnull=False) & ~models.Q(reply="")),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="raised_once", fields=["earning", "text", "raised_by", "due_on"]),
            pgtrigger.Protect(
                name="answered_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.earning}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

    @property
    def overdue(self) -> bool:
        """Whether the answer should have been there."""
        return self.is_open and self.due_on < today()
