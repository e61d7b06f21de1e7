from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orders.agent_orders.lifecycle import ON_THE_WAY, ORDER_LIFECYCLE, PAYABLE, TONES, OrderStatus
from orders.agent_orders.numbers import order_number
from orders.agent_orders.platforms import TAOBAO, platform_name
from orders.agent_orders.queries import AgentOrderQuerySet
from orders.villagers.models import Villager
from partners.journal.kinds import Category
from stations.network.models import Station
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths

CODE_ONCE = "agent_order_pickup_code_once_while_open"


class AgentOrder(ScopedModel):
    """What a station buys online for a villager (代买)."""

    class PayWhen(models.TextChoices):
        NOW = "now", _("now")
        ON_ARRIVAL = "on_arrival", _("on arrival")

    # What is told: an order of a presale is paid neither now nor when it arrives.
    PAID_WHEN: ClassVar = [*PayWhen.choices, ("with_balance", _("with the balance of a presale"))]

    class PayHow(models.TextChoices):
        CASH = "cash", _("cash at the station")
        OWN_ACCOUNT = "own_account", _("the villager's own account")

    # The station's index is the first part of `agent_order_station_status`.
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        related_name="agent_orders",
        db_index=False,
        verbose_name=_("village service station"),
    )
    villager = models.ForeignKey(
        Villager, models.PROTECT, related_name="agent_orders", verbose_name=_("villager")
    )
    platform = models.CharField(_("platform"), max_length=20, default=TAOBAO)
    platform_order_no = models.CharField(_("platform order number"), max_length=40, blank=True)
    pay_when = models.CharField(_("paid when"), max_length=12, choices=PayWhen.choices, default=PayWhen.NOW)
    pay_how = models.CharField(_("paid how"), max_length=12, choices=PayHow.choices, default=PayHow.CASH)
    status = models.CharField(
        _("status"), max_length=16, choices=OrderStatus.choices, default=OrderStatus.DRAFT
    )
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    refunded = models.DecimalField(_("refunded"), max_digits=14, decimal_places=2, default=0)
    # Put down for a presale, before the order is paid; counted as paid with the balance only.
    deposit = models.DecimalField(
        pgettext_lazy("presale", "deposit"),
        max_digits=14,
        decimal_places=2,
        default=0,
        db_default=0,
        editable=False,
    )
    pickup_code = models.CharField(_("pick-up code"), max_length=6, blank=True)
    # The scale seeder writes rows by SQL: hence the database's own zero.
    wrong_codes = models.PositiveSmallIntegerField(_("wrong codes"), default=0, db_default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("recorded by"),
    )
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    placed_at = models.DateTimeField(_("placed at"), null=True, blank=True)
    paid_at = models.DateTimeField(_("paid at"), null=True, blank=True)
    arrived_at = models.DateTimeField(_("arrived at the station at"), null=True, blank=True)
    handed_over_at = models.DateTimeField(_("handed over at"), null=True, blank=True)

    scope_paths: ClassVar = ScopePaths(center="station__center", station="station")
    objects: ClassVar = AgentOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("agent order")
        verbose_name_plural = _("agent orders")
        ordering = ["-pk"]
        constraints = [
            # A second import, or another station, can never make the same platform order twice.
            models.UniqueConstraint(
                name="agent_order_platform_number_once",
                fields=["platform_order_no", "platform"],  # a search knows the number only
                condition=~models.Q(platform_order_no=""),
            ),
            # A code must find one order at its station.
            models.UniqueConstraint(
                name=CODE_ONCE,
                fields=["pickup_code", "station"],  # the desk searches by the code alone
                condition=models.Q(status__in=ON_THE_WAY) & ~models.Q(pickup_code=""),
            ),
            models.CheckConstraint(
                name="agent_order_refund_within_payment",
                condition=models.Q(refunded__gte=0, refunded__lte=models.F("amount")),
            ),
            models.CheckConstraint(name="agent_order_amount_positive", condition=models.Q(amount__gt=0)),
            models.CheckConstraint(
                name="agent_order_deposit_is_a_part",
                condition=models.Q(deposit__gte=0, deposit__lt=models.F("amount")),
            ),
            models.CheckConstraint(
                name="agent_order_only_paid_money_comes_back",
                condition=models.Q(refunded=0) | models.Q(paid_at__isnull=False),
            ),
            models.CheckConstraint(
                name="agent_order_handed_over_is_paid",
                condition=~models.Q(status__in=["handed_over", "partly_refunded"])
                | models.Q(paid_at__isnull=False, handed_over_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="agent_order_station_status", fields=["station", "status", "-id"]),
            models.Index(name="agent_order_placed_at", fields=["placed_at"]),
            # Few of many: what the desk looks for would else be looked for in all orders.
            models.Index(name="agent_order_refunded", fields=["id"], condition=models.Q(refunded__gt=0)),
            models.Index(name="agent_order_in_cash", fields=["id"], condition=models.Q(pay_how="cash")),
            models.Index(
                name="agent_order_unpaid",
                fields=["station", "placed_at"],
                condition=models.Q(paid_at__isnull=True, status__in=PAYABLE),
            ),
        ]
        triggers = [ORDER_LIFECYCLE.trigger(name="order_lifecycle")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return order_number(self.pk)

    @property
    def tone(self) -> str:
        """How a page marks the status."""
        return TONES.get(OrderStatus(self.status), "quiet")

    @property
    def open_money(self) -> bool:
        """Placed, and not paid yet."""
        return self.paid_at is None and self.status in ON_THE_WAY

    @property
    def balance(self) -> Decimal:
        """What is to be paid at the payment, in yuan: all of it, less the deposit of a presale."""
        return self.amount - self.deposit

    @property
    def paid_when(self) -> str:
        """As in `PAID_WHEN`: what was ordered with a deposit is paid with its balance."""
        return "with_balance" if self.deposit else self.pay_when

    @property
    def title(self) -> str:
        """The goods in a few words, for lists; wants `lines` prefetched."""
        titles = [line.title for line in self.lines.all()]
        return f"{titles[0]} +{len(titles) - 1}" if len(titles) > 1 else "".join(titles)

    @property
    def platform_name(self) -> str:
        return platform_name(self.platform)

    @property
    def on_platform(self) -> str:
        """Platform and number, as pages show them; empty for an order that has no number there."""
        return f"{self.platform_name} · {self.platform_order_no}" if self.platform_order_no else ""

    @property
    def subject(self) -> str:
        """How the journal names this order."""
        return f"agent-order:{self.pk}"


class AgentOrderLine(ScopedModel):
    """One kind of goods in an agent order; `amount` is what is paid for it, discounts taken off."""

    # Found by `order_line_number_once`, which begins with the order.
    order = models.ForeignKey(
        AgentOrder, models.CASCADE, related_name="lines", db_index=False, verbose_name=_("agent order")
    )
    line_no = models.PositiveSmallIntegerField(_("line"))
    title = models.CharField(_("what"), max_length=200)
    category = models.CharField(_("category"), max_length=24, choices=Category.choices)
    quantity = models.PositiveIntegerField(_("quantity"))
    unit_price = models.DecimalField(_("unit price"), max_digits=14, decimal_places=2)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    refunded = models.DecimalField(_("refunded"), max_digits=14, decimal_places=2, default=0)

    scope_paths: ClassVar = ScopePaths(center="order__station__center", station="order__station")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        ordering = ["order", "line_no"]
        constraints = [
            models.UniqueConstraint(name="order_line_number_once", fields=["order", "line_no"]),
            models.CheckConstraint(
                name="order_line_refund_within_payment",
                condition=models.Q(refunded__gte=0, refunded__lte=models.F("amount")),
            ),
            models.CheckConstraint(
                name="order_line_amounts_positive",
                condition=models.Q(quantity__gt=0, unit_price__gte=0, amount__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class OrderRefund(ScopedModel):
    """Money given back for one order line, all of it or a part. Append-only."""

    line = models.ForeignKey(
        AgentOrderLine, models.PROTECT, related_name="refunds", verbose_name=_("order line")
    )
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=200)
    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("by"),
    )

    scope_paths: ClassVar = ScopePaths(center="line__order__station__center", station="line__order__station")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(name="refund_positive", condition=models.Q(amount__gt=0))]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.line_id} {self.amount}"


class AgentOrderChange(ScopedModel):
    """One step in the life of an order: who, when, why. Append-only."""

    order = models.ForeignKey(
        AgentOrder, models.PROTECT, related_name="changes", verbose_name=_("agent order")
    )
    before = models.CharField(_("before"), max_length=16, choices=OrderStatus.choices)
    after = models.CharField(_("after"), max_length=16, choices=OrderStatus.choices)
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

    scope_paths: ClassVar = ScopePaths(center="order__station__center", station="order__station")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of an order")
        verbose_name_plural = _("changes of orders")
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"
