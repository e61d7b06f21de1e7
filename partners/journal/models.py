from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.journal.kinds import ANY_CATEGORY, Business, Category, Kind
from partners.people.models import Partner
from stations.centers.models import CountyCenter
from stations.network.models import Station
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths


class Activity(ScopedModel):
    """One row of the journal: something that counts happened at a station. Append-only.

    One row per event, subject and category. `partner`, `station` and `center` are those of the
    payment it belongs to; `amount` is signed yuan. `orders` is the change in the number of
    orders (on one row of an event only), `category_orders` the change within the category:
    for `placed` and `paid` +1, for a refund that leaves nothing -1 (of net).

    A parcel is no turnover: `parcel_fee` is cash that the station keeps, `parcel` has no amount and
    counts parcels in `orders`; each is +1 with the hand-over and -1 when it is taken back. Nor is
    `service_fee`: +1 with the success, -1 when the service is taken back.
    An `event` is no turnover either: its amount is what a subsidy measures (a festival's turnover).
    """

    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, related_name="activities", verbose_name=_("rural partner")
    )
    # Every index is paid for with each row of the journal: the station's is the first half of
    # `activity_station_day`, and a county's rows are found through its stations.
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        related_name="activities",
        db_index=False,
        verbose_name=_("village service station"),
    )
    center = models.ForeignKey(
        CountyCenter,
        models.PROTECT,
        related_name="activities",
        db_index=False,
        verbose_name=_("county operation center"),
    )
    business = models.CharField(_("business"), max_length=16, choices=Business.choices)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    category = models.CharField(_("category"), max_length=24, choices=ANY_CATEGORY)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    orders = models.SmallIntegerField(default=0)
    category_orders = models.SmallIntegerField(default=0)
    business_date = models.DateField(_("business date"), help_text=_("Of the event, in Asia/Shanghai."))
    occurred_at = models.DateTimeField(_("happened at"))
    turnover_at = models.DateTimeField(
        _("counts at"), help_text=_("The moment of the placing or of the payment it belongs to.")
    )
    # What it is about, as the upper app names it ("agent-order:17"): keys never point up.
    subject = models.CharField(_("subject"), max_length=40)
    source_key = models.CharField(_("source key"), max_length=80)
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(center="station__center", person="partner")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("journal row")
        verbose_name_plural = _("journal")
        ordering = ["-pk"]
        constraints = [
            # What happened once is written once.
            models.UniqueConstraint(name="activity_source_key_once", fields=["source_key"]),
            # The sign is part of the meaning; a refund with the wrong sign is refused here.
            models.CheckConstraint(
                name="activity_sign_fits_kind",
                condition=models.Q(kind__in=["placed", "paid"], amount__gt=0)
                | models.Q(kind="refund", amount__lt=0)
                | models.Q(kind="handed_over", amount=0)
                | models.Q(kind__in=["parcel_fee", "service_fee"], amount__gt=0, orders=1)
                | models.Q(kind__in=["parcel_fee", "service_fee"], amount__lt=0, orders=-1)
                | models.Q(kind="parcel", amount=0, orders__in=[1, -1])
                | models.Q(kind="event", amount__gte=0, orders=0)
                # Filled up, or the difference when the month is counted again.
                | (models.Q(kind="guarantee", orders=0) & ~models.Q(amount=0)),
            ),
        ]
        indexes = [
            models.Index(name="activity_subject", fields=["subject"]),
            models.Index(name="activity_station_day", fields=["station", "business_date"]),
            # One row in many: what a festival lost afterwards is found without reading its orders.
            models.Index(
                name="activity_refund_of",
                fields=["turnover_at"],
                condition=models.Q(kind="refund"),
            ),
            # For who looks into the journal: what is rare in it would be looked for in all of it. What
            # every order leaves is found on any page, and pays for no index.
            models.Index(
                name="activity_other_kind",
                fields=["kind", "-id"],
                condition=~models.Q(kind__in=[Kind.PLACED, Kind.PAID]),
            ),
            models.Index(
                name="activity_other_category",
                fields=["category", "-id"],
                condition=~models.Q(category__in=Category.values),
            ),
            # Rows come nearly in the order of their days: a few kilobytes say where a day is not.
            BrinIndex(name="activity_day_where", fields=["business_date"], autosummarize=True),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.source_key


class PendingActivity(models.Model):
    """A journal row that a consumer has not yet taken up; written and deleted with what it stands for."""

    consumer = models.CharField(max_length=16)
    # Written by the statement that reads the journal row's id, and no journal row is ever deleted:
    # a check of the key would be a fifth of all checks that an order costs.
    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("pending journal row")
        verbose_name_plural = _("pending journal rows")
        constraints = [
            # Also the index by which a consumer takes its rows in order.
            models.UniqueConstraint(name="pending_once_per_consumer", fields=["consumer", "activity"]),
        ]

    def __str__(self) -> str:
        return f"{self.consumer}: {self.activity_id}"
