from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from stations.equipment.changing import change_kind, enter_kind
from stations.equipment.models import (
    EquipmentKind,
    EquipmentMove,
    EquipmentStock,
    StockLine,
    StockTaking,
)
from stations.equipment.moving import SIGN, move_equipment, take_stock
from stations.refusals import Refused
from stations.scope.admin import ReadOnlyAdmin, ScopedAdmin, ScopedForm, ScopedTabularInline


@admin.register(EquipmentKind)
class EquipmentKindAdmin(ScopedAdmin):
    """What stations are given."""

    list_display: ClassVar = ["name", "code", "standard", "value"]
    search_fields: ClassVar = ["name"]
    fields: ClassVar = ["code", "name", "standard", "value"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["code"] if obj else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> EquipmentKind:
        return enter_kind(actor=request.user, **form.cleaned_data)

    def change_by_verb(self, request: HttpRequest, obj: Any, form: Any) -> None:
        change_kind(actor=request.user, kind=obj, **form.cleaned_data)


@admin.register(EquipmentStock)
class EquipmentStockAdmin(ReadOnlyAdmin):
    """What each station has."""

    list_display: ClassVar = ["station", "kind", "quantity"]
    list_filter: ClassVar = ["kind"]
    list_select_related: ClassVar = ["station", "kind"]
    search_fields: ClassVar = ["^station__code"]


class MoveForm(ScopedForm):
    pieces = forms.IntegerField(label=gettext_lazy("Pieces"), min_value=1, max_value=10_000)

    class Meta:
        model = EquipmentMove
        fields: ClassVar = ("station", "kind", "reason", "words")

    def clean_reason(self) -> str:
        reason = str(self.cleaned_data["reason"])
        if reason not in SIGN:
            raise forms.ValidationError(gettext_lazy("Only a count puts the list right."))
        return reason


@admin.register(EquipmentMove)
class EquipmentMoveAdmin(ScopedAdmin):
    """Equipment that came and went."""

    form = MoveForm
    list_display: ClassVar = ["station", "kind", "change", "reason", "at"]
    list_filter: ClassVar = ["reason", "kind"]
    list_select_related: ClassVar = ["station", "kind"]
    search_fields: ClassVar = ["^station__code"]
    autocomplete_fields: ClassVar = ["station", "kind"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ["station", "kind", "reason", "pieces", "words"]
        return ["station", "kind", "reason", "change", "words", "actor", "at"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["change", "actor", "at"] if obj else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> EquipmentMove:
        stock = move_equipment(actor=request.user, **form.cleaned_data)
        made: EquipmentMove = EquipmentMove.objects.filter(station=stock.station, kind=stock.kind).latest(
            "pk"
        )
        return made


class StockLineInline(ScopedTabularInline):
    model = StockLine
    fields = ("kind", "expected", "counted")
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("What was counted")


class TakingForm(ScopedForm):
    """A field for each kind; one left empty was not counted."""

    class Meta:
        model = StockTaking
        fields: ClassVar = ("station", "taken_on", "words")


@admin.register(StockTaking)
class StockTakingAdmin(ScopedAdmin):
    """Counts of what stations have."""

    form = TakingForm
    list_display: ClassVar = ["station", "taken_on", "words", "actor"]
    list_select_related: ClassVar = ["station", "actor"]
    search_fields: ClassVar = ["^station__code"]
    autocomplete_fields: ClassVar = ["station"]
    inlines: ClassVar = [StockLineInline]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else []

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is not None:
            return super().get_form(request, obj, change, **kwargs)
        counted = {
            f"counted_{kind.pk}": forms.IntegerField(label=kind.name, required=False, min_value=0)
            for kind in EquipmentKind.objects.all()
        }
        kwargs["form"] = type("CountForm", (TakingForm,), counted)
        kwargs["fields"] = ["station", "taken_on", "words"]
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is not None:
            return ["station", "taken_on", "words", "actor", "at"]
        return ["station", "taken_on", *(f"counted_{pk}" for pk in _kinds()), "words"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [(None, {"fields": self.get_fields(request, obj)})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["actor", "at"] if obj else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> StockTaking:
        said = form.cleaned_data
        kinds = EquipmentKind.objects.in_bulk()
        counts = {
            kind: said[f"counted_{pk}"] for pk, kind in kinds.items() if said.get(f"counted_{pk}") is not None
        }
        if not counts:
            raise Refused(gettext_lazy("Count at least one kind."), code="counts")
        return take_stock(
            actor=request.user,
            station=said["station"],
            counts=counts,
            taken_on=said["taken_on"],
            words=said["words"],
        )


def _kinds() -> list[int]:
    return list(EquipmentKind.objects.values_list("pk", flat=True))
