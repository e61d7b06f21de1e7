from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orders.agent_orders.models import AgentOrder
from orders.festivals.models import Festival
from orders.presale.lifecycle import DEPOSIT_LIFECYCLE, TONES, DepositState, Ending, Outcome
from orders.presale.queries import GoodQuerySet, PresaleQuerySet
from partners.journal.kinds import Category
from stations.centers.models import CountyCenter
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths

_APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class PresaleGood(ScopedModel):
    """One kind of goods that may be ordered before a festival, with a deposit; yuan a piece.

    Orders are taken from `orders_from` up to and without `orders_until`, the balance is paid from
    `balance_from` up to and without `balance_until`.
    """

    festival = models.ForeignKey(
        Festival, models.PROTECT, related_name="presale_goods", verbose_name=_("festival")
    )
    title = models.CharField(_("what"), max_length=200)
    category = models.CharField(_("category"), max_length=24, choices=Category.choices)
    price = models.DecimalField(_("price of one"), max_digits=14, decimal_places=2)
    deposit = models.DecimalField(_("deposit for one"), max_digits=14, decimal_places=2)
    orders_from = models.DateTimeField(_("orders from"))
    orders_until = models.DateTimeField(_("orders until"), help_text=_("The first moment after."))
    balance_from = models.DateTimeField(_("balance from"))
    balance_until = models.DateTimeField(_("balance until"), help_text=_("The first moment after."))
    limit_per_villager = models.PositiveIntegerField(
        _("pieces a villager"), null=True, blank=True, help_text=_("Empty: as many as they like.")
    )
    stock = models.PositiveIntegerField(
        _("pieces in all"), null=True, blank=True, help_text=_("Nationally. Empty: as many as are ordered.")
    )
    called_off_at = models.DateTimeField(_("called off at"), null=True, editable=False)
    called_off_because = models.CharField(_("called off because"), max_length=200, blank=True, editable=False)

    scope_paths: ClassVar = ScopePaths(public=True)
    objects: ClassVar = GoodQuerySet.as_manager()

    class Meta:
        verbose_name = _("presale good")
        verbose_name_plural = _("presale goods")
        ordering = ["-festival__starts_at", "orders_from", "title", "pk"]
        constraints = [
            models.UniqueConstraint(name="presale_good_once", fields=["festival", "title"]),
            # The balance is more than nothing: an order is paid by it.
            models.CheckConstraint(
                name="presale_deposit_is_a_part",
                condition=models.Q(deposit__gt=0, deposit__lt=models.F("price")),
            ),
            models.CheckConstraint(
                name="presale_times_in_order",
                condition=models.Q(
                    orders_from__lt=models.F("orders_until"),
                    orders_until__lte=models.F("balance_from"),
                    balance_from__lt=models.F("balance_until"),
                ),
            ),
            models.CheckConstraint(
                name="presale_limits_positive",
                condition=(models.Q(stock__isnull=True) | models.Q(stock__gt=0))
                & (models.Q(limit_per_villager__isnull=True) | models.Q(limit_per_villager__gt=0)),
            ),
        ]
        triggers = [
            # What somebody has put money on is not sold to them as something else.
            pgtrigger.Trigger(
                name="terms_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "festival", "title", "category", "price", "deposit", "balance_from"
                ),
                func="""
                    IF EXISTS (SELECT FROM orders_presaleorder o WHERE o.good_id = OLD.id) THEN
                        RAISE EXCEPTION 'the terms of a good that was ordered stay';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def balance(self) -> Decimal:
        """What is left to be paid for one, in yuan."""
        return self.price - self.deposit

    def takes_orders(self, moment: dt.datetime) -> bool:
        return self.called_off_at is None and self.orders_from <= moment < self.orders_until

    def balance_is_due(self, moment: dt.datetime) -> bool:
        return self.called_off_at is None and self.balance_from <= moment < self.balance_until

    def has_ended(self, moment: dt.datetime) -> bool:
        return self.called_off_at is not None or moment >= self.balance_until


class PresaleOrder(ScopedModel):
    """What makes an agent order one of a presale: which good, and where its deposit stands.

    The order itself is an `AgentOrder` like any other: placed when the deposit is taken, paid in
    full when the balance is; its `deposit` is what was put down, in yuan. Locked by its order.
    """

    order = models.OneToOneField(
        AgentOrder, models.PROTECT, primary_key=True, related_name="presale", verbose_name=_("agent order")
    )
    good = models.ForeignKey(
        PresaleGood, models.PROTECT, related_name="orders", db_index=False, verbose_name=_("presale good")
    )
    quantity = models.PositiveIntegerField(_("quantity"))
    state = models.CharField(
        pgettext_lazy("presale", "deposit"),
        max_length=10,
        choices=DepositState.choices,
        default=DepositState.HELD,
    )
    ending = models.CharField(_("how it ended"), max_length=10, choices=Ending.choices, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True)
    returned_at = models.DateTimeField(_("given back at"), null=True)

    scope_paths: ClassVar = ScopePaths(center="order__station__center", station="order__station")
    objects: ClassVar = PresaleQuerySet.as_manager()

    class Meta:
        verbose_name = _("presale order")
        verbose_name_plural = _("presale orders")
        ordering = ["-pk"]
        permissions = [("call_off_presaleorder", _("Can call off a presale order"))]
        constraints = [
            models.CheckConstraint(name="presale_quantity_positive", condition=models.Q(quantity__gt=0)),
            models.CheckConstraint(
                name="presale_settled_with_its_state",
                condition=models.Q(state="held", settled_at__isnull=True, ending="")
                | models.Q(state="converted", settled_at__isnull=False, ending="")
                | (
                    models.Q(state__in=["forfeited", "owed", "returned"], settled_at__isnull=False)
                    & ~models.Q(ending="")
                ),
            ),
            models.CheckConstraint(
                name="presale_returned_when_it_was",
                condition=models.Q(state="returned", returned_at__isnull=False)
                | (~models.Q(state="returned") & models.Q(returned_at__isnull=True)),
            ),
        ]
        indexes = [
            # By it the job finds what is overdue, and a good's pieces are counted.
            models.Index(name="presale_good_state", fields=["good", "state"]),
            models.Index(
                name="presale_open",
                fields=["state"],
                condition=models.Q(state__in=["held", "owed"]),
            ),
        ]
        triggers = [DEPOSIT_LIFECYCLE.trigger(name="deposit_lifecycle", field="state")]

    def __str__(self) -> str:
        return self.order.number

    @property
    def tone(self) -> str:
        return TONES[DepositState(self.state)]

    @property
    def deposit(self) -> Decimal:
        return self.order.deposit

    @property
    def balance(self) -> Decimal:
        return self.order.balance

    @property
    def is_due(self) -> bool:
        """Whether the balance may be paid now; wants the good."""
        return self.state == DepositState.HELD and self.good.balance_is_due(timezone.now())


class PresaleChange(ScopedModel):
    """One step of a deposit: who, when, why. Append-only."""

    presale = models.ForeignKey(
        PresaleOrder, models.PROTECT, related_name="changes", verbose_name=_("presale order")
    )
    before = models.CharField(_("before"), max_length=10, choices=DepositState.choices, blank=True)
    after = models.CharField(_("after"), max_length=10, choices=DepositState.choices)
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

    scope_paths: ClassVar = ScopePaths(
        center="presale__order__station__center", station="presale__order__station"
    )
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a deposit")
        verbose_name_plural = _("changes of deposits")
        ordering = ["pk"]
        triggers = [_APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class DepositRule(ScopedModel):
    """What becomes of a deposit taken from one day to another, by how the order ended."""

    ending = models.CharField(_("how it ended"), max_length=10, choices=Ending.choices)
    outcome = models.CharField(_("the deposit"), max_length=10, choices=Outcome.choices)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    scope_paths: ClassVar = ScopePaths(public=True)
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule for deposits")
        verbose_name_plural = _("rules for deposits")
        ordering = ["ending", "-valid_from"]
        constraints = [
            # One answer for one day.
            ExclusionConstraint(
                name="deposit_rule_one_a_day",
                expressions=[
                    ("ending", RangeOperators.EQUAL),
                    (
                        models.Func("valid_from", "valid_to", models.Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                name="deposit_rule_ends_after_it_starts",
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_ending_display()}: {self.get_outcome_display()}"


class CountyArrival(ScopedModel):
    """Pieces of a presale good that came to a county center, before the day; below zero: a correction.

    Append-only. What a center has laid in of a good is the sum, and never below zero.
    """

    center = models.ForeignKey(
        CountyCenter,
        models.PROTECT,
        related_name="presale_arrivals",
        verbose_name=_("county operation center"),
    )
    good = models.ForeignKey(
        PresaleGood, models.PROTECT, related_name="arrivals", verbose_name=_("presale good")
    )
    pieces = models.IntegerField(_("pieces"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))

    scope_paths: ClassVar = ScopePaths(center="center")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("arrival at a county center")
        verbose_name_plural = _("arrivals at county centers")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="county_arrival_of_something", condition=~models.Q(pieces=0)),
        ]
        triggers = [_APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.good} {self.pieces:+d}"
