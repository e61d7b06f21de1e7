"""While a look lasts, each request is answered as for the one who is looked at, and leaves nothing.

1. Only GET and HEAD pass; ending the look is the one exception. The API, and the pages about
   one's own password and second factor, are closed.
2. The page is in the log before it is made.
3. It is made in a transaction that is rolled back, with a copy of the session that nobody keeps:
   a page that writes (an announcement that was opened) is shown, and writes nothing.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from partners.accounts.looking.looking import note_step, standing_look
from partners.accounts.looking.models import Look, LookStep

KEY = "look"  # in the session: the number of the look
SAFE = ("GET", "HEAD")


class LookingAs:
    """Middleware; stands last, so that whoever is asked before it is asked about the one who looks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = request.session.get(KEY) if hasattr(request, "session") else None
        if number is None or not request.user.is_authenticated:
            return self.get_response(request)
        look = standing_look(number=number, actor=request.user)  # type: ignore[arg-type]
        if look is None:
            del request.session[KEY]
            if request.path_info.startswith("/api/"):
                return self.get_response(request)
            messages.warning(request, _("The look has ended: you are yourself again."))
            return redirect(reverse("admin:index"))
        request.look = look  # type: ignore[attr-defined]
        if _name(request) == "end_look" and request.method == "POST":
            return self.get_response(request)
        response = self._refused(request, look) or self._shown(request, look)
        patch_cache_control(response, private=True, no_store=True)
        return response

    def _refused(self, request: HttpRequest, look: Look) -> HttpResponse | None:
        path = request.path_info
        if request.method in SAFE and not path.startswith(("/api/", "/accounts/")):
            return None
        note_step(look=look, kind=LookStep.Kind.REFUSED, path=path)
        if path.startswith("/api/"):
            detail = _("The API answers nobody who looks as somebody else: end the look first.")
            return JsonResponse({"code": "looking", "detail": detail}, status=403)
        status = 403 if request.method in SAFE else 405
        response = render(request, "partners/accounts/looking/refused.html", status=status)
        if status == 405:
            response["Allow"] = ", ".join(SAFE)
        return response

    def _shown(self, request: HttpRequest, look: Look) -> HttpResponse:
        note_step(look=look, kind=LookStep.Kind.PAGE, path=request.path_info)
        actor, session = request.user, request.session
        request.user = look.whom
        request.session = _copy_of(session)
        try:
            with transaction.atomic():
                response = self.get_response(request)
                transaction.set_rollback(True)
        finally:
            request.user, request.session = actor, session
        response.cookies.clear()  # a form remembers whose it is in one; this browser is somebody else's
        return response


def _copy_of(session: Any) -> Any:
    """What stands in the session, in one that has no place in the database."""
    made = type(session)()
    made.update(copy.deepcopy(dict(session.items())))
    return made


def _name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""
