from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from partners.commission.in_words import rate_in_words
from partners.commission.models import CommissionRate
from partners.commission.revising import Terms, add_rate, end_rate, last_priced_day, revise_rate
from stations.scope.admin import ScopedAdmin, ScopedForm
from stations.scope.filters import ScopedRelatedFilter
from stations.wording import day, yuan

KEY = ("business", "category", "center")
TERMS = ("rate", "fixed", "minimum", "cap", "hold_days", "source")
DAYS = ("valid_from", "valid_to")


class RateForm(ScopedForm):
    class Meta:
        model = CommissionRate
        fields = (*KEY, *TERMS, *DAYS)

    def _get_validation_exclusions(self) -> set[str]:
        """Nothing is asked of the model: the verb says the same, beside the field it is about."""
        return {field.name for field in CommissionRate._meta.concrete_fields}

    def terms(self) -> Terms:
        return Terms(**{name: self.cleaned_data[name] for name in TERMS})


@admin.register(CommissionRate)
class CommissionRateAdmin(ScopedAdmin):
    """What partners earn. A change of what has priced something starts a new version."""

    form = RateForm
    list_display: ClassVar = [
        "category",
        "business",
        "center",
        "says",
        "bounds",
        "hold_days",
        "valid_from",
        "valid_to",
        "version",
    ]
    list_filter: ClassVar = [
        ("business", ChoicesDropdownFilter),
        ("category", ChoicesDropdownFilter),
        ("center", ScopedRelatedFilter),
    ]
    list_select_related: ClassVar = ["center"]
    search_fields: ClassVar = ["=category", "source"]
    readonly_fields: ClassVar = ["version"]

    @display(description=gettext_lazy("rate"))
    def says(self, rate: CommissionRate) -> str:
        return rate_in_words(rate)

    @display(description=gettext_lazy("at least, at most"))
    def bounds(self, rate: CommissionRate) -> str:
        return f"{yuan(rate.minimum)} / {yuan(rate.cap)}"

    def get_readonly_fields(self, request: HttpRequest, obj: CommissionRate | None = None) -> Any:
        return [*KEY, "version"] if obj else []

    def get_fieldsets(self, request: HttpRequest, obj: CommissionRate | None = None) -> Any:
        return [
            (_("What it is for"), {"fields": [*KEY, "version"] if obj else KEY}),
            (_("What is earned"), {"fields": TERMS}),
            (_("When it is valid"), {"fields": DAYS, "description": _how_it_changes(obj)}),
        ]

    def add_by_verb(self, request: HttpRequest, form: Any) -> CommissionRate:
        given = {name: form.cleaned_data[name] for name in (*KEY, *DAYS)}
        return add_rate(actor=request.user, terms=form.terms(), **given)

    def change_by_verb(self, request: HttpRequest, obj: CommissionRate, form: Any) -> None:
        changed = set(form.changed_data)
        if changed == {"valid_to"}:
            end_rate(actor=request.user, rate=obj, last_day=obj.valid_to)
        elif changed:
            days = {name: form.cleaned_data[name] for name in DAYS}
            request.revised = revise_rate(  # type: ignore[attr-defined]
                actor=request.user, rate=obj, terms=form.terms(), **days
            )

    def response_change(self, request: HttpRequest, obj: CommissionRate) -> HttpResponse:
        revised: CommissionRate | None = getattr(request, "revised", None)
        if revised is None or revised.pk == obj.pk:
            response: HttpResponse = super().response_change(request, obj)
            return response
        messages.success(
            request,
            _("Version %(version)s is valid from %(first)s; what was priced before stays as it is.")
            % {"version": revised.version, "first": day(revised.valid_from)},
        )
        return HttpResponseRedirect(self._change_url(revised))


def _how_it_changes(rate: CommissionRate | None) -> str:
    last = last_priced_day(rate) if rate else None
    if last is None:
        return _("A county's own rate goes before the national one.")
    return _(
        "Payments up to %(day)s are priced with this version. A change makes a new one:"
        " choose its first day, later than that. This one then ends the day before."
    ) % {"day": day(last)}
