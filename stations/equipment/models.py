from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.network.models import Station
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class EquipmentKind(ScopedModel):
    """A thing that stations are given: computer, screen, shelf; `standard` is how many a station has."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=60)
    standard = models.PositiveSmallIntegerField(_("pieces of a station"), default=1)
    value = models.DecimalField(_("value of a piece, yuan"), max_digits=10, decimal_places=2, default=0)

    scope_paths: ClassVar = ScopePaths(public=True)

    class Meta:
        verbose_name = _("kind of equipment")
        verbose_name_plural = _("kinds of equipment")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(name="equipment_value_not_negative", condition=models.Q(value__gte=0))
        ]

    def __str__(self) -> str:
        return self.name


class EquipmentStock(ScopedModel):
    """How many pieces of a kind a station has: the sum of their moves, kept in the same transaction."""

    station = models.ForeignKey(
        Station, models.PROTECT, related_name="equipment", verbose_name=_("village service station")
    )
    kind = models.ForeignKey(
        EquipmentKind, models.PROTECT, related_name="+", verbose_name=_("kind of equipment")
    )
    quantity = models.IntegerField(_("pieces"), default=0)

    scope_paths: ClassVar = ScopePaths(center="station__center", station="station")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("equipment of a station")
        verbose_name_plural = _("equipment of stations")
        ordering = ["station", "kind"]
        constraints = [
            models.UniqueConstraint(name="equipment_stock_once", fields=["station", "kind"]),
            # Nobody takes away what is not there.
            models.CheckConstraint(name="equipment_not_negative", condition=models.Q(quantity__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.station}: {self.kind} {self.quantity}"


class StockTaking(ScopedModel):
    """Somebody counted what a station has. Append-only."""

    station = models.ForeignKey(
        Station, models.PROTECT, related_name="stock_takings", verbose_name=_("village service station")
    )
    taken_on = models.DateField(_("counted on"))
    words = models.CharField(_("in words"), max_length=200, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(center="station__center", station="station")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("stock-taking")
        verbose_name_plural = _("stock-takings")
        ordering = ["-taken_on", "-pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"{self.station} {self.taken_on}"


class StockLine(ScopedModel):
    """What should have been there and what was. Append-only."""

    taking = models.ForeignKey(StockTaking, models.PROTECT, related_name="lines")
    kind = models.ForeignKey(
        EquipmentKind, models.PROTECT, related_name="+", verbose_name=_("kind of equipment")
    )
    expected = models.PositiveIntegerField(_("on the list"))
    counted = models.PositiveIntegerField(_("counted"))

    scope_paths: ClassVar = ScopePaths(center="taking__station__center", station="taking__station")

    class Meta:
        verbose_name = _("line of a stock-taking")
        verbose_name_plural = _("lines of stock-takings")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="stock_line_once", fields=["taking", "kind"])]
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"{self.kind}: {self.expected} → {self.counted}"


class EquipmentMove(ScopedModel):
    """Pieces came to a station or went. Append-only; the stock is the sum."""

    class Reason(models.TextChoices):
        DELIVERED = "delivered", _("delivered")
        RETURNED = "returned", _("taken back")
        BROKEN = "broken", _("broken")
        COUNTED = "counted", _("put right by a count")

    station = models.ForeignKey(
        Station, models.PROTECT, related_name="equipment_moves", verbose_name=_("village service station")
    )
    kind = models.ForeignKey(
        EquipmentKind, models.PROTECT, related_name="+", verbose_name=_("kind of equipment")
    )
    change = models.IntegerField(_("pieces"))
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    taking = models.ForeignKey(StockTaking, models.PROTECT, null=True, related_name="moves")
    words = models.CharField(_("in words"), max_length=200, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(center="station__center", station="station")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("move of equipment")
        verbose_name_plural = _("moves of equipment")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="equipment_moves_the_right_way",
                condition=models.Q(reason="delivered", change__gt=0)
                | models.Q(reason__in=["returned", "broken"], change__lt=0)
                | models.Q(reason="counted", taking__isnull=False) & ~models.Q(change=0),
            ),
            models.UniqueConstraint(name="equipment_counted_once", fields=["taking", "kind"]),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"{self.kind} {self.change:+d}"
