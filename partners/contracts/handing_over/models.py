from __future__ import annotations

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partners.contracts.models import Contract
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths


class ProtocolQuerySet(ScopedQuerySet):
    """Reads of protocols."""

    def open(self) -> Self:
        """Counted, and neither carried out nor withdrawn."""
        return self.filter(done_at__isnull=True, withdrawn_at__isnull=True)


class HandOverProtocol(ScopedModel):
    """What both sides have counted at a station: before it goes to the next partner, or is suspended.

    `stock` holds a row for each topic: what was counted, which is what the records said. It is
    printed, signed, and kept as a paper about it. Carried out once, while it is still true.
    """

    class Kind(models.TextChoices):
        HAND_OVER = "hand_over", _("to the next partner")
        SUSPENSION = "suspension", _("the partner is suspended")

    kind = models.CharField(_("what for"), max_length=10, choices=Kind.choices)
    contract = models.ForeignKey(
        Contract, models.PROTECT, related_name="protocols", verbose_name=_("contract of who gives")
    )
    next_contract = models.ForeignKey(
        Contract,
        models.PROTECT,
        null=True,
        related_name="protocols_received",
        verbose_name=_("contract of who takes"),
    )
    stock = models.JSONField(_("counted"), encoder=DjangoJSONEncoder)
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("counted before"),
    )
    counted_at = models.DateTimeField(_("counted at"), auto_now_add=True)
    # The first day of the next partner.
    day = models.DateField(_("first day of the next one"), null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("carried out by"),
    )
    done_at = models.DateTimeField(_("carried out at"), null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("withdrawn by")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    # The county's: of two partners neither reads the other's contract.
    scope_paths: ClassVar = ScopePaths(center="contract__station__center")
    objects: ClassVar = ProtocolQuerySet.as_manager()

    class Meta:
        verbose_name = _("hand-over protocol")
        verbose_name_plural = _("hand-over protocols")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="protocol_names_who_takes",
                condition=models.Q(kind="hand_over", next_contract__isnull=False)
                | models.Q(kind="suspension", next_contract__isnull=True),
            ),
            models.CheckConstraint(
                name="protocol_decided_once",
                condition=models.Q(done_at__isnull=True) | models.Q(withdrawn_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="protocol_one_open",
                fields=["contract"],
                condition=models.Q(done_at__isnull=True, withdrawn_at__isnull=True),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="decided_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__done_at__isnull=False)
                | pgtrigger.Q(old__withdrawn_at__isnull=False),
            ),
            pgtrigger.ReadOnly(
                name="counted_once", fields=["kind", "contract", "next_contract", "stock", "counted_by"]
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.contract.station.code} {self.get_kind_display()}"

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.withdrawn_at is None

    @property
    def counted(self) -> dict[str, str]:
        """The figures by topic."""
        return {row["topic"]: row["counted"] for row in self.stock}

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.withdrawn_at is not None:
            return gettext("withdrawn")
        return gettext("carried out") if self.done_at else gettext("counted, not carried out yet")
