from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import action, display

from partners.accounts.admin import actor_of
from partners.people.identity import mask_identity_number
from partners.recruitment.admin_forms import (
    InviteForm,
    ProposeForm,
    RefuseForm,
    ScoreForm,
    ShortlistForm,
    VacancyForm,
)
from partners.recruitment.advertising import change_vacancy, open_vacancy, withdraw_vacancy
from partners.recruitment.applying import withdraw_application
from partners.recruitment.deciding.deciding import propose_decision
from partners.recruitment.deciding.models import HiringDecision
from partners.recruitment.lifecycle import UNDECIDED, ApplicationStatus, VacancyStatus
from partners.recruitment.models import Application, ApplicationChange, Vacancy, VacancyChange
from partners.recruitment.scoring.models import ScoreSheet
from partners.recruitment.scoring.scoring import end_scoring, score_applicant
from partners.recruitment.screening import invite_application, refuse_application, shortlist_application
from stations.phones import plain_phone
from stations.scope.admin import ReadOnlyAdmin, ScopedAdmin, ScopedTabularInline, masked
from stations.scope.admin_actions import ReasonForm, VerbForm
from stations.scope.badges import Badges
from stations.scope.filters import DaysFilter, ScopedAutocompleteFilter, ScopedRelatedFilter
from stations.wording import moment

A = ApplicationStatus
# By action, in which status: what the page of an application offers.
OFFERED = {
    "shortlist": {A.RECEIVED},
    "invite": {A.SHORTLISTED, A.INVITED},
    "score": {A.INVITED},
    "finish_scoring": {A.INVITED},
    "propose": {A.SCORED},
    "refuse": {A.RECEIVED, A.SHORTLISTED, A.INVITED},
    "set_aside": set(UNDECIDED),
}
COLOURS = Badges({A.ACCEPTED: "success", A.REFUSED: "danger", A.INVITED: "warning", A.SCORED: "info"})


def place_in_words(application: Any) -> str:
    """1, 2 (equal), 2 (equal), 4; a dash without a score."""
    if application.score is None:
        return "—"
    return (
        _("%(place)d (equal)") % {"place": application.place}
        if application.equals > 1
        else str(application.place)
    )


class RankingInline(ScopedTabularInline):
    model = Application
    fields = ("place", "number", "name", "score", "status", "created_at")
    readonly_fields = fields
    show_change_link = True
    verbose_name_plural = gettext_lazy("Applicants, the best first")

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.ranked().order_by("place", "pk")

    @display(description=gettext_lazy("place"))
    def place(self, application: Application) -> str:
        return place_in_words(application)

    @display(description=gettext_lazy("number"))
    def number(self, application: Application) -> str:
        return application.number


class VacancyChangeInline(ScopedTabularInline):
    model = VacancyChange
    fields = ("at", "before", "after", "actor", "reason")
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("What happened")


@admin.register(Vacancy)
class VacancyAdmin(ScopedAdmin):
    """Stations that look for somebody, with their applicants in order."""

    form = VacancyForm
    list_display: ClassVar = ["station", "closes_on", "tells", "applicants", "waiting", "opened_at"]
    list_filter: ClassVar = [
        ("status", ChoicesDropdownFilter),
        ("station__center", ScopedRelatedFilter),
        ("closes_on", RangeDateFilter),
    ]
    list_select_related: ClassVar = ["station"]
    search_fields: ClassVar = ["^station__code", "station__name"]
    autocomplete_fields: ClassVar = ["station"]
    inlines: ClassVar = [RankingInline, VacancyChangeInline]
    actions_detail: ClassVar = ["withdraw"]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.counted()

    @display(description=gettext_lazy("applicants"), ordering="applicants")
    def applicants(self, vacancy: Any) -> int:
        return int(vacancy.applicants)

    @display(description=gettext_lazy("without an answer"), ordering="waiting")
    def waiting(self, vacancy: Any) -> int:
        return int(vacancy.waiting)

    @display(
        description=gettext_lazy("state"),
        ordering="status",
        label=Badges({VacancyStatus.OPEN: "success", VacancyStatus.WITHDRAWN: "danger"}),
    )
    def tells(self, vacancy: Vacancy) -> str:
        return vacancy.get_status_display()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        said = ["station", "closes_on", "words"]
        return [(None, {"fields": [*said, "status", "opened_by", "opened_at"] if obj else said})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["station", "status", "opened_by", "opened_at"] if obj else []

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> Vacancy:
        return open_vacancy(actor=actor_of(request), **form.cleaned_data)

    def change_by_verb(self, request: HttpRequest, obj: Any, form: Any) -> None:
        change_vacancy(actor=actor_of(request), vacancy=obj, **form.cleaned_data)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        vacancy = self.get_object(request, str(object_id))
        if vacancy is None or vacancy.status != VacancyStatus.OPEN:
            return []
        return list(super().get_actions_detail(request, object_id))

    @action(description=gettext_lazy("Withdraw"), permissions=["verb"], icon="cancel")
    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=ReasonForm,
            verb=lambda row, answers: withdraw_vacancy(actor=actor_of(request), vacancy=row, **answers),
            title=_("Withdraw the vacancy"),
            submit=_("Withdraw"),
            done=_("Nobody is wanted here any more; those who waited are told."),
            note=_("Everybody who still waits is refused with this reason."),
        )


class SheetInline(ScopedTabularInline):
    model = ScoreSheet
    fields = ("scorer", "gave", "words", "at")
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("Points (those of others when the scoring has ended)")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("scorer").prefetch_related("scores__criterion")

    @display(description=gettext_lazy("points, of 10"))
    def gave(self, sheet: ScoreSheet) -> str:
        return " · ".join(str(score) for score in sheet.scores.all())


class DecisionInline(ScopedTabularInline):
    model = HiringDecision
    fields = ("verdict", "reason", "proposed_by", "confirmed_by", "where")
    readonly_fields = fields
    show_change_link = True
    verbose_name_plural = gettext_lazy("Decisions")

    @display(description=gettext_lazy("state"))
    def where(self, decision: HiringDecision) -> str:
        return decision.state


class ApplicationChangeInline(ScopedTabularInline):
    model = ApplicationChange
    fields = ("at", "before", "after", "actor", "reason")
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("What happened")


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin):
    """Who wants to run a station, from the form to the decision."""

    list_display: ClassVar = ["number", "name", masked("phone"), "vacancy", "tells", "score", "applied"]
    list_filter: ClassVar = [
        ("status", ChoicesDropdownFilter),
        ("vacancy", ScopedAutocompleteFilter),
        ("vacancy__station__center", ScopedRelatedFilter),
        ("created_at", DaysFilter),
    ]
    list_select_related: ClassVar = ["vacancy__station"]
    search_fields: ClassVar = ["name"]  # switches the box on; `get_search_results` does the work
    search_help_text = gettext_lazy("A name, a whole mobile number, or an application number")
    readonly_fields: ClassVar = ["identity", "same_number", "applied", "interview"]
    inlines: ClassVar = [SheetInline, DecisionInline, ApplicationChangeInline]
    actions_detail: ClassVar = list(OFFERED)

    def get_queryset(self, request: HttpRequest) -> Any:
        # Only the page of one shows the identity number, so lists decrypt nothing.
        rows = super().get_queryset(request)
        about_one = request.resolver_match is not None and "object_id" in request.resolver_match.kwargs
        return rows if about_one else rows.defer("identity_number")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        person = ["name", "phone", "same_number", "identity", "birth_year", "education"]
        return [
            (None, {"fields": ["vacancy", *person, "returning_from", "why", "applied"]}),
            (gettext_lazy("Its life"), {"fields": ["status", "interview", "score", "reason", "partner"]}),
        ]

    @display(
        description=gettext_lazy("state"),
        ordering="status",
        label=COLOURS,
    )
    def tells(self, application: Application) -> str:
        return application.get_status_display()

    @display(description=gettext_lazy("number"), ordering="pk")
    def number(self, application: Application) -> str:
        return application.number

    @display(description=gettext_lazy("applied at"), ordering="created_at")
    def applied(self, application: Application) -> str:
        return moment(application.created_at)

    @display(description=gettext_lazy("interview"))
    def interview(self, application: Application) -> str:
        return f"{moment(application.interview_at)} {application.interview_place}".strip()

    @display(description=gettext_lazy("identity number"))
    def identity(self, application: Application) -> str:
        return mask_identity_number(application.identity_number) or "—"

    @display(description=gettext_lazy("other applications with this number"))
    def same_number(self, application: Application) -> str:
        """Of one's own reach: what the public form may not tell, the desk should see."""
        if application.phone is None:
            return "—"
        mine = {"vacancy__station__center": application.vacancy.station.center_id}
        others = Application.objects.filter(phone=application.phone, **mine).exclude(pk=application.pk)
        return ", ".join(str(other) for other in others.order_by("pk")) or "—"

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        term = search_term.replace("\0", "").strip()
        if not term:
            return queryset, False
        digits = term.upper().removeprefix("SQ").lstrip("0")
        by_number = queryset.filter(pk=digits) if digits.isdecimal() and len(digits) < 11 else queryset.none()
        return by_number | queryset.filter(phone=plain_phone(term)) | queryset.filter(
            name__contains=term
        ), False

    # --- what is offered and done ----------------------------------------------------

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        application = self.get_object(request, str(object_id))
        if application is None:
            return []
        offered = {name for name, statuses in OFFERED.items() if application.status in statuses}
        actions: list[Any] = super().get_actions_detail(request, object_id)
        return [one for one in actions if any(one.action_name.endswith(f"_{name}") for name in offered)]

    def _page(
        self,
        request: HttpRequest,
        object_id: str,
        verb: Callable[..., Any],
        *,
        title: str,
        done: str,
        form_class: type[VerbForm] = VerbForm,
        **more: Any,
    ) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=form_class,
            verb=lambda row, answers: verb(actor=actor_of(request), application=row, **answers),
            title=title,
            submit=title,
            done=done,
            **more,
        )

    @action(description=gettext_lazy("Shortlist"), permissions=["verb"], icon="playlist_add_check")
    def shortlist(self, request: HttpRequest, object_id: str) -> HttpResponse:
        title, done = _("Shortlist"), _("The application is shortlisted.")
        return self._page(
            request, object_id, shortlist_application, title=title, done=done, form_class=ShortlistForm
        )

    @action(description=gettext_lazy("Invite"), permissions=["verb"], icon="event")
    def invite(self, request: HttpRequest, object_id: str) -> HttpResponse:
        title, done = _("Invite to the interview"), _("The applicant is told day and place by SMS.")
        return self._page(
            request, object_id, invite_application, title=title, done=done, form_class=InviteForm
        )

    @action(description=gettext_lazy("Give points"), permissions=["verb"], icon="grade")
    def score(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=ScoreForm,
            verb=lambda row, answers: score_applicant(
                actor=actor_of(request),
                application=row,
                points=ScoreForm.points(answers),
                words=answers["words"],
            ),
            title=_("Give points"),
            submit=_("Give points"),
            done=_("Your points are written down; others see them when the scoring has ended."),
            note=_("0 to 10 for each. Points are given once and not changed."),
        )

    @action(description=gettext_lazy("End the scoring"), permissions=["verb"], icon="done_all")
    def finish_scoring(self, request: HttpRequest, object_id: str) -> HttpResponse:
        title, done = _("End the scoring"), _("The points are laid open, and the applicant has a place.")
        note = _("Nobody gives points after this. Two people at least must have given theirs.")
        return self._page(request, object_id, end_scoring, title=title, done=done, note=note)

    @action(description=gettext_lazy("Propose a decision"), permissions=["verb"], icon="how_to_vote")
    def propose(self, request: HttpRequest, object_id: str) -> HttpResponse:
        application = self.visible_or_404(request, object_id)
        title, done = _("Propose a decision"), _("A second person confirms it under “Decisions”.")
        return self._page(
            request,
            object_id,
            propose_decision,
            title=title,
            done=done,
            form_class=ProposeForm,
            table=_ranking(application),
        )

    @action(description=gettext_lazy("Refuse"), permissions=["verb"], icon="thumb_down")
    def refuse(self, request: HttpRequest, object_id: str) -> HttpResponse:
        title, done = _("Refuse"), _("The application is refused; the applicant is told.")
        return self._page(
            request, object_id, refuse_application, title=title, done=done, form_class=RefuseForm
        )

    @action(description=gettext_lazy("Set aside"), permissions=["verb"], icon="content_copy")
    def set_aside(self, request: HttpRequest, object_id: str) -> HttpResponse:
        title, done = _("Set aside"), _("The application counts as withdrawn.")
        note = _("For a double, or because the applicant called; the applicant is not told.")
        return self._page(
            request,
            object_id,
            withdraw_application,
            title=title,
            done=done,
            form_class=ReasonForm,
            note=note,
        )


def _ranking(application: Application) -> dict[str, Any]:
    """Who else was scored for the place, as unfold's table."""
    scored = Application.objects.filter(vacancy=application.vacancy_id, score__isnull=False)
    ranked: Any = scored.defer("identity_number").ranked()
    return {
        "headers": [_("Place"), _("Number"), _("Name"), _("Score, of 10"), _("State")],
        "rows": [
            [place_in_words(one), one.number, one.name, str(one.score), one.get_status_display()]
            for one in ranked.order_by("place", "pk")
        ],
    }
