"""From a festival's page in the admin: its targets as a table, or as shares of a past day."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextareaWidget

from orders.festivals.models import Festival
from orders.festivals.targets.distributing import distribute_target
from orders.festivals.targets.importing import import_targets, paste_targets
from partners.accounts.admin import actor_of
from stations.scope import scope_of
from stations.scope.admin_actions import VerbForm


class TableForm(VerbForm):
    """A file, or what was copied out of a spreadsheet."""

    file = forms.FileField(required=False)
    table = forms.CharField(required=False, max_length=500_000)

    def prepare(self) -> None:
        self.fields["file"].label = _("File (CSV or XLSX)")
        self.fields["file"].help_text = _(
            "Two columns: code (of a station or a county center) and target, in yuan."
        )
        self.fields["table"].label = _("Or paste it here")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["table"].widget = UnfoldAdminTextareaWidget()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if bool(self.cleaned_data.get("file")) == bool(self.cleaned_data.get("table", "").strip()):
            raise forms.ValidationError(_("Choose a file or paste a table, one of them."), code="which")
        return cleaned


class DayForm(VerbForm):
    day = forms.DateField()

    def prepare(self) -> None:
        self.fields["day"].label = _("As it was on")
        self.fields["day"].help_text = _("A day that is over, like the same festival of last year.")


class TargetActions:
    """Mixed into the festivals' admin; county staff set what is theirs."""

    actions_detail: ClassVar = ["import_targets", "spread_target"]

    def has_targets_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("orders.add_festivaltarget"))

    @action(description=gettext_lazy("Targets from a table"), permissions=["targets"], icon="upload_file")
    def import_targets(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def verb(festival: Festival, answers: dict[str, Any]) -> int:
            actor, file = actor_of(request), answers["file"]
            if file:
                return import_targets(actor=actor, festival=festival, file=file)
            return paste_targets(actor=actor, festival=festival, words=answers["table"])

        return self._target_page(
            request,
            object_id,
            verb=verb,
            form_class=TableForm,
            title=_("Targets from a table"),
            submit=_("Set these targets"),
            note=_("All lines are set, or none; the places that are not named keep what they have."),
        )

    @action(description=gettext_lazy("Spread the target"), permissions=["targets"], icon="call_split")
    def spread_target(self, request: HttpRequest, object_id: str) -> HttpResponse:
        actor = actor_of(request)
        center = None if scope_of(actor).everything else actor.center
        whose = _("the nation's target over counties and stations")
        if center is not None:
            whose = _("the target of %(county)s over its stations") % {"county": center.name}
        return self._target_page(
            request,
            object_id,
            verb=lambda festival, answers: distribute_target(
                actor=actor, festival=festival, day=answers["day"], center=center
            ),
            form_class=DayForm,
            title=_("Spread the target"),
            submit=_("Spread it"),
            note=_(
                "Spreads %(whose)s, in proportion to what each station was paid on a past day."
                " What was set there before is replaced."
            )
            % {"whose": whose},
        )

    def _target_page(self, request: HttpRequest, object_id: str, **page: Any) -> HttpResponse:
        admin: Any = self
        festival = admin.visible_or_404(request, object_id)
        after = reverse("festival_targets", args=[festival.slug])
        response: HttpResponse = admin.verb_page(
            request, festival, done=_("The targets are set."), after=after, **page
        )
        return response
