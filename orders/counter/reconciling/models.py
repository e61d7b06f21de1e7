from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.counter.gateways.registry import Gateway
from orders.counter.models import CounterService
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths


class Reconciliation(ScopedModel):
    """A gateway's statement of one day, held against our rows. Nobody's place: head office's alone."""

    gateway = models.CharField(_("service gateway"), max_length=16, choices=Gateway.choices)
    day = models.DateField(_("day"))
    lines = models.PositiveIntegerField(_("lines of the statement"), default=0)
    amount = models.DecimalField(_("their sum"), max_digits=14, decimal_places=2, default=0)
    our_rows = models.PositiveIntegerField(_("our rows"), default=0)
    our_amount = models.DecimalField(_("our sum"), max_digits=14, decimal_places=2, default=0)
    # Of what the statement names and we have done on another day: clocks differ around midnight.
    other_days = models.DecimalField(_("ours of other days"), max_digits=14, decimal_places=2, default=0)
    trouble = models.CharField(_("trouble"), max_length=100, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    scope_paths: ClassVar = ScopePaths()
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("reconciliation")
        verbose_name_plural = _("reconciliations")
        ordering = ["-day", "gateway"]
        constraints = [
            models.UniqueConstraint(name="reconciliation_once_a_day", fields=["gateway", "day"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_gateway_display()} {self.day}"


class Discrepancy(ScopedModel):
    """Where a statement and our rows differ; found once a day and order, worked off by a person."""

    class Kind(models.TextChoices):
        MISSING = "missing", _("missing in the statement")
        EXTRA = "extra", _("not ours, or not done with us")
        AMOUNT = "amount", _("different amount")
        DUPLICATE = "duplicate", _("twice in the statement")

    reconciliation = models.ForeignKey(
        Reconciliation, models.PROTECT, related_name="discrepancies", verbose_name=_("reconciliation")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    order_no = models.CharField(_("order number"), max_length=32)
    service = models.ForeignKey(
        CounterService,
        models.PROTECT,
        null=True,
        related_name="discrepancies",
        verbose_name=_("counter service"),
    )
    ours = models.DecimalField(_("our amount"), max_digits=14, decimal_places=2, null=True)
    theirs = models.DecimalField(_("their amount"), max_digits=14, decimal_places=2, null=True)
    found_at = models.DateTimeField(_("found at"), auto_now_add=True)
    # When it was found last: of the latest run, or it is there no more.
    seen_at = models.DateTimeField(_("found last at"), null=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    reason = models.CharField(_("how it was settled"), max_length=200, blank=True)

    scope_paths: ClassVar = ScopePaths(center="service__station__center")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("discrepancy")
        verbose_name_plural = _("discrepancies")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(name="discrepancy_once", fields=["reconciliation", "kind", "order_no"]),
            models.CheckConstraint(
                name="discrepancy_settled_with_a_reason",
                condition=models.Q(settled_at__isnull=True) | ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_no}: {self.get_kind_display()}"
