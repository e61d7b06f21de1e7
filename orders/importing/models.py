from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths, scope_of


class ImportQuerySet(ScopedQuerySet):
    """Reads of imports."""

    def visible_to(self, user: object) -> Self:
        """Their own: a file's report names rows of nobody else's county, but it names people."""
        if scope_of(user).everything:
            return self.all()
        return self.filter(actor_id=getattr(user, "pk", None))


class ImportedFile(ScopedModel):
    """A file that somebody gave to be imported, and what came of it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("in progress")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")
        FAILED = "failed", _("failed")

    file = models.FileField(_("file"), upload_to="imports/%Y/%m/", blank=True)
    name = models.CharField(_("name of the file"), max_length=200)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    language = models.CharField(max_length=10)  # in which the reasons are written
    dry_run = models.BooleanField(
        _("dry run"), default=True, help_text=_("Only say what would happen; nothing is written.")
    )
    skip_bad = models.BooleanField(
        _("skip refused rows"),
        default=False,
        help_text=_("Import the rest. Otherwise one refused row keeps the whole file out."),
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    rows = models.PositiveIntegerField(_("rows"), null=True)
    accepted = models.PositiveIntegerField(_("accepted"), null=True)
    advanced = models.PositiveIntegerField(_("advanced"), null=True)
    known = models.PositiveIntegerField(_("already known"), null=True)
    refused = models.PositiveIntegerField(_("refused"), null=True)
    refusals = models.JSONField(default=list)  # [line, reason], the first of them
    error = models.TextField(_("what is wrong with the file"), blank=True)
    created_at = models.DateTimeField(_("given at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    scope_paths: ClassVar = ScopePaths()
    objects: ClassVar = ImportQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def finished(self) -> bool:
        return self.state != self.State.WAITING
