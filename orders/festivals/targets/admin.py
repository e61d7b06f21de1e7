from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from orders.festivals.targets.models import FestivalTarget
from orders.festivals.targets.setting import set_target
from partners.accounts.admin import actor_of
from stations import wording
from stations.scope.admin import ScopedAdmin, ScopedForm
from stations.scope.filters import ScopedAutocompleteFilter, ScopedRelatedFilter


class TargetForm(ScopedForm):
    """A county or a station, and what it is to reach."""

    class Meta:
        model = FestivalTarget
        fields = ("festival", "center", "station", "amount")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        said = self.cleaned_data
        if not self.instance.pk and bool(said.get("center")) == bool(said.get("station")):
            raise forms.ValidationError(_("Choose a county or a station, one of them."), code="place")
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """Nothing is asked of the model: setting a target again replaces it, and the verb says the rest."""
        return {field.name for field in FestivalTarget._meta.concrete_fields}

    def _post_clean(self) -> None:
        """The model's constraints are the verb's to meet."""


@admin.register(FestivalTarget)
class FestivalTargetAdmin(ScopedAdmin):
    """Targets one by one; whole tables and shares of a past day are set from the festival's page."""

    form = TargetForm
    list_display: ClassVar = ["festival", "place", "yuan", "set_by", "set_at"]
    list_select_related: ClassVar = ["festival", "center__county", "station", "set_by"]
    list_filter: ClassVar = [
        ("festival", ScopedRelatedFilter),
        ("station", ScopedAutocompleteFilter),
    ]
    search_fields: ClassVar = ["station__code", "station__name", "center__code"]
    autocomplete_fields: ClassVar = ["center", "station"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["festival", "place", "amount", "set_by", "set_at"] if obj else list(TargetForm.Meta.fields)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["festival", "place", "set_by", "set_at"] if obj else []

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        for name in ("center", "station"):
            if name in form.base_fields:
                form.base_fields[name].required = False
        return form

    def add_by_verb(self, request: HttpRequest, form: Any) -> FestivalTarget:
        said = form.cleaned_data
        place = said["center"] or said["station"]
        return set_target(
            actor=actor_of(request), festival=said["festival"], place=place, amount=said["amount"]
        )

    def change_by_verb(self, request: HttpRequest, obj: FestivalTarget, form: Any) -> None:
        set_target(
            actor=actor_of(request),
            festival=obj.festival,
            place=obj.place,
            amount=form.cleaned_data["amount"],
        )

    @display(description=gettext_lazy("county or station"))
    def place(self, target: FestivalTarget) -> str:
        return str(target.place)

    @display(description=gettext_lazy("target"), ordering="amount")
    def yuan(self, target: FestivalTarget) -> str:
        return wording.yuan(target.amount)
