"""A form whose session or CSRF token ran out comes back filled in after login, with the same token.

    @keeps_draft
    @login_required
    def new_order(request):
        form = OrderForm(request.POST or None, initial=initial_from_draft(request))

While a form is shown, the browser is told (signed, for this path) whose form it is; only with
that does a refused post leave a draft. So a stranger can neither fill the table nor plant a
draft in somebody's form, and on a phone that two people share nobody reads the other's.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils import timezone

from stations.requests.models import RequestDraft

View = Callable[..., HttpResponseBase]

LIFE = dt.timedelta(hours=24)
LARGEST = 64_000
OWNER_COOKIE, KEY_COOKIE = "form_owner", "form_draft"
_SALT = "stations.requests.drafts"


def keeps_draft(view: View) -> View:
    """For a web view that shows a form on GET and takes it on POST at the same path.

    The outermost decorator, outside of the login check. On GET the draft, if there is one, is in
    `draft_of(request)`; it is taken out of the table by that, and never shown again.
    """

    @wraps(view)
    def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key = ""
        if request.method == "POST" and not request.user.is_authenticated:
            key = keep_draft(request)
        elif request.method == "GET" and request.user.is_authenticated:
            request.draft = _take_draft(request)  # type: ignore[attr-defined]
        response = view(request, *args, **kwargs)
        if key:
            hand_out_draft(request, response, key)
        elif request.method == "GET" and request.user.is_authenticated:
            _set_cookie(request, response, OWNER_COOKIE, str(request.user.pk), settings.SESSION_COOKIE_AGE)
            if KEY_COOKIE in request.COOKIES:
                response.delete_cookie(KEY_COOKIE, path=request.path)
        return response

    keeping.keeps_draft = True  # type: ignore[attr-defined]
    return keeping


def draft_of(request: HttpRequest) -> QueryDict | None:
    """What was typed before, as it was posted; also for a formset."""
    draft: QueryDict | None = getattr(request, "draft", None)
    return draft


def initial_from_draft(request: HttpRequest, **initial: Any) -> dict[str, Any]:
    """`initial` for a form, overwritten by what was typed before, the one-time token included."""
    draft = draft_of(request)
    if draft is None:
        return initial
    typed = {name: values[0] if len(values) == 1 else values for name, values in draft.lists() if values}
    return initial | typed


def keep_draft(request: HttpRequest) -> str:
    """Keeps the posted fields for the owner of the form; returns the key, or nothing if it cannot be kept."""
    owner = _signed(request, OWNER_COOKIE)
    fields = {name: values for name, values in request.POST.lists() if not _secret(name)}
    typed = json.dumps(fields)
    if not owner.isdigit() or not fields or len(typed) > LARGEST or len(request.path) > 500:
        return ""
    if "\\u0000" in typed:  # PostgreSQL keeps no NUL, and no keyboard types one
        return ""
    key = secrets.token_urlsafe(24)
    RequestDraft.objects.create(key_hash=_hash(key), owner_id=int(owner), path=request.path, fields=fields)
    return key


def hand_out_draft(request: HttpRequest, response: HttpResponseBase, key: str) -> None:
    """Gives the browser the key, for this path only."""
    _set_cookie(request, response, KEY_COOKIE, key, int(LIFE.total_seconds()))


def _take_draft(request: HttpRequest) -> QueryDict | None:
    key = _signed(request, KEY_COOKIE)
    if not key:
        return None
    row = RequestDraft.objects.filter(
        key_hash=_hash(key), owner=request.user.pk, path=request.path, created_at__gt=timezone.now() - LIFE
    ).first()
    # Two tabs at once: whoever deletes the row has read it.
    if row is None or not RequestDraft.objects.filter(pk=row.pk).delete()[0]:
        return None
    draft = QueryDict(mutable=True)
    for name, values in row.fields.items():
        draft.setlist(name, values)
    draft._mutable = False
    return draft


def _secret(name: str) -> bool:
    return name == "csrfmiddlewaretoken" or "password" in name.lower()


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _signed(request: HttpRequest, name: str) -> str:
    # The path is part of the signature: a cookie copied to another form is void there.
    value: str | None = request.get_signed_cookie(name, default=None, salt=_SALT + request.path)
    return value or ""


def _set_cookie(request: HttpRequest, response: HttpResponseBase, name: str, value: str, age: int) -> None:
    response.set_signed_cookie(
        name,
        value,
        salt=_SALT + request.path,
        max_age=age,
        path=request.path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
