from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.importing.models import ImportedFile


class OrderImport(ImportedFile):
    """A platform's file of agent orders, and what came of it."""

    skip_bad = models.BooleanField(
        _("skip refused orders"),
        default=False,
        help_text=_("Import the rest. Otherwise one refused row keeps the whole file out."),
    )

    class Meta:
        verbose_name = _("import of orders")
        verbose_name_plural = _("imports of orders")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(name="order_import_due", fields=["id"], condition=models.Q(state="waiting")),
        ]
