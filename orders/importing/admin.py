from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.admin.utils import flatten_fieldsets
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminFileFieldWidget

from orders.importing.models import ImportedFile
from orders.importing.queueing import ImportQueue
from stations.scope.admin import ScopedAdmin
from stations.scope.admin_actions import VerbForm
from stations.wording import count

SHOWN = 200
_AGAIN_AFTER = 2  # seconds until the page of an import in progress asks again
_COUNTS = ("rows", "accepted", "advanced", "known", "refused")


def file_field(rows: Any) -> forms.FileField:
    """The file of a form; `rows` says what the rows of such a file are."""
    return forms.FileField(label=gettext_lazy("File"), help_text=rows, widget=UnfoldAdminFileFieldWidget)


def skip_field(label: Any) -> forms.BooleanField:
    """After a dry run with refused rows: whether the others go in without them."""
    return forms.BooleanField(
        label=label,
        help_text=gettext_lazy("Import the rest. Otherwise one refused row keeps the whole file out."),
        required=False,
    )


class ImportAdmin(ScopedAdmin):
    """Files of one kind: give one, see how far it is, read what came of it.

    A room names its `form`, its `queue`, and the form that is asked after a dry run with refused rows.
    """

    queue: ClassVar[ImportQueue[Any]]
    now_form: ClassVar[type[VerbForm]]
    list_display: ClassVar = [
        "name",
        "tells",
        "dry_run",
        "accepted",
        "advanced",
        "known",
        "refused",
        "created_at",
    ]
    list_filter: ClassVar = [("state", ChoicesDropdownFilter), "dry_run"]
    actions_detail: ClassVar = ["import_now"]
    add_fieldsets: ClassVar = [(None, {"fields": ["file", "dry_run", "skip_bad"]})]
    # What came of it and what to mend stand first.
    fieldsets: ClassVar[Any] = [
        (None, {"fields": ["tells", "error", "counts", "reasons"]}),
        (
            gettext_lazy("How and when"),
            {"fields": ["name", "dry_run", "skip_bad", "actor", "created_at", "finished_at"]},
        ),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fieldsets if obj else self.add_fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return flatten_fieldsets(self.fieldsets) if obj else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> ImportedFile:
        answers = form.cleaned_data
        job: ImportedFile = self.queue.submit(
            actor=request.user,
            file=answers["file"],
            dry_run=answers["dry_run"],
            skip_bad=answers["skip_bad"],
        )
        return job

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> Any:
        """To the page that shows how far it is."""
        return HttpResponseRedirect(self._change_url(obj))

    def has_import_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return self.has_add_permission(request)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().change_view(request, object_id, *args, **kwargs)
        job = self.get_object(request, object_id)
        if job is not None and not job.finished:
            response["Refresh"] = str(_AGAIN_AFTER)
        return response

    # --- what is shown ---------------------------------------------------------------

    @display(description=gettext_lazy("state"), ordering="state")
    def tells(self, job: ImportedFile) -> str:
        if job.finished:
            if job.state == ImportedFile.State.REFUSED and job.refused:
                return _("refused: nothing was written")
            return job.get_state_display()
        told = self.queue.progress_of(job)
        if told is None:
            return _("in progress")
        return _("in progress: %(done)s of %(all)s rows") % {"done": count(told[0]), "all": count(told[1])}

    @display(description=gettext_lazy("rows"))
    def counts(self, job: ImportedFile) -> str:
        if job.rows is None:
            return "—"
        return _(
            "%(rows)s in all: %(accepted)s accepted, %(advanced)s advanced,"
            " %(known)s already known, %(refused)s refused"
        ) % {name: count(getattr(job, name) or 0) for name in _COUNTS}

    @display(description=gettext_lazy("refused rows"))
    def reasons(self, job: ImportedFile) -> str:
        if not job.refusals:
            return "—"
        told = format_html_join(
            "",
            "<li>{}: {}</li>",
            ((_("Line %(line)s") % {"line": line}, reason) for line, reason in job.refusals[:SHOWN]),
        )
        more = (job.refused or 0) - SHOWN
        if more > 0:
            told += format_html("<li>{}</li>", ngettext("and %d more row", "and %d more rows", more) % more)
        return format_html("<ul>{}</ul>", told)

    # --- from a dry run to the deed ----------------------------------------------------

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        job = self.get_object(request, str(object_id))
        offered = job is not None and job.dry_run and job.state == ImportedFile.State.DONE and job.file
        return super().get_actions_detail(request, object_id) if offered else []

    @action(description=gettext_lazy("Import now"), permissions=["import"], icon="upload")
    def import_now(self, request: HttpRequest, object_id: str) -> HttpResponse:
        job = self.visible_or_404(request, object_id)
        return self.verb_page(
            request,
            job,
            form_class=self.now_form if job.refused else VerbForm,
            initial={"skip_bad": job.skip_bad},
            verb=lambda row, answers: self.queue.import_now(actor=request.user, tried=row, **answers),
            title=_("Import now"),
            submit=_("Import now"),
            done=_("The import has begun: it stands first in the list."),
            after=reverse(f"{self.admin_site.name}:orders_{self.opts.model_name}_changelist"),
            note=_("%(accepted)s rows are new, %(advanced)s move one on, %(refused)s are refused.")
            % {"accepted": job.accepted, "advanced": job.advanced, "refused": job.refused},
        )
