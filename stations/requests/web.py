from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import requires_csrf_token

from stations.requests.drafts import hand_out_draft, keep_draft


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open for too long. What was typed is kept where the form can take it back."""
    key = keep_draft(request) if _keeps_draft(request.path_info) else ""
    response = render(request, "403_csrf.html", {"draft_path": request.path if key else ""}, status=403)
    if key:
        hand_out_draft(request, response, key)
    return response


def _keeps_draft(path: str) -> bool:
    try:
        return getattr(resolve(path).func, "keeps_draft", False)
    except Resolver404:
        return False
