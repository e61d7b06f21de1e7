from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.cash.kinds import COMES_IN, GOES_OUT, CashKind
from orders.cash.queries import CashDayQuerySet
from stations.network.models import Station
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths
from stations.wording import day as written_day
from stations.wording import yuan


class Drawer(ScopedModel):
    """The cash of a station: what the drawer holds, and up to which day it is counted.

    `amount` in yuan is the sum of its movements. `promised` of it is kept for withdrawals whose
    outcome is not known yet. Days up to `closed_through` are closed and take no movement any
    more. Locked by `moving.lock_drawers` before it is changed.
    """

    station = models.OneToOneField(
        Station,
        models.PROTECT,
        primary_key=True,
        related_name="drawer",
        verbose_name=_("village service station"),
    )
    amount = models.DecimalField(_("in the drawer"), max_digits=14, decimal_places=2, default=0)
    promised = models.DecimalField(_("kept for withdrawals"), max_digits=14, decimal_places=2, default=0)
    closed_through = models.DateField(_("closed up to"), null=True, blank=True)

    scope_paths: ClassVar = ScopePaths(center="station__center", station="station")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("cash drawer")
        verbose_name_plural = _("cash drawers")
        ordering = ["station__code"]
        constraints = [
            # Nobody gives out cash that is not there, nor what is promised to somebody else.
            models.CheckConstraint(
                name="drawer_holds_what_it_promised",
                condition=models.Q(promised__gte=0, amount__gte=models.F("promised")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station_id}: {self.amount}"

    @property
    def free(self) -> Decimal:
        """What can be given out, in yuan."""
        return self.amount - self.promised


class CashMovement(ScopedModel):
    """Cash that came into a drawer or went out of it: signed yuan. Append-only.

    `business_date` is the day of the event in Asia/Shanghai, or the first day that is still open
    where that day was closed already.
    """

    station = models.ForeignKey(
        Station,
        models.PROTECT,
        related_name="cash_movements",
        db_index=False,
        verbose_name=_("village service station"),
    )
    kind = models.CharField(_("what"), max_length=16, choices=CashKind.choices)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    business_date = models.DateField(_("business date"))
    occurred_at = models.DateTimeField(_("happened at"))
    # What it is about, named as in the journal ("agent-order:17"); empty for what a hand recorded.
    subject = models.CharField(_("subject"), max_length=40, blank=True)
    source_key = models.CharField(_("source key"), max_length=80)
    note = models.CharField(_("note"), max_length=200, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("by"),
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(center="station__center", station="station")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("movement of cash")
        verbose_name_plural = _("movements of cash")
        ordering = ["-pk"]
        constraints = [
            # What happened once moves cash once.
            models.UniqueConstraint(name="cash_source_key_once", fields=["source_key"]),
            # A refund with the wrong sign would fill the drawer.
            models.CheckConstraint(
                name="cash_sign_fits_kind",
                condition=models.Q(kind__in=COMES_IN, amount__gt=0)
                | models.Q(kind__in=GOES_OUT, amount__lt=0)
                | (models.Q(kind__in=[CashKind.COUNTED, CashKind.OPENING]) & ~models.Q(amount=0)),
            ),
        ]
        indexes = [
            models.Index(name="cash_station_day", fields=["station", "business_date", "-id"]),
            models.Index(name="cash_subject", fields=["subject"]),
            # Few of many: what the desk looks for would else be looked for in all movements.
            models.Index(
                name="cash_other_kind",
                fields=["kind", "-id"],
                condition=~models.Q(kind=CashKind.ORDER_PAID),
            ),
            models.Index(name="cash_note", fields=["note"], condition=~models.Q(note="")),
            # Rows come nearly in the order of their days: a few kilobytes say where a day is not.
            BrinIndex(name="cash_day_where", fields=["business_date"], autosummarize=True),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            # The verbs book a late movement on the next open day; this is for whoever forgets.
            pgtrigger.Trigger(
                name="closed_day_takes_nothing",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF EXISTS (SELECT FROM orders_drawer d WHERE d.station_id = NEW.station_id
                               AND NEW.business_date <= d.closed_through) THEN
                        RAISE EXCEPTION 'the cash of this day is closed';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {yuan(self.amount)}"


class CashDay(ScopedModel):
    """A business day of a drawer: there from its first movement or count, closed by a count.

    A closed day tells what the drawer should have held at its end (`expected`), what was counted,
    and why the two differ; parcels likewise. Days close in their order and stay closed: what was
    miscounted shows at the next count. `float_balance` is what the float held then.
    """

    station = models.ForeignKey(
        Station, models.PROTECT, related_name="cash_days", verbose_name=_("village service station")
    )
    day = models.DateField(_("day"))
    opening_counted = models.DecimalField(
        _("opening cash"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    expected = models.DecimalField(_("cash expected"), max_digits=14, decimal_places=2, null=True, blank=True)
    counted = models.DecimalField(_("cash counted"), max_digits=14, decimal_places=2, null=True, blank=True)
    parcels_expected = models.PositiveIntegerField(_("parcels expected"), null=True, blank=True)
    parcels_counted = models.PositiveIntegerField(_("parcels counted"), null=True, blank=True)
    float_balance = models.DecimalField(_("float"), max_digits=14, decimal_places=2, null=True, blank=True)
    reason = models.CharField(_("reason of the difference"), max_length=200, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("closed by")
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    scope_paths: ClassVar = ScopePaths(center="station__center", station="station")
    objects: ClassVar = CashDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("day of a drawer")
        verbose_name_plural = _("days of drawers")
        ordering = ["-day", "station__code"]
        constraints = [
            models.UniqueConstraint(name="cash_day_once", fields=["station", "day"]),
            models.CheckConstraint(
                name="cash_day_closed_with_its_count",
                condition=models.Q(
                    closed_at__isnull=True,
                    expected__isnull=True,
                    counted__isnull=True,
                    parcels_expected__isnull=True,
                    parcels_counted__isnull=True,
                )
                | models.Q(
                    closed_at__isnull=False,
                    expected__isnull=False,
                    counted__gte=0,
                    parcels_expected__isnull=False,
                    parcels_counted__isnull=False,
                ),
            ),
            # Money or parcels that nobody explains are what the close is for.
            models.CheckConstraint(
                name="cash_day_difference_has_a_reason",
                condition=models.Q(closed_at__isnull=True)
                | models.Q(counted=models.F("expected"), parcels_counted=models.F("parcels_expected"))
                | ~models.Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(
                name="cash_day_not_closed", fields=["day"], condition=models.Q(closed_at__isnull=True)
            ),
            models.Index(name="cash_day_explained", fields=["id"], condition=~models.Q(reason="")),
        ]
        triggers = [
            pgtrigger.Protect(
                name="closed_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__closed_at__isnull=False),
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.station} {written_day(self.day)}"

    @property
    def difference(self) -> Decimal | None:
        """Counted less expected, in yuan; None while the day is open."""
        return None if self.counted is None or self.expected is None else self.counted - self.expected


class WithdrawalLimit(ScopedModel):
    """What one card may take at all counters of a day together, from one day to another; in yuan."""

    amount = models.DecimalField(_("a card and day"), max_digits=14, decimal_places=2)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    scope_paths: ClassVar = ScopePaths(public=True)
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("limit of cash withdrawals")
        verbose_name_plural = _("limits of cash withdrawals")
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(name="withdrawal_limit_positive", condition=models.Q(amount__gt=0)),
            # One limit for one day, whoever asks.
            ExclusionConstraint(
                name="withdrawal_limit_one_a_day",
                expressions=[
                    (
                        models.Func("valid_from", "valid_to", models.Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                name="withdrawal_limit_ends_after_it_starts",
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return yuan(self.amount)
