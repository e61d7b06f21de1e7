from __future__ import annotations

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partners.people.identity import EncryptedCharField, check_identity_number
from partners.people.queries import TenureQuerySet
from stations.clock import today
from stations.network.models import Station
from stations.phones import is_mobile_number
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths


@pghistory.track(exclude=["identity_number", "identity_fingerprint"])
class Partner(ScopedModel):
    """A rural partner: a person who runs, ran or will run a station."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="partner",
        verbose_name=_("login"),
    )
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=60)
    phone = models.CharField(
        _("mobile number"),
        max_length=11,
        validators=[is_mobile_number],
    )
    identity_number = EncryptedCharField(_("identity number"), blank=True, validators=[check_identity_number])
    identity_fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    returning_youth = models.BooleanField(_("young person who came home"), default=False)
    # Where the file of this person is kept: the county that recruited, so that staff
    # can enter a partner before the first tenure begins.
    center = models.ForeignKey(
        "stations.CountyCenter",
        models.PROTECT,
        related_name="partners",
        verbose_name=_("county operation center"),
    )

    scope_paths: ClassVar = ScopePaths(center="center", person="pk")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("rural partner")
        verbose_name_plural = _("rural partners")
        ordering = ["name", "pk"]
        constraints = [
            # One person, one file: the number itself is encrypted and cannot be compared.
            models.UniqueConstraint(
                name="partner_identity_once",
                fields=["identity_fingerprint"],
                condition=~models.Q(identity_fingerprint=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Tenure(ScopedModel):
    """Who runs a station, from when to when (both days included)."""

    class Mode(models.TextChoices):
        SHOP = "1.0", _("1.0, village shop")
        PARTNER = "2.0", _("2.0, full-time partner")

    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="tenures", verbose_name=_("rural partner")
    )
    station = models.ForeignKey(
        Station, models.PROTECT, related_name="tenures", verbose_name=_("village service station")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    mode = models.CharField(_("mode"), max_length=3, choices=Mode.choices, default=Mode.PARTNER)

    scope_paths: ClassVar = ScopePaths(center="station__center", person="partner")
    objects: ClassVar = TenureQuerySet.as_manager()

    class Meta:
        verbose_name = _("tenure")
        verbose_name_plural = _("tenures")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            # Commission goes to whose tenure covers the payment: there can be only one.
            ExclusionConstraint(
                name="tenure_one_partner_at_a_time",
                expressions=[
                    ("station", RangeOperators.EQUAL),
                    (
                        models.Func("starts_on", "ends_on", models.Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Somebody else runs this station in these days."),
            ),
            models.CheckConstraint(
                name="tenure_ends_after_it_starts",
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("A tenure cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} · {self.station}"

    @property
    def has_ended(self) -> bool:
        """Whether its last day is over."""
        return self.ends_on is not None and self.ends_on < today()


class TenureSuspension(ScopedModel):
    """From when to when a partner was suspended; an open end means still.

    Meanwhile the partner keeps the tenure and reaches no station.
    """

    tenure = models.ForeignKey(Tenure, models.PROTECT, related_name="suspensions", verbose_name=_("tenure"))
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"), null=True)
    reason = models.CharField(_("reason"), max_length=200)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ended by")
    )

    scope_paths: ClassVar = ScopePaths(center="tenure__station__center", person="tenure__partner")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("suspension of a partner")
        verbose_name_plural = _("suspensions of partners")
        ordering = ["-starts_at"]
        constraints = [
            models.UniqueConstraint(
                name="tenure_one_open_suspension",
                fields=["tenure"],
                condition=models.Q(ends_at__isnull=True),
            ),
            models.CheckConstraint(
                name="tenure_suspension_ends_after_it_starts",
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gte=models.F("starts_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tenure} {self.starts_at:%Y-%m-%d}"
