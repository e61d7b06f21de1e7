from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.complaints.lifecycle import (
    ANSWER_LENGTH,
    COMPLAINT_LIFECYCLE,
    TONES,
    ComplaintStatus,
    Origin,
)
from partners.complaints.queries import ComplaintPaths, ComplaintQuerySet
from partners.people.models import Partner
from stations.clock import today
from stations.network.models import Station
from stations.phones import is_mobile_number
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths
from stations.wording import in_chinese


@pghistory.track()
class ComplaintKind(ScopedModel):
    """What complaints and questions are about, and within how many days they are answered."""

    code = models.SlugField(
        _("code"), max_length=20, unique=True, validators=[RegexValidator(r"^[a-z][a-z0-9_]*$")]
    )
    name = models.CharField(_("name in Chinese"), max_length=40)
    name_en = models.CharField(_("name in English"), max_length=40)
    origin = models.CharField(_("from whom"), max_length=8, choices=Origin.choices)
    days = models.PositiveSmallIntegerField(
        _("days to the answer"), validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    judged = models.BooleanField(
        _("judged"), default=False, help_text=_("The answer says whether the complaint is upheld.")
    )
    in_use = models.BooleanField(_("in use"), default=True)

    # What one can complain of is no secret; strangers read it on the public form.
    scope_paths: ClassVar = ScopePaths(public=True)
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("kind of complaint")
        verbose_name_plural = _("kinds of complaints")
        ordering = ["-origin", "pk"]
        constraints = [
            models.CheckConstraint(name="complaint_kind_days", condition=models.Q(days__gte=1, days__lte=60)),
        ]

    def __str__(self) -> str:
        return self.name if in_chinese() else self.name_en


class Complaint(ScopedModel):
    """What a villager says of a station, or a partner asks: due on a day, answered once.

    Name, number and text of a villager are the county's to know; the partner is told what it is
    about and what came of it. Upheld ones count in the levels.
    """

    station = models.ForeignKey(
        Station, models.PROTECT, related_name="complaints", verbose_name=_("village service station")
    )
    kind = models.ForeignKey(
        ComplaintKind, models.PROTECT, related_name="+", verbose_name=_("kind of complaint")
    )
    # Kept as they were when it came in: a kind may change.
    origin = models.CharField(_("from whom"), max_length=8, choices=Origin.choices)
    judged = models.BooleanField(_("judged"), default=False)
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("rural partner"),
    )
    name = models.CharField(_("villager"), max_length=60, blank=True)
    phone = models.CharField(
        _("mobile number"), max_length=11, null=True, blank=True, validators=[is_mobile_number]
    )
    subject = models.CharField(_("what it is about"), max_length=60)
    text = models.CharField(_("in full"), max_length=1000, blank=True)
    received_at = models.DateTimeField(_("received at"))
    # Empty: somebody who is not logged in wrote it.
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("received by")
    )
    # The public form's: a second tap makes no second complaint.
    form_token = models.CharField(max_length=100, null=True, unique=True, editable=False)
    due_on = models.DateField(_("answer due"))
    status = models.CharField(
        _("state"), max_length=8, choices=ComplaintStatus.choices, default=ComplaintStatus.RECEIVED
    )
    answer = models.CharField(_("answer"), max_length=ANSWER_LENGTH, blank=True)
    for_station = models.CharField(_("told to the partner"), max_length=ANSWER_LENGTH, blank=True)
    upheld = models.BooleanField(_("upheld"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered at"), null=True)
    forgotten_at = models.DateTimeField(_("erased at"), null=True, editable=False)

    scope_paths: ClassVar = ComplaintPaths()
    objects: ClassVar = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint or question")
        verbose_name_plural = _("complaints and questions")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="complaint_from_somebody",
                condition=models.Q(origin=Origin.PARTNER, partner__isnull=False, phone__isnull=True, name="")
                | models.Q(origin=Origin.VILLAGER, partner__isnull=True),
            ),
            models.CheckConstraint(
                name="complaint_answered_with_words",
                condition=models.Q(
                    ~models.Q(status=ComplaintStatus.ANSWERED), answered_at__isnull=True, answer=""
                )
                | models.Q(~models.Q(answer=""), status=ComplaintStatus.ANSWERED, answered_at__isnull=False),
            ),
            # A level is lost by it: somebody has to have said yes or no.
            models.CheckConstraint(
                name="complaint_upheld_or_not_once_answered",
                condition=models.Q(judged=True, status=ComplaintStatus.ANSWERED, upheld__isnull=False)
                | (~models.Q(judged=True, status=ComplaintStatus.ANSWERED) & models.Q(upheld__isnull=True)),
            ),
            models.CheckConstraint(
                name="complaint_forgotten_leaves_nothing",
                condition=models.Q(forgotten_at__isnull=True) & ~models.Q(text="")
                | models.Q(forgotten_at__isnull=False, phone__isnull=True, name="", text=""),
            ),
        ]
        indexes = [
            models.Index(
                name="complaint_open_due",
                fields=["due_on"],
                condition=~models.Q(status=ComplaintStatus.ANSWERED),
            ),
            models.Index(
                name="complaint_with_number", fields=["phone"], condition=models.Q(phone__isnull=False)
            ),
        ]
        triggers = [
            COMPLAINT_LIFECYCLE.trigger(name="complaint_lifecycle"),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="received_once",
                fields=["station", "kind", "origin", "judged", "partner", "received_at", "due_on"],
            ),
            # The villager has the answer, and the level counted it.
            pgtrigger.Protect(
                name="answered_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__answered_at__isnull=False)
                & (
                    pgtrigger.Q(old__answer__df=pgtrigger.F("new__answer"))
                    | pgtrigger.Q(old__for_station__df=pgtrigger.F("new__for_station"))
                    | pgtrigger.Q(old__upheld__df=pgtrigger.F("new__upheld"))
                    | pgtrigger.Q(old__answered_at__df=pgtrigger.F("new__answered_at"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What people call it by."""
        return f"TS{self.pk:08d}"

    @property
    def source(self) -> str:
        """How messages name it."""
        return f"complaint:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.status != ComplaintStatus.ANSWERED

    @property
    def overdue(self) -> bool:
        """Whether the answer should have been there."""
        return self.is_open and self.due_on < today()

    @property
    def tone(self) -> str:
        """How a page marks the state."""
        return "alert" if self.overdue else TONES[ComplaintStatus(self.status)]


class ComplaintChange(ScopedModel):
    """One step in the life of a complaint: who, when, and what was decided. Append-only."""

    complaint = models.ForeignKey(
        Complaint, models.PROTECT, related_name="changes", verbose_name=_("complaint or question")
    )
    # Empty for the receipt itself.
    before = models.CharField(_("before"), max_length=8, choices=ComplaintStatus.choices, blank=True)
    after = models.CharField(_("after"), max_length=8, choices=ComplaintStatus.choices)
    upheld = models.BooleanField(_("upheld"), null=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))
    note = models.CharField(_("note"), max_length=ANSWER_LENGTH, blank=True)

    scope_paths: ClassVar = ComplaintPaths(row="complaint__")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a complaint")
        verbose_name_plural = _("steps of complaints")
        ordering = ["pk"]
        constraints = [
            # What a level counts is counted once.
            models.UniqueConstraint(
                name="complaint_answered_once",
                fields=["complaint"],
                condition=models.Q(after=ComplaintStatus.ANSWERED),
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"
