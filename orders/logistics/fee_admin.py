from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from orders.logistics.admin_forms import FeeForm
from orders.logistics.charging import set_parcel_fee
from orders.logistics.models import ParcelFee
from stations.scope.admin import ScopedAdmin
from stations.scope.filters import ScopedRelatedFilter
from stations.wording import yuan


@admin.register(ParcelFee)
class ParcelFeeAdmin(ScopedAdmin):
    """What villagers pay for a parcel. A new fee begins on a day to come and ends the one before."""

    form = FeeForm
    list_display: ClassVar = ["says", "center", "valid_from", "valid_to"]
    list_filter: ClassVar = [("center", ScopedRelatedFilter)]
    list_select_related: ClassVar = ["center"]

    @display(description=gettext_lazy("parcel fee"), ordering="fee")
    def says(self, fee: ParcelFee) -> str:
        return yuan(fee.fee)

    def add_by_verb(self, request: HttpRequest, form: Any) -> ParcelFee:
        return set_parcel_fee(actor=request.user, **form.cleaned_data)
