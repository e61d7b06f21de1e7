from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy

from orders.importing.admin import ImportAdmin, file_field, skip_field
from orders.produce.sales.importing.models import SaleImport
from orders.produce.sales.importing.queueing import QUEUE
from stations.scope.admin import ScopedForm
from stations.scope.admin_actions import VerbForm


class SalesForm(ScopedForm):
    """A file of sales and how it is imported."""

    file = file_field(gettext_lazy("CSV (UTF-8 or GB18030) or XLSX, one row for each sale."))

    class Meta:
        model = SaleImport
        fields = ("file", "dry_run", "skip_bad")


class SalesNowForm(VerbForm):
    """A refused row stays out alone."""

    skip_bad = skip_field(gettext_lazy("skip refused rows"))


@admin.register(SaleImport)
class SaleImportAdmin(ImportAdmin):
    """Files of produce sales."""

    form = SalesForm
    now_form: ClassVar = SalesNowForm
    queue: ClassVar = QUEUE
