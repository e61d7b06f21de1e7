from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from orders.counter.gateways.registry import Gateway
from orders.counter.kinds import ServiceKind, Traits, traits_of
from orders.counter.lifecycle import DUE, SERVICE_LIFECYCLE, TONES, ServiceStatus
from orders.counter.numbers import service_number
from orders.counter.queries import ServiceQuerySet
from partners.people.identity import EncryptedCharField
from stations.centers.models import CountyCenter
from stations.network.models import Station
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths

S = ServiceStatus


class ServiceSwitch(ScopedModel):
    """Whether a county has a kind of service; without a row the table of kinds says."""

    center = models.ForeignKey(
        CountyCenter,
        models.PROTECT,
        related_name="service_switches",
        db_index=False,
        verbose_name=_("county operation center"),
    )
    kind = models.CharField(_("service"), max_length=16, choices=ServiceKind.choices)
    on = models.BooleanField(_("offered"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    changed_at = models.DateTimeField(_("since"), auto_now=True)

    scope_paths: ClassVar = ScopePaths(center="center")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("service of a county")
        verbose_name_plural = _("services of the counties")
        ordering = ["center", "kind"]
        constraints = [
            models.UniqueConstraint(name="service_switch_once", fields=["center", "kind"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"


class ServiceFee(ScopedModel):
    """What a villager pays the station for a service, from one day to another: the posted chart."""

    kind = models.CharField(_("service"), max_length=16, choices=ServiceKind.choices)
    center = models.ForeignKey(
        CountyCenter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="service_fees",
        verbose_name=_("only in this county"),
        help_text=_("Empty: everywhere."),
    )
    fee = models.DecimalField(_("fee"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)])
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    scope_paths: ClassVar = ScopePaths(public=True)
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("service fee")
        verbose_name_plural = _("service fees")
        ordering = ["kind", "center", "-valid_from"]
        constraints = [
            # One fee for one day. A NULL center would switch the exclusion off, hence the zero.
            ExclusionConstraint(
                name="service_fee_one_a_day",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    (Coalesce("center", models.Value(0, models.BigIntegerField())), RangeOperators.EQUAL),
                    (
                        models.Func("valid_from", "valid_to", models.Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(name="service_fee_not_negative", condition=models.Q(fee__gte=0)),
            models.CheckConstraint(
                name="service_fee_ends_after_it_starts",
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"


class CounterService(ScopedModel):
    """One service for a villager: a top-up, a bill, a booking, a withdrawal.

    Its number is committed before the gateway hears of it. `held` says that the villager's
    money is with us or the provider; a refund lets go of it.
    """

    station = models.ForeignKey(
        Station,
        models.PROTECT,
        related_name="counter_services",
        db_index=False,
        verbose_name=_("village service station"),
    )
    kind = models.CharField(_("service"), max_length=16, choices=ServiceKind.choices)
    details = models.JSONField(_("details"), default=dict)
    # Identity and card numbers, as JSON.
    secrets = EncryptedCharField(blank=True, default="")
    # A keyed hash of the card: its limit holds at every counter together.
    card_print = models.CharField(max_length=64, blank=True, default="")
    title = models.CharField(_("what"), max_length=100, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    fee = models.DecimalField(_("fee"), max_digits=14, decimal_places=2)
    status = models.CharField(
        _("status"), max_length=16, choices=ServiceStatus.choices, default=ServiceStatus.DRAFT
    )
    held = models.BooleanField(_("money held"), default=False)
    quoted_until = models.DateTimeField(_("price holds until"), null=True, blank=True)
    reference = models.CharField(_("gateway's reference"), max_length=64, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("recorded by"),
    )
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    charged_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    succeeded_at = models.DateTimeField(_("done at"), null=True, blank=True)
    # The drain: when it is due next, and how often it was tried.
    due_at = models.DateTimeField(_("tried next at"), null=True, blank=True)
    tries = models.PositiveIntegerField(_("tries"), default=0)

    scope_paths: ClassVar = ScopePaths(center="station__center", station="station")
    objects: ClassVar = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("counter service")
        verbose_name_plural = _("counter services")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="service_amounts", condition=models.Q(amount__gt=0, fee__gte=0)),
            # Money is with us exactly where the status says so; in suspense it may be either.
            models.CheckConstraint(
                name="service_money_fits_status",
                condition=models.Q(held=False, status__in=[S.DRAFT, S.CANCELLED, S.FAILED, S.REFUNDED])
                | models.Q(held=True, status__in=[S.CHARGED, S.SUBMITTING, S.UNKNOWN, S.SUCCEEDED])
                | models.Q(status=S.SUSPENSE),
            ),
            models.CheckConstraint(
                name="service_success_has_its_moment",
                condition=~models.Q(status=S.SUCCEEDED)
                | models.Q(charged_at__isnull=False, succeeded_at__isnull=False),
            ),
            models.CheckConstraint(
                name="service_is_due_while_open",
                condition=models.Q(status__in=DUE, due_at__isnull=False)
                | (~models.Q(status__in=DUE) & models.Q(due_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(name="service_station", fields=["station", "-id"]),
            models.Index(name="service_due", fields=["due_at"], condition=models.Q(due_at__isnull=False)),
            models.Index(
                name="service_card_day",
                fields=["card_print", "charged_at"],
                condition=~models.Q(card_print=""),
            ),
            models.Index(
                name="service_succeeded", fields=["succeeded_at"], condition=models.Q(status=S.SUCCEEDED)
            ),
            # What the desk filters and searches by; nearly all services have succeeded.
            models.Index(name="service_kind", fields=["kind", "-id"]),
            models.Index(
                name="service_other_status",
                fields=["status", "-id"],
                condition=~models.Q(status=S.SUCCEEDED),
            ),
            models.Index(name="service_reference", fields=["reference"], condition=~models.Q(reference="")),
            GinIndex(name="service_details", fields=["details"], opclasses=["jsonb_path_ops"]),
            BrinIndex(name="service_created_where", fields=["created_at"], autosummarize=True),
        ]
        triggers = [
            SERVICE_LIFECYCLE.trigger(name="service_lifecycle"),
            # What the gateway was told and the villager paid is never typed over.
            pgtrigger.ReadOnly(name="asked_once", fields=["station", "kind", "card_print", "amount", "fee"]),
            # What is known about the villager is erased when it is no longer needed, never typed over.
            pgtrigger.Trigger(
                name="details_only_erased",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF (NEW.details IS DISTINCT FROM OLD.details AND NEW.details <> '{}')
                       OR (NEW.secrets IS DISTINCT FROM OLD.secrets AND NEW.secrets <> '') THEN
                        RAISE EXCEPTION 'the details of a service are erased, not changed';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return service_number(self.pk)

    @property
    def traits(self) -> Traits:
        return traits_of(self.kind)

    @property
    def tone(self) -> str:
        """How a page marks the status."""
        return TONES.get(ServiceStatus(self.status), "quiet")

    @property
    def total(self) -> Decimal:
        """What crosses the counter: amount and fee; of a withdrawal the amount less the fee."""
        return self.amount - self.fee if self.traits.pays_out else self.amount + self.fee

    @property
    def subject(self) -> str:
        """How the journal names this service."""
        return f"service:{self.pk}"


class GatewayCallback(ScopedModel):
    """What came in at a callback address, as it came, whatever it was. Only the verdict is added."""

    class Verdict(models.TextChoices):
        NEW = "new", _("not judged yet")
        APPLIED = "applied", _("taken")
        REPEATED = "repeated", _("came before")
        UNSIGNED = "unsigned", _("no valid signature")
        NONSENSE = "nonsense", _("not understood")
        ORPHAN = "orphan", _("no such order")

    gateway = models.CharField(_("service gateway"), max_length=16, choices=Gateway.choices)
    body = models.BinaryField(_("body"))
    truncated = models.BooleanField(_("cut off"), default=False)
    headers = models.JSONField(_("headers"), default=dict)
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    verdict = models.CharField(_("verdict"), max_length=12, choices=Verdict.choices, default=Verdict.NEW)
    problem = models.CharField(_("problem"), max_length=100, blank=True)
    event_id = models.CharField(_("event"), max_length=64, blank=True)
    service = models.ForeignKey(
        CounterService, models.PROTECT, null=True, related_name="callbacks", verbose_name=_("counter service")
    )

    scope_paths: ClassVar = ScopePaths(center="service__station__center")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("callback")
        verbose_name_plural = _("callbacks")
        ordering = ["-pk"]
        constraints = [
            # An event is applied once, however often it is sent and however many arrive at once.
            models.UniqueConstraint(
                name="callback_event_applied_once",
                fields=["gateway", "event_id"],
                condition=models.Q(verdict="applied"),
            ),
        ]
        indexes = [
            models.Index(name="callback_to_judge", fields=["id"], condition=models.Q(verdict="new")),
            models.Index(
                name="callback_other_verdict",
                fields=["verdict", "-id"],
                condition=~models.Q(verdict="applied"),
            ),
            models.Index(name="callback_event", fields=["event_id"], condition=~models.Q(event_id="")),
            BrinIndex(name="callback_received_where", fields=["received_at"], autosummarize=True),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="kept_raw", fields=["gateway", "body", "headers", "received_at"]),
            pgtrigger.Trigger(
                name="judged_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__verdict__df="new"),
                func="RAISE EXCEPTION 'this callback has been judged';",
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.get_gateway_display()} {self.pk}"


class ServiceEvent(ScopedModel):
    """What was heard of a service or done with it, also where it changed nothing. Append-only."""

    class Source(models.TextChoices):
        COUNTER = "counter", _("at the counter")
        CLOCK = "clock", _("by the clock")
        SUBMIT = "submit", _("answer")
        QUERY = "query", _("asked again")
        CALLBACK = "callback", _("callback")
        STATEMENT = "statement", _("statement")
        DESK = "desk", _("by the county")

    service = models.ForeignKey(
        CounterService, models.PROTECT, related_name="events", verbose_name=_("counter service")
    )
    source = models.CharField(_("how"), max_length=12, choices=Source.choices)
    before = models.CharField(_("before"), max_length=16, choices=ServiceStatus.choices)
    after = models.CharField(_("after"), max_length=16, choices=ServiceStatus.choices)
    drawer = models.DecimalField(_("into the drawer"), max_digits=14, decimal_places=2, default=0)
    floating = models.DecimalField(_("into the float"), max_digits=14, decimal_places=2, default=0)
    said = models.CharField(_("what was said"), max_length=200, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"))

    scope_paths: ClassVar = ScopePaths(center="service__station__center", station="service__station")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("event of a service")
        verbose_name_plural = _("events of services")
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"

    @property
    def changed(self) -> bool:
        return self.before != self.after
