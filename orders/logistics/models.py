from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.agent_orders.models import AgentOrder
from orders.logistics.fee import ParcelFee
from orders.logistics.lifecycle import HOLDS_NUMBER, PARCEL_LIFECYCLE, TONES, ParcelStatus
from orders.logistics.manifest import PLACE, Carrier, Manifest, actor_key
from orders.logistics.queries import CaseQuerySet, ParcelQuerySet
from stations.network.models import Station
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths

__all__ = [
    "Carrier",
    "Direction",
    "HomeDelivery",
    "Manifest",
    "ManifestLine",
    "Parcel",
    "ParcelCase",
    "ParcelEvent",
    "ParcelFee",
]

_APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class Direction(models.TextChoices):
    DOWN = "down", _("to the villager")
    UP = "up", _("from the villager")


class Parcel(ScopedModel):
    """One parcel between county and village: of an agent order, or a villager's own."""

    class Size(models.TextChoices):
        SMALL = "small", _("small")
        MEDIUM = "medium", _("medium")
        LARGE = "large", _("large")

    carrier = models.ForeignKey(
        Carrier, models.PROTECT, related_name="parcels", db_index=False, verbose_name=_("carrier")
    )
    tracking_number = models.CharField(_("tracking number"), max_length=40)
    # Where it goes to; for one that goes up, where it comes from.
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        related_name="parcels",
        db_index=False,
        verbose_name=_("village service station"),
    )
    order = models.ForeignKey(
        AgentOrder,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parcels",
        verbose_name=_("agent order"),
    )
    recipient = models.CharField(_("villager"), max_length=60, blank=True)
    phone = models.CharField(_("mobile number"), max_length=20, blank=True)
    direction = models.CharField(
        _("direction"), max_length=4, choices=Direction.choices, default=Direction.DOWN
    )
    size = models.CharField(_("size"), max_length=8, choices=Size.choices, default=Size.SMALL)
    to_the_house = models.BooleanField(
        _("delivered to the house"),
        default=False,
        help_text=_("A large appliance: by appointment, not over the station's counter."),
    )
    status = models.CharField(
        _("status"), max_length=12, choices=ParcelStatus.choices, default=ParcelStatus.EXPECTED
    )
    returning = models.BooleanField(_("goes back to the sender"), default=False)
    # Of a villager's own parcel; those of an agent order are handed over with the order's code.
    pickup_code = models.CharField(_("pick-up code"), max_length=6, blank=True)
    wrong_codes = models.PositiveSmallIntegerField(_("wrong codes"), default=0)
    # What the villager paid at the hand-over that stands; empty: nothing was to be paid, or not yet.
    fee = models.DecimalField(_("parcel fee"), max_digits=14, decimal_places=2, null=True)
    fee_waived = models.CharField(_("why the fee was waived"), max_length=200, blank=True)
    # How often it was handed over at the counter: names its rows in the journal.
    hand_overs = models.PositiveSmallIntegerField(default=0, editable=False)
    announced_at = models.DateTimeField(_("announced at"))
    county_at = models.DateTimeField(_("at the county center since"), null=True)
    arrived_at = models.DateTimeField(_("at the station since"), null=True)
    handed_over_at = models.DateTimeField(_("handed over at"), null=True)

    scope_paths: ClassVar = PLACE
    objects: ClassVar = ParcelQuerySet.as_manager()

    class Meta:
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")
        ordering = ["-pk"]
        constraints = [
            # A second scan, or another station, can never make the same parcel twice while it is open.
            models.UniqueConstraint(
                name="parcel_number_once_open",
                fields=["carrier", "tracking_number"],
                condition=Q(status__in=HOLDS_NUMBER),
            ),
            # The code alone says which parcel is meant.
            models.UniqueConstraint(
                name="parcel_pickup_code_once_waiting",
                fields=["pickup_code", "station"],  # the desk searches by the code alone
                condition=Q(status="at_station") & ~Q(pickup_code=""),
            ),
            models.CheckConstraint(
                name="parcel_handed_over_has_its_moment",
                condition=~Q(status="handed_over") | Q(handed_over_at__isnull=False),
            ),
            # Money is kept of a hand-over that stands, and what was waived was not taken.
            models.CheckConstraint(
                name="parcel_fee_of_a_hand_over",
                condition=Q(fee__isnull=True, fee_waived="")
                | Q(status="handed_over", hand_overs__gt=0, fee_waived="", fee__gte=0)
                | (Q(status="handed_over", hand_overs__gt=0, fee=0) & ~Q(fee_waived="")),
            ),
            models.CheckConstraint(
                name="parcel_code_is_the_orders", condition=Q(order__isnull=True) | Q(pickup_code="")
            ),
            models.CheckConstraint(
                name="parcel_tracking_number_plain", condition=Q(tracking_number__regex=r"^[0-9A-Z-]{5,40}$")
            ),
        ]
        indexes = [
            models.Index(name="parcel_station_status", fields=["station", "status", "arrived_at"]),
            models.Index(name="parcel_tracking_number", fields=["tracking_number"]),
            # For how a name or a number begins, whatever the order of the server's language is.
            models.Index(name="parcel_recipient", fields=["recipient"], opclasses=["varchar_pattern_ops"]),
            # The desk asks by its stations: beside the index of all names, that would be read for each.
            models.Index(
                name="parcel_station_recipient",
                fields=["station", "recipient"],
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
            models.Index(name="parcel_phone", fields=["phone"], opclasses=["varchar_pattern_ops"]),
            # Few of many: what the desk looks for would else be looked for in all parcels.
            models.Index(name="parcel_going_up", fields=["id"], condition=Q(direction="up")),
            models.Index(name="parcel_going_back", fields=["id"], condition=Q(returning=True)),
            models.Index(name="parcel_to_the_house", fields=["id"], condition=Q(to_the_house=True)),
        ]
        triggers = [PARCEL_LIFECYCLE.trigger(name="parcel_lifecycle")]

    def __str__(self) -> str:
        return self.tracking_number

    @property
    def tone(self) -> str:
        """How a page marks the status."""
        return TONES.get(ParcelStatus(self.status), "quiet")

    @property
    def subject(self) -> str:
        """How the journal and the messages name it."""
        return f"parcel:{self.pk}"

    @property
    def goes_up(self) -> bool:
        """From the station to the county: sent by a villager, or on its way back to the sender."""
        return self.direction == Direction.UP or self.returning


class ManifestLine(ScopedModel):
    """A parcel on a manifest; `received_at` is filled in once, by the scan at the other end."""

    manifest = models.ForeignKey(
        Manifest, models.CASCADE, related_name="lines", db_index=False, verbose_name=_("manifest")
    )
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="lines", verbose_name=_("parcel"))
    added_at = models.DateTimeField(_("put on at"))
    received_at = models.DateTimeField(_("received at"), null=True)

    scope_paths: ClassVar = ScopePaths(center="manifest__station__center", station="manifest__station")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a manifest")
        verbose_name_plural = _("lines of manifests")
        ordering = ["manifest", "pk"]
        constraints = [
            models.UniqueConstraint(name="manifest_line_once", fields=["manifest", "parcel"]),
            # A parcel is in one load at a time, however many scanners want it.
            models.UniqueConstraint(
                name="manifest_line_one_on_the_way",
                fields=["parcel"],
                condition=Q(received_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.manifest_id} {self.parcel_id}"


class ParcelEvent(ScopedModel):
    """What was scanned or done, by whom and where; also what changed nothing. Append-only."""

    class Kind(models.TextChoices):
        ANNOUNCED = "announced", _("announced")
        ACCEPTED = "accepted", _("accepted from the villager")
        AT_COUNTY = "at_county", _("scanned at the county center")
        AT_STATION = "at_station", _("scanned at the station")
        PUT_ON = "put_on", _("put on a manifest")
        TAKEN_OFF = "taken_off", _("taken off a manifest")
        HANDED_OVER = "handed_over", _("handed over")
        TAKEN_BACK = "taken_back", _("hand-over taken back")
        SENT_BACK = "sent_back", _("to go back to the sender")
        RETURNED = "returned", _("given back to the carrier")
        LOST = "lost", _("found to be lost")
        DAMAGED = "damaged", _("found to be damaged")
        WRONG_CODE = "wrong_code", _("wrong pick-up code")
        NEW_CODE = "new_code", _("new pick-up code")
        APPOINTMENT = "appointment", _("appointment made")

    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="events", verbose_name=_("parcel"))
    kind = models.CharField(_("what happened"), max_length=12, choices=Kind.choices)
    # The same twice: the scan changed nothing.
    before = models.CharField(_("before"), max_length=12, choices=ParcelStatus.choices)
    after = models.CharField(_("after"), max_length=12, choices=ParcelStatus.choices)
    # Where it was scanned: at this station, or at the county center.
    at_station = models.BooleanField(_("at the station"), default=False)
    manifest = models.ForeignKey(
        Manifest, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("manifest")
    )
    actor = actor_key(_("by"))
    at = models.DateTimeField(_("at"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    scope_paths: ClassVar = ScopePaths(center="parcel__station__center", station="parcel__station")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("event of a parcel")
        verbose_name_plural = _("events of parcels")
        ordering = ["pk"]
        triggers = [_APPEND_ONLY]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def changed(self) -> bool:
        return self.before != self.after


class ParcelCase(ScopedModel):
    """Something that does not tally between county and station. It opens by itself; people settle it."""

    class Kind(models.TextChoices):
        MISSING = "missing", _("not arrived")
        EXTRA = "extra", _("arrived and not on the list")
        COUNT = "count", _("counts differ")
        DAMAGED = "damaged", _("damaged")

    class Outcome(models.TextChoices):
        FOUND = "found", _("found")
        LOST = "lost", _("lost")
        MISCOUNTED = "miscounted", _("miscounted")
        CLEARED = "cleared", _("cleared up")

    station = models.ForeignKey(
        Station, models.PROTECT, related_name="parcel_cases", verbose_name=_("village service station")
    )
    manifest = models.ForeignKey(
        Manifest, models.PROTECT, null=True, related_name="cases", verbose_name=_("manifest")
    )
    parcel = models.ForeignKey(
        Parcel, models.PROTECT, null=True, related_name="cases", verbose_name=_("parcel")
    )
    kind = models.CharField(_("what is wrong"), max_length=12, choices=Kind.choices)
    # What was scanned, where no parcel of the station has this number.
    scanned = models.CharField(_("scanned"), max_length=40, blank=True)
    detail = models.CharField(_("detail"), max_length=200, blank=True)
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = actor_key(_("opened by"))
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True)
    settled_by = actor_key(_("settled by"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    scope_paths: ClassVar = PLACE
    objects: ClassVar = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("parcel case")
        verbose_name_plural = _("parcel cases")
        ordering = ["-pk"]
        constraints = [
            # Opened by itself, and so by several who notice: one is enough.
            models.UniqueConstraint(
                name="parcel_case_one_open",
                fields=["parcel", "kind"],
                condition=Q(settled_at__isnull=True, parcel__isnull=False),
            ),
            models.UniqueConstraint(
                name="parcel_case_extra_once",
                fields=["manifest", "scanned"],
                condition=~Q(scanned=""),
            ),
            models.CheckConstraint(
                name="parcel_case_settled_with_outcome",
                condition=Q(settled_at__isnull=True, outcome="")
                | (Q(settled_at__isnull=False) & ~Q(outcome="")),
            ),
        ]
        triggers = [
            # What was settled is not settled again.
            pgtrigger.Protect(
                name="settled_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__settled_at__isnull=False),
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.scanned or self.parcel or self.manifest}"


class HomeDelivery(ScopedModel):
    """The appointment of a large appliance: delivered to the house, installed or not."""

    class Window(models.TextChoices):
        MORNING = "morning", _("in the morning")
        AFTERNOON = "afternoon", _("in the afternoon")

    class Installed(models.TextChoices):
        YES = "yes", _("installed")
        NO = "no", _("not installed")
        NOT_WANTED = "not_wanted", _("nothing to install")

    parcel = models.OneToOneField(Parcel, models.PROTECT, related_name="delivery", verbose_name=_("parcel"))
    day = models.DateField(_("day"))
    window = models.CharField(_("time of day"), max_length=12, choices=Window.choices)
    address = models.CharField(_("address"), max_length=200)
    # Empty until it was delivered.
    installed = models.CharField(_("installation"), max_length=12, choices=Installed.choices, blank=True)

    scope_paths: ClassVar = ScopePaths(center="parcel__station__center", station="parcel__station")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery to the house")
        verbose_name_plural = _("deliveries to the house")
        ordering = ["day", "window", "pk"]

    def __str__(self) -> str:
        return f"{self.parcel} {self.day}"
