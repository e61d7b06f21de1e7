"""`/documents/<name>/`: a file for those who reach the row it belongs to, and for nobody else."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from stations.documents.models import Document
from stations.scope.web import county_page, get_visible_or_404


@county_page
@require_safe
def document_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """A photo to look at, a PDF to take away: it was not made by us and must not run beside our pages."""
    return sent(get_visible_or_404(Document, request.user, name=name))


def sent(document: Document) -> FileResponse:
    """The file of a document that the reader may have. Raises Http404 where the store has lost it."""
    pdf = document.kind == Document.Kind.PDF
    try:
        file = document.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        file,
        as_attachment=pdf,
        filename=f"{document.name}.{'pdf' if pdf else 'jpg'}",
        content_type="application/pdf" if pdf else "image/jpeg",
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, max_age=3600)
    return response
