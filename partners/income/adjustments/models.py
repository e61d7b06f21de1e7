from __future__ import annotations

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partners.income.backstops import moves_with_its_statement
from partners.income.models import Statement
from partners.people.models import Partner
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths
from stations.wording import yuan


class AdjustmentKind(models.TextChoices):
    CORRECTION = "correction", _("correction")
    EXTRA = "extra", _("extra payment")
    DEDUCTION = "deduction", _("deduction")


class AdjustmentQuerySet(ScopedQuerySet):
    """Reads of adjustments."""

    def open(self) -> Self:
        """Proposed, and neither confirmed nor withdrawn."""
        return self.filter(confirmed_at__isnull=True, withdrawn_at__isnull=True)

    def unsettled(self) -> Self:
        """Confirmed, and in no statement yet."""
        return self.filter(confirmed_at__isnull=False, statement__isnull=True)


class Adjustment(ScopedModel):
    """An amount that somebody adds to a month, or takes off it: proposed by one, confirmed by another.

    `amount` in yuan is signed; a deduction is below zero. It goes into the first statement of its
    month or a later one that is written after it was confirmed, and stays in it, or in the
    version that supersedes it, for ever.
    """

    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="adjustments", verbose_name=_("rural partner")
    )
    month = models.DateField(_("month"), help_text=_("The earliest that it is for; its first day."))
    kind = models.CharField(_("kind"), max_length=12, choices=AdjustmentKind.choices)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=200)
    evidence = models.CharField(
        _("evidence"),
        max_length=200,
        help_text=_("What shows it: the number of a paper, a photo, a message."),
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("withdrawn by")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    statement = models.ForeignKey(
        Statement, models.PROTECT, null=True, related_name="adjustments", verbose_name=_("statement")
    )

    scope_paths: ClassVar = ScopePaths(center="partner__center", person="partner")
    objects: ClassVar = AdjustmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("adjustment")
        verbose_name_plural = _("adjustments")
        ordering = ["-pk"]
        indexes = [
            # What a closing looks for.
            models.Index(
                name="adjustment_unsettled",
                fields=["partner", "month"],
                condition=models.Q(statement__isnull=True, confirmed_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="adjustment_month_is_its_first_day", condition=models.Q(month__day=1)
            ),
            models.CheckConstraint(
                name="adjustment_amount_fits_its_kind",
                condition=models.Q(kind="deduction", amount__lt=0)
                | models.Q(kind="extra", amount__gt=0)
                | (models.Q(kind="correction") & ~models.Q(amount=0)),
            ),
            models.CheckConstraint(
                name="adjustment_says_why",
                condition=~models.Q(reason="") & ~models.Q(evidence=""),
            ),
            # Nobody gives money, or takes it, alone.
            models.CheckConstraint(
                name="adjustment_by_two_people",
                condition=models.Q(confirmed_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("proposed_by")),
            ),
            models.CheckConstraint(
                name="adjustment_decided_by_somebody",
                condition=(
                    models.Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                    | models.Q(confirmed_by__isnull=False, confirmed_at__isnull=False)
                )
                & (models.Q(confirmed_at__isnull=True) | models.Q(withdrawn_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="adjustment_settled_only_when_confirmed",
                condition=models.Q(statement__isnull=True) | models.Q(confirmed_at__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="proposed_once",
                fields=["partner", "month", "kind", "amount", "reason", "evidence", "proposed_by"],
            ),
            # Decided once; after that only a statement takes it.
            pgtrigger.Protect(
                name="decided_once",
                operation=pgtrigger.Update,
                condition=(
                    pgtrigger.Q(old__confirmed_at__isnull=False)
                    | pgtrigger.Q(old__withdrawn_at__isnull=False)
                )
                & (
                    pgtrigger.Q(old__confirmed_at__df=pgtrigger.F("new__confirmed_at"))
                    | pgtrigger.Q(old__confirmed_by__df=pgtrigger.F("new__confirmed_by"))
                    | pgtrigger.Q(old__withdrawn_at__df=pgtrigger.F("new__withdrawn_at"))
                    | pgtrigger.Q(old__withdrawn_by__df=pgtrigger.F("new__withdrawn_by"))
                ),
            ),
            moves_with_its_statement("settled_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {yuan(self.amount)}"

    @property
    def is_open(self) -> bool:
        return self.confirmed_at is None and self.withdrawn_at is None

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.withdrawn_at is not None:
            return gettext("withdrawn")
        if self.confirmed_at is None:
            return gettext("waits for a second person")
        return gettext("in a statement") if self.statement_id else gettext("confirmed")
