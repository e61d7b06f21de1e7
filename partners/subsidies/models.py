from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partners.journal.kinds import SubsidyCategory
from partners.subsidies.queries import SubsidyRuleQuerySet
from stations.centers.models import CountyCenter
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths

OF_AN_AMOUNT = (SubsidyCategory.OPENING, SubsidyCategory.GUARANTEE, SubsidyCategory.TRAINING)


@pghistory.track()
class SubsidyRule(ScopedModel):
    """What is given beside commissions, from one day to another: proposed by one, put in force by another.

    `amount` in yuan is given for an opening or a training, or is the floor of a full month of the
    income guarantee, which holds in the first `months` calendar months of a tenure. A festival bonus
    has slabs instead. A county's own rule goes before the national one. Terms never change: another
    rule takes over from a day on (`subsidies.proposing`).
    """

    category = models.CharField(_("kind"), max_length=16, choices=SubsidyCategory.choices)
    center = models.ForeignKey(
        CountyCenter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="subsidies",
        verbose_name=_("only in this county"),
        help_text=_("Empty: everywhere."),
    )
    amount = models.DecimalField(
        _("amount"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Of a guarantee: the floor of a full month. A festival bonus has brackets instead."),
    )
    months = models.PositiveSmallIntegerField(
        _("months guaranteed"),
        null=True,
        blank=True,
        help_text=_(
            "Of a guarantee: so many calendar months; the one in which the tenure begins is the first."
        ),
    )
    full_time_only = models.BooleanField(
        _("only for full-time partners (2.0)"), default=False, help_text=_("Of a guarantee.")
    )
    marginal = models.BooleanField(
        _("marginal"),
        default=False,
        help_text=_(
            "Marginal: each bracket for the part that lies in it. Otherwise the bracket that is reached"
            " counts for the whole."
        ),
    )
    reason = models.CharField(
        _("reason"), max_length=200, help_text=_("Why, and where it was decided; partners read it.")
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(
        _("valid to"), null=True, blank=True, help_text=_("The last day; empty: open.")
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("put in force by"),
    )
    confirmed_at = models.DateTimeField(_("put in force at"), null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("withdrawn by")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    # What may be earned is no secret; who earned it is.
    scope_paths: ClassVar = ScopePaths(public=True)
    objects: ClassVar = SubsidyRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("subsidy or bonus")
        verbose_name_plural = _("subsidies and bonuses")
        ordering = ["category", "center", "-valid_from", "-pk"]
        constraints = [
            # One rule for one day. A NULL center would switch the exclusion off, hence the zero.
            ExclusionConstraint(
                name="subsidy_one_rule_a_day",
                expressions=[
                    ("category", RangeOperators.EQUAL),
                    (Coalesce("center", models.Value(0, models.BigIntegerField())), RangeOperators.EQUAL),
                    (
                        models.Func("valid_from", "valid_to", models.Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=models.Q(confirmed_at__isnull=False),
                violation_error_message=_("Another rule covers some of these days."),
            ),
            models.CheckConstraint(
                name="subsidy_terms_fit_its_kind",
                condition=models.Q(
                    category__in=["opening", "training"], amount__gt=0, months__isnull=True, marginal=False
                )
                | models.Q(category="guarantee", amount__gt=0, months__gte=1, marginal=False)
                | models.Q(category="festival_bonus", amount__isnull=True, months__isnull=True),
            ),
            models.CheckConstraint(
                name="subsidy_ends_after_it_starts",
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                violation_error_message=_("A rule cannot end before it starts."),
            ),
            # Nobody gives money alone.
            models.CheckConstraint(
                name="subsidy_by_two_people",
                condition=models.Q(confirmed_by__isnull=True)
                | models.Q(proposed_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("proposed_by")),
            ),
            models.CheckConstraint(
                name="subsidy_decided_once",
                condition=models.Q(confirmed_at__isnull=True) | models.Q(withdrawn_at__isnull=True),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="terms_stay",
                fields=[
                    "category",
                    "center",
                    "amount",
                    "months",
                    "full_time_only",
                    "marginal",
                    "reason",
                    "proposed_by",
                ],
            ),
            # In force it may end, earlier or later; it never begins on another day, nor is it undone.
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
                    | pgtrigger.Q(old__valid_from__df=pgtrigger.F("new__valid_from"))
                ),
            ),
        ]

    def __str__(self) -> str:
        place = self.center.code if self.center else gettext("everywhere")
        return f"{self.get_category_display()} · {place} · {self.valid_from:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.confirmed_at is None and self.withdrawn_at is None

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.withdrawn_at is not None:
            return gettext("withdrawn")
        return gettext("waits for a second person") if self.confirmed_at is None else gettext("in force")


class SubsidySlab(ScopedModel):
    """A bracket of a festival bonus: from `at_least` yuan of turnover up to, not including, `below`.

    It brings a fixed amount in yuan, or a share of the turnover; whether of the part in the bracket or
    of the whole says the rule (`marginal`).
    """

    rule = models.ForeignKey(SubsidyRule, models.PROTECT, related_name="slabs", verbose_name=_("rule"))
    at_least = models.DecimalField(_("from"), max_digits=14, decimal_places=2)
    below = models.DecimalField(_("below"), max_digits=14, decimal_places=2, null=True)
    fixed = models.DecimalField(_("fixed amount"), max_digits=14, decimal_places=2, null=True)
    share = models.DecimalField(_("share"), max_digits=7, decimal_places=5, null=True)

    scope_paths: ClassVar = ScopePaths(public=True)
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("bracket of a bonus")
        verbose_name_plural = _("brackets of bonuses")
        ordering = ["rule", "at_least"]
        constraints = [
            ExclusionConstraint(
                name="subsidy_slabs_do_not_overlap",
                expressions=[
                    ("rule", RangeOperators.EQUAL),
                    (
                        models.Func("at_least", "below", models.Value("[)"), function="numrange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                name="subsidy_slab_is_a_range",
                condition=models.Q(at_least__gte=0)
                & (models.Q(below__isnull=True) | models.Q(below__gt=models.F("at_least"))),
            ),
            models.CheckConstraint(
                name="subsidy_slab_fixed_or_share",
                condition=models.Q(fixed__gte=0, share__isnull=True)
                | models.Q(fixed__isnull=True, share__gte=0, share__lte=1),
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.at_least}–{self.below or ''}"
