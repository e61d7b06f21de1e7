"""Papers beside the row they are about: shown there, and added from a page of its own."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display

from stations.documents.keeping import keep_documents
from stations.documents.models import Document
from stations.scope.admin_actions import VerbForm


class PaperForm(VerbForm):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=100)
    file = forms.FileField(label=gettext_lazy("Photo or PDF"))


class WithPapers:
    """Mixed into an admin before ScopedAdmin; `subject_word` begins the word for its rows."""

    subject_word: ClassVar[str] = ""

    def subject_of(self, row: Any) -> str:
        return f"{self.subject_word}:{row.pk}"

    def place_of(self, row: Any) -> dict[str, Any]:
        """The center, and the station where it is about one."""
        station = getattr(row, "station", None)
        return {"center": station.center if station else row.center, "station": station}

    @display(description=gettext_lazy("papers and photos"))
    def papers(self, row: Any) -> str:
        documents = Document.objects.about(self.subject_of(row))
        links = ((reverse("document", args=[one.name]), one.title) for one in documents)
        return format_html_join(", ", '<a href="{}">{}</a>', links) or "—"

    @action(description=gettext_lazy("Add a paper"), permissions=["verb"], icon="attach_file")
    def attach(self, request: HttpRequest, object_id: str) -> HttpResponse:
        title = _("Add a paper or photo")
        page: HttpResponse = self.verb_page(  # type: ignore[attr-defined]
            request,
            self.visible_or_404(request, object_id),  # type: ignore[attr-defined]
            form_class=PaperForm,
            verb=lambda row, answers: keep_documents(
                actor=request.user,
                subject=self.subject_of(row),
                files=[answers["file"]],
                title=answers["title"],
                **self.place_of(row),
            ),
            title=title,
            submit=title,
            done=_("The paper is kept."),
        )
        return page
