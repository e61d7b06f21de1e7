from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Count, Sum
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partners.journal.kinds import ANY_CATEGORY, Business
from partners.people.models import Partner
from partners.subsidies.models import SubsidyRule
from stations.centers.models import CountyCenter
from stations.money import ZERO
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths


class Draft(ScopedModel):
    """Rates and subsidies that somebody would like to have: tried on past months, then put in force.

    Nothing of it is in force before a second person activates it from a day on. Once it was tried it
    stays as it is, so that what is activated is what was tried.
    """

    name = models.CharField(_("what would change"), max_length=100)
    reason = models.CharField(_("reason"), max_length=200)
    rules = models.ManyToManyField(
        SubsidyRule,
        through="DraftRule",
        related_name="drafts",
        blank=True,
        verbose_name=_("subsidies and bonuses"),
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    activated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("activated by")
    )
    activated_at = models.DateTimeField(_("activated at"), null=True)
    valid_from = models.DateField(_("in force from"), null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("withdrawn by")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    # No path: what head office thinks about is head office's.
    scope_paths: ClassVar = ScopePaths()
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of rates and subsidies")
        verbose_name_plural = _("drafts of rates and subsidies")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="draft_by_two_people",
                condition=models.Q(activated_by__isnull=True)
                | models.Q(proposed_by__isnull=True)
                | ~models.Q(activated_by=models.F("proposed_by")),
            ),
            models.CheckConstraint(
                name="draft_activated_from_a_day",
                condition=models.Q(activated_at__isnull=True, valid_from__isnull=True)
                | models.Q(activated_at__isnull=False, valid_from__isnull=False, withdrawn_at__isnull=True),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="proposed_once", fields=["name", "reason", "proposed_by"]),
            pgtrigger.Protect(
                name="decided_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__activated_at__isnull=False)
                | pgtrigger.Q(old__withdrawn_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.activated_at is None and self.withdrawn_at is None

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.withdrawn_at is not None:
            return gettext("withdrawn")
        return gettext("being drafted") if self.activated_at is None else gettext("activated")


class DraftRate(ScopedModel):
    """A commission rate of a draft; its columns mean what those of `CommissionRate` do."""

    draft = models.ForeignKey(
        Draft, models.PROTECT, related_name="rates", verbose_name=_("draft of rates and subsidies")
    )
    business = models.CharField(_("business"), max_length=16, choices=Business.choices)
    category = models.CharField(_("category"), max_length=24, choices=ANY_CATEGORY)
    center = models.ForeignKey(
        CountyCenter,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("only in this county"),
    )
    rate = models.DecimalField(_("rate"), max_digits=7, decimal_places=5, null=True)
    fixed = models.DecimalField(_("fixed amount"), max_digits=14, decimal_places=2, null=True)
    minimum = models.DecimalField(_("at least"), max_digits=14, decimal_places=2, null=True)
    cap = models.DecimalField(_("at most"), max_digits=14, decimal_places=2, null=True)
    hold_days = models.PositiveSmallIntegerField(_("days on hold"), default=7)

    scope_paths: ClassVar = ScopePaths()
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("rate of a draft")
        verbose_name_plural = _("rates of drafts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="draft_rate_once",
                fields=["draft", "business", "category", "center"],
                nulls_distinct=False,
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(self.get_category_display())


class DraftRule(ScopedModel):
    """A proposed subsidy that a draft would put in force."""

    draft = models.ForeignKey(
        Draft, models.PROTECT, related_name="+", verbose_name=_("draft of rates and subsidies")
    )
    rule = models.ForeignKey(
        SubsidyRule, models.PROTECT, related_name="+", verbose_name=_("subsidy or bonus")
    )

    scope_paths: ClassVar = ScopePaths()
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("subsidy of a draft")
        verbose_name_plural = _("subsidies of drafts")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="draft_rule_once", fields=["draft", "rule"])]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(self.rule)


class TrialRunQuerySet(ScopedQuerySet):
    """Reads of trial runs."""

    def unfinished(self) -> Self:
        return self.filter(finished_at__isnull=True)

    def with_progress(self) -> Self:
        """Adds `parts` and `parts_done`, and of what they counted `all_lines` and `all_paid` in yuan."""
        return self.annotate(
            parts=Count("ranges"),
            parts_done=Count("ranges__done_at"),
            all_lines=Sum("ranges__lines", default=0),
            all_paid=Sum("ranges__paid", default=ZERO),
        )


class TrialRun(ScopedModel):
    """A draft computed against a closed month, beside what was paid. It changes nothing.

    The month's lines are priced as if the draft had been in force; with `since` only what was paid on
    that day or later. When a line is earned, the days on hold, is not tried: the lines are the month's.
    """

    draft = models.ForeignKey(
        Draft, models.PROTECT, related_name="runs", verbose_name=_("draft of rates and subsidies")
    )
    month = models.DateField(_("month"), help_text=_("Its first day."))
    since = models.DateField(_("as if in force since"), null=True, help_text=_("Empty: always."))
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("asked for by")
    )
    requested_at = models.DateTimeField(_("asked for at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    scope_paths: ClassVar = ScopePaths()
    objects: ClassVar = TrialRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("trial run")
        verbose_name_plural = _("trial runs")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="trial_month_is_its_first_day", condition=models.Q(month__day=1)),
        ]
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.draft} · {self.month:%Y-%m}"


class TrialRange(models.Model):
    """A part of a trial run: the partners from one id up to another, computed in one transaction."""

    run = models.ForeignKey(TrialRun, models.PROTECT, related_name="ranges")
    from_id = models.BigIntegerField()
    to_id = models.BigIntegerField(null=True)  # not included; empty: all that follow
    lines = models.PositiveIntegerField(default=0)
    paid = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    done_at = models.DateTimeField(null=True)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("range of a trial run")
        verbose_name_plural = _("ranges of trial runs")
        ordering = ["run", "from_id"]
        constraints = [models.UniqueConstraint(name="trial_range_once", fields=["run", "from_id"])]

    def __str__(self) -> str:
        return f"{self.run} {self.from_id}-{self.to_id or ''}"


class TrialResult(ScopedModel):
    """Of one partner, county and category: what was paid, and what the draft would have brought; yuan.

    Only categories that the draft touches; a guarantee too where it fills up more or less.
    """

    run = models.ForeignKey(TrialRun, models.PROTECT, related_name="results", verbose_name=_("trial run"))
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="+", db_index=False, verbose_name=_("rural partner")
    )
    center = models.ForeignKey(
        CountyCenter,
        models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("county operation center"),
    )
    category = models.CharField(_("category"), max_length=24, choices=ANY_CATEGORY)
    lines = models.PositiveIntegerField(_("lines"))
    paid = models.DecimalField(_("was paid"), max_digits=14, decimal_places=2)
    tried = models.DecimalField(_("tried"), max_digits=14, decimal_places=2)

    scope_paths: ClassVar = ScopePaths()
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("result of a trial run")
        verbose_name_plural = _("results of trial runs")
        ordering = ["run", "partner", "category"]
        constraints = [
            models.UniqueConstraint(name="trial_result_once", fields=["run", "partner", "center", "category"])
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.category}: {self.paid} → {self.tried}"

    @property
    def difference(self) -> Decimal:
        return self.tried - self.paid
