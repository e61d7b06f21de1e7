from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display

from partners.accounts.admin import actor_of
from partners.trials.admin_forms import ActivateForm, DraftForm, DraftRateForm, DraftSubsidyForm, TryForm
from partners.trials.admin_inlines import RateInline, RuleInline, RunInline
from partners.trials.drafting import activate_draft, put_rate, put_subsidy, withdraw_draft, write_draft
from partners.trials.models import Draft, TrialRun
from partners.trials.report import XLSX, Compared, TrialReport, csv_of, trial_report, xlsx_of
from partners.trials.running import request_trial
from stations.bell import ring
from stations.report_pages import report_file
from stations.scope.admin import ReadOnlyAdmin, ScopedAdmin
from stations.wording import count, moment, yuan
from stations.wording import day as written_day
from stations.wording import month as month_in_words

SHOWN = 50  # partners on the page; the files have all
LOOK_AGAIN_AFTER = 3  # seconds, while a trial runs


@admin.register(Draft)
class DraftAdmin(ScopedAdmin):
    """Rates and subsidies to be tried on past months, and put in force by a second person."""

    form = DraftForm
    list_display: ClassVar = ["name", "where", "proposed_by", "proposed", "activated_by", "valid_from"]
    list_select_related: ClassVar = ["proposed_by", "activated_by"]
    search_fields: ClassVar = ["name", "reason"]
    inlines: ClassVar = [RateInline, RuleInline, RunInline]
    actions_detail: ClassVar = ["add_rate", "add_subsidy", "try_out", "activate", "withdraw"]
    told: ClassVar = [
        "name",
        "reason",
        "where",
        "proposed_by",
        "proposed",
        "activated_by",
        "valid_from",
        "withdrawn_by",
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Draft | None = None) -> Any:
        return [(None, {"fields": self.told if obj else ["name", "reason"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Draft | None = None) -> Any:
        return self.told if obj else []

    def get_inlines(self, request: HttpRequest, obj: Draft | None) -> Any:
        return self.inlines if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def add_by_verb(self, request: HttpRequest, form: Any) -> Draft:
        return write_draft(actor=actor_of(request), **form.cleaned_data)

    def response_add(self, request: HttpRequest, obj: Draft, post_url_continue: Any = None) -> HttpResponse:
        response: HttpResponse = self.response_post_save_change(request, obj)
        response["Location"] = self._change_url(obj)
        return response

    @display(description=gettext_lazy("state"))
    def where(self, draft: Draft) -> str:
        return draft.state

    @display(description=gettext_lazy("proposed at"))
    def proposed(self, draft: Draft) -> str:
        return moment(draft.proposed_at)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        draft = self.get_object(request, str(object_id))
        if draft is None or not draft.is_open:
            return []
        names = {"try_out", "withdraw"}
        if not draft.runs.exists():
            names |= {"add_rate", "add_subsidy"}
        elif draft.proposed_by_id != actor_of(request).pk:
            names.add("activate")
        offered: list[Any] = super().get_actions_detail(request, object_id)
        return [one for one in offered if one.action_name.endswith(tuple(names))]

    @action(description=gettext_lazy("Add a rate"), permissions=["verb"], icon="percent")
    def add_rate(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=DraftRateForm,
            verb=lambda draft, answers: put_rate(
                actor=actor_of(request), draft=draft, **DraftRateForm.given(answers)
            ),
            title=_("Add a rate to the draft"),
            submit=_("Add"),
            done=_("The rate is in the draft."),
            note=_("It takes the place of the rate for the same goods and county; nothing is in force yet."),
        )

    @action(description=gettext_lazy("Add a subsidy"), permissions=["verb"], icon="redeem")
    def add_subsidy(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=DraftSubsidyForm,
            verb=lambda draft, answers: put_subsidy(actor=actor_of(request), draft=draft, **answers),
            title=_("Add a subsidy to the draft"),
            submit=_("Add"),
            done=_("The subsidy is in the draft."),
            note=_("Subsidies are proposed under “Subsidies and bonuses”; those that wait can be tried."),
        )

    @action(description=gettext_lazy("Try on a month"), permissions=["verb"], icon="science")
    def try_out(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def verb(draft: Draft, answers: dict[str, Any]) -> None:
            request_trial(actor=actor_of(request), draft=draft, **answers)
            ring("partners.run_trials")

        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=TryForm,
            verb=verb,
            title=_("Try the draft on a month"),
            submit=_("Try it"),
            done=_("The trial runs; its page shows how far it is."),
            note=_("Nothing that is settled changes. From here on the draft stays as it is."),
        )

    @action(description=gettext_lazy("Activate"), permissions=["verb"], icon="verified")
    def activate(self, request: HttpRequest, object_id: str) -> HttpResponse:
        draft = self.visible_or_404(request, object_id)
        return self.verb_page(
            request,
            draft,
            form_class=ActivateForm,
            verb=lambda draft, answers: activate_draft(actor=actor_of(request), draft=draft, **answers),
            title=_("Activate the draft"),
            submit=_("Put everything in it in force"),
            done=_("The draft is in force from that day on; what it takes over from ends the day before."),
            note=draft.reason,
        )

    @action(description=gettext_lazy("Withdraw"), permissions=["verb"], icon="cancel")
    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda draft, _answers: withdraw_draft(actor=actor_of(request), draft=draft),
            title=_("Withdraw the draft"),
            submit=_("Withdraw"),
            done=_("The draft is withdrawn."),
        )


@admin.register(TrialRun)
class TrialRunAdmin(ReadOnlyAdmin):
    """Drafts computed against closed months, beside what was paid."""

    list_display: ClassVar = ["draft", "month_name", "since", "progress", "requested_by", "finished_at"]
    list_select_related: ClassVar = ["draft", "requested_by"]
    fields: ClassVar = ["draft", "month_name", "since", "progress", "requested_by", "finished_at"]
    readonly_fields: ClassVar = fields
    actions_detail: ClassVar = ["xlsx_file", "csv_file"]
    change_form_template = "admin/trial_run.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        runs: Any = super().get_queryset(request)
        return runs.with_progress()

    def has_export_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("partners.export_trialrun"))

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        run = self.get_object(request, str(object_id))
        if run is None or run.finished_at is None:
            return []
        offered: list[Any] = super().get_actions_detail(request, object_id)
        return offered

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        run = self.get_object(request, str(object_id)) if object_id else None
        shown = {"report": _shown(trial_report(run))} if run is not None and run.finished_at else {}
        response = super().changeform_view(request, object_id, form_url, {**(extra_context or {}), **shown})
        if run is not None and run.finished_at is None:
            response["Refresh"] = str(LOOK_AGAIN_AFTER)
        return response

    @display(description=gettext_lazy("month"), ordering="month")
    def month_name(self, run: TrialRun) -> str:
        return month_in_words(run.month)

    @display(description=gettext_lazy("progress"))
    def progress(self, run: Any) -> str:
        if run.finished_at is not None:
            return _("finished")
        if not run.parts:
            return _("waits for a worker")
        return _("%(done)s of %(parts)s parts") % {"done": run.parts_done, "parts": run.parts}

    @action(description=gettext_lazy("Excel workbook"), permissions=["export"], icon="download")
    def xlsx_file(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._file(request, object_id, "xlsx")

    @action(description=gettext_lazy("CSV file"), permissions=["export"], icon="download")
    def csv_file(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._file(request, object_id, "csv")

    def _file(self, request: HttpRequest, object_id: str, kind: str) -> HttpResponse:
        """The result to take away; written down who did."""
        run = self.visible_or_404(request, object_id)
        if not self.has_export_permission(request) or run.finished_at is None:
            raise PermissionDenied
        report = trial_report(run)
        name = f"trial-{run.pk}-{run.month:%Y%m}.{kind}"
        content, content_type = (
            (xlsx_of(report), XLSX) if kind == "xlsx" else (csv_of(report), "text/csv; charset=utf-8")
        )
        return report_file(
            request,
            content,
            what="trial_run",
            name=name,
            content_type=content_type,
            rows=run.results.count(),
        )


def _shown(report: TrialReport) -> dict[str, Any]:
    """The report as the page's figures and tables."""
    total = report.total
    since = report.run.since
    return {
        "said": _(
            "The lines of %(month)s that the draft touches brought %(paid)s of %(all)s;"
            " with the draft they would have brought %(tried)s: %(difference)s."
        )
        % {
            "month": month_in_words(report.run.month),
            "paid": yuan(total.paid),
            "all": yuan(report.all_paid),
            "tried": yuan(total.tried),
            "difference": signed(total.difference),
        },
        "since": _("Only what was paid on %(day)s or later.") % {"day": written_day(since)} if since else "",
        "tables": [
            (title, _table(head, [*rows[:SHOWN], total]), max(len(rows) - SHOWN, 0))
            for title, head, rows in (
                (_("By county"), _("County"), report.counties),
                (_("By category"), _("Category"), report.categories),
                (_("By partner"), _("Rural partner"), report.partners),
            )
        ],
    }


def _table(head: str, rows: list[Compared]) -> dict[str, Any]:
    return {
        "headers": [head, _("Lines"), _("Was paid"), _("Tried"), _("Difference")],
        "rows": [
            [str(one.name), count(one.lines), yuan(one.paid), yuan(one.tried), signed(one.difference)]
            for one in rows
        ],
    }


def signed(amount: Any) -> str:
    """+¥12.00, -¥3.50, ¥0.00: more or less at a glance."""
    return f"+{yuan(amount)}" if amount > 0 else yuan(amount)
