from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.recruitment.lifecycle import ApplicationStatus
from partners.recruitment.models import Application
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths, Way

MOST_POINTS = 10
_APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


@pghistory.track()
class InterviewCriterion(ScopedModel):
    """One thing that applicants are judged by in an interview, each with 0 to 10 points."""

    code = models.SlugField(
        _("code"), max_length=20, unique=True, validators=[RegexValidator(r"^[a-z][a-z0-9_]*$")]
    )
    name = models.CharField(_("name"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    in_use = models.BooleanField(_("in use"), default=True)

    scope_paths: ClassVar = ScopePaths(public=True)

    class Meta:
        verbose_name = _("interview criterion")
        verbose_name_plural = _("interview criteria")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class BlindPaths(ScopePaths):
    """Within reach, but of an application that is still being scored only the reader's own.

    Nobody, head office included, reads what others gave before giving their own; the sheets are
    laid open together when the scoring ends. `scorer` and `status` are the ways there.
    """

    scorer: str = "scorer"
    status: str = "application__status"

    def ways(self, user: object) -> dict[Way, models.Q]:
        # `ScopePaths` by name: a dataclass with slots is made anew and `super()` would miss it.
        laid_open = ~models.Q(**{self.status: ApplicationStatus.INVITED})
        mine = models.Q(**{self.scorer: getattr(user, "pk", None)})
        return {way: reach & (laid_open | mine) for way, reach in ScopePaths.ways(self, user).items()}


class ScoreSheet(ScopedModel):
    """What one person gave one applicant: once, and never changed. Append-only."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="sheets", verbose_name=_("application")
    )
    scorer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("scored by")
    )
    words = models.CharField(_("in words"), max_length=300, blank=True)
    at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    scope_paths: ClassVar = BlindPaths(center="application__vacancy__station__center")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("score sheet")
        verbose_name_plural = _("score sheets")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="score_sheet_once_a_person", fields=["application", "scorer"])
        ]
        triggers = [_APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.application} · {self.scorer}"


class Score(ScopedModel):
    """The points of a sheet for one criterion. Append-only."""

    sheet = models.ForeignKey(
        ScoreSheet, models.PROTECT, related_name="scores", verbose_name=_("score sheet")
    )
    criterion = models.ForeignKey(
        InterviewCriterion, models.PROTECT, related_name="+", verbose_name=_("interview criterion")
    )
    points = models.PositiveSmallIntegerField(_("points, of 10"))

    scope_paths: ClassVar = BlindPaths(
        center="sheet__application__vacancy__station__center",
        scorer="sheet__scorer",
        status="sheet__application__status",
    )
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["criterion__position", "pk"]
        constraints = [
            models.UniqueConstraint(name="score_once_a_criterion", fields=["sheet", "criterion"]),
            models.CheckConstraint(name="score_of_ten", condition=models.Q(points__lte=MOST_POINTS)),
        ]
        triggers = [_APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"
