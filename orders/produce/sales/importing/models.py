from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.importing.models import ImportedFile


class SaleImport(ImportedFile):
    """A platform's file of produce sales, and what came of it."""

    class Meta:
        verbose_name = _("import of sales")
        verbose_name_plural = _("imports of sales")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(name="sale_import_due", fields=["id"], condition=models.Q(state="waiting")),
        ]
