from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orders.counter.gateways.registry import Gateway
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths


class GatewayState(ScopedModel):
    """How a gateway has been doing: its circuit breaker. Nobody's place, so head office's alone."""

    code = models.CharField(_("service gateway"), max_length=16, choices=Gateway.choices, unique=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    # While it lies ahead, nobody calls; then one call tries.
    open_until = models.DateTimeField(_("not called until"), null=True, blank=True)
    # Whoever works at this gateway's orders has it to themselves until then.
    busy_until = models.DateTimeField(_("worked at until"), null=True, blank=True)
    last_trouble = models.CharField(_("last trouble"), max_length=100, blank=True)
    last_answer_at = models.DateTimeField(_("last answer at"), null=True, blank=True)

    scope_paths: ClassVar = ScopePaths()
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("service gateway")
        verbose_name_plural = _("service gateways")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.get_code_display()

    @property
    def open(self) -> bool:
        """Whether the breaker keeps everybody from calling."""
        return self.open_until is not None and self.open_until > timezone.now()
