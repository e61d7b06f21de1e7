from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy

from orders.agent_orders.importing.models import OrderImport
from orders.agent_orders.importing.queueing import QUEUE
from orders.importing.admin import ImportAdmin, file_field, skip_field
from stations.scope.admin import ScopedForm
from stations.scope.admin_actions import VerbForm


class OrdersForm(ScopedForm):
    """A file of orders and how it is imported."""

    file = file_field(gettext_lazy("CSV (UTF-8 or GB18030) or XLSX, one row for each order line."))

    class Meta:
        model = OrderImport
        fields = ("file", "dry_run", "skip_bad")


class OrdersNowForm(VerbForm):
    """An order stays out with all of its rows."""

    skip_bad = skip_field(gettext_lazy("skip refused orders"))


@admin.register(OrderImport)
class OrderImportAdmin(ImportAdmin):
    """Files of agent orders."""

    form = OrdersForm
    now_form: ClassVar = OrdersNowForm
    queue: ClassVar = QUEUE
