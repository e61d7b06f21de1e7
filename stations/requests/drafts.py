"""A form whose session or CSRF token ran out comes back filled in after login, with the same token.

Every page of `for_roles` keeps drafts; a view needs to do nothing for it. What was posted is kept
under its address. When its owner opens the address again, the post is *played back*: the form's
own view shows it as it shows a form with a mistake, and no form is valid and no request is claimed
meanwhile, so that nothing is done before the button is pressed once more.

Whose form it was, its CSRF token tells: the browser is given (signed) who was shown forms with
which secret. So a stranger can neither fill the table nor plant a draft in somebody's form, and on
a phone that two people share nobody reads the other's.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.middleware.csrf import _unmask_cipher_token  # type: ignore[attr-defined]
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from stations.requests.models import RequestDraft
from stations.requests.playing_back import playing_back

View = Callable[..., HttpResponseBase]

LIFE = dt.timedelta(hours=24)
LARGEST = 64_000
OWNER_COOKIE, KEY_COOKIE = "form_owner", "form_draft_"
# Identity and card numbers are nowhere kept as they are typed; only the browser's key opens them.
SEALED = frozenset({"identity", "identity_number", "card", "complaint"})
_OWNERS_KEPT = 3
_SALT = "stations.requests.drafts"


def keeps_draft(view: View) -> View:
    """Keeps what is posted without a login, and plays it back to its owner. Outside of the login check.

    Of the page's forms each is a `TokenForm`, or writes through `once`: both stand still meanwhile,
    and whatever a view does beside them is rolled back.
    """

    @wraps(view)
    def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            key = keep_draft(request) if request.method == "POST" else ""
            response = view(request, *args, **kwargs)
            if key:
                hand_out_draft(request, response, key)
            return response
        draft = _take_draft(request) if request.method == "GET" else None
        played = _play_back(view, request, draft, *args, **kwargs) if draft else None
        response = played or view(request, *args, **kwargs)
        if request.method == "GET":
            _remember_owner(request, response)
            if _cookie_of(request.path) in request.COOKIES:
                response.delete_cookie(_cookie_of(request.path), path=request.path)
        return response

    keeping.keeps_draft = True  # type: ignore[attr-defined]
    return keeping


def keep_draft(request: HttpRequest) -> str:
    """Keeps the posted fields for the owner of the form; returns the key, or nothing if it cannot be kept."""
    owner = _owner_of_form(request)
    fields = {name: values for name, values in request.POST.lists() if not _secret(name)}
    typed = json.dumps(fields)
    if owner is None or not fields or len(typed) > LARGEST or len(request.path) > 500:
        return ""
    if "\\u0000" in typed:  # PostgreSQL keeps no NUL, and no keyboard types one
        return ""
    key = secrets.token_urlsafe(24)
    RequestDraft.objects.create(
        key_hash=_hash(key),
        owner_id=owner,
        path=request.path,
        fields={name: _sealed(name, values, key) for name, values in fields.items()},
    )
    return key


def hand_out_draft(request: HttpRequest, response: HttpResponseBase, key: str) -> None:
    """Gives the browser the key, for this path only."""
    age = int(LIFE.total_seconds())
    _set_cookie(response, _cookie_of(request.path), key, path=request.path, age=age)


def _play_back(
    view: View, request: HttpRequest, draft: QueryDict, *args: Any, **kwargs: Any
) -> HttpResponseBase | None:
    """The page with the form as it was posted; None where the view has no form to show any more."""
    empty = request.POST
    request.method, request.POST = "POST", draft  # type: ignore[assignment]
    request._files = MultiValueDict()  # type: ignore[attr-defined]
    said = _("You were logged out; what you typed is here again. Look it over and send it.")
    messages.info(request, said)
    try:
        with playing_back(), transaction.atomic():
            response = view(request, *args, **kwargs)
            transaction.set_rollback(True)
    finally:
        request.method, request.POST = "GET", empty  # type: ignore[assignment]
    if not hasattr(response, "content") or response.status_code not in {200, 409, 422}:
        return None
    response.status_code = 200
    return response


def _take_draft(request: HttpRequest) -> QueryDict | None:
    key = _signed(request, _cookie_of(request.path), request.path)
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
        draft.setlist(name, _opened(name, values, key))
    draft._mutable = False
    return draft


# --- whose form it was -------------------------------------------------------------


def _remember_owner(request: HttpRequest, response: HttpResponseBase) -> None:
    """Tells the browser who is shown forms with its CSRF secret; a login makes a new secret."""
    secret = request.META.get("CSRF_COOKIE")
    owners = _owners(request)
    shown = [request.user.pk, _hash(secret)[:16]] if secret else None
    if shown and shown not in owners:
        told = json.dumps([shown, *owners][:_OWNERS_KEPT], separators=(",", ":"))
        _set_cookie(response, OWNER_COOKIE, told, path="/", age=settings.SESSION_COOKIE_AGE)


def _owner_of_form(request: HttpRequest) -> int | None:
    token = request.POST.get("csrfmiddlewaretoken", "")
    if len(token) != 64 or not (token.isascii() and token.isalnum()):
        return None
    shown = _hash(_unmask_cipher_token(token))[:16]
    return next((owner for owner, secret in _owners(request) if secret == shown), None)


def _owners(request: HttpRequest) -> list[list[Any]]:
    told = _signed(request, OWNER_COOKIE, "")
    owners: list[list[Any]] = json.loads(told) if told else []
    return owners


# --- the browser's side ------------------------------------------------------------


def _secret(name: str) -> bool:
    return name == "csrfmiddlewaretoken" or "password" in name.lower()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _box(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"{_SALT}{key}".encode()).digest()))


def _sealed(name: str, values: list[str], key: str) -> list[str]:
    return [_box(key).encrypt(value.encode()).decode() for value in values] if name in SEALED else values


def _opened(name: str, values: list[str], key: str) -> list[str]:
    return [_box(key).decrypt(value).decode() for value in values] if name in SEALED else values


def _cookie_of(path: str) -> str:
    """One for each form: a browser sends those of all folders above together."""
    return KEY_COOKIE + _hash(path)[:8]


def _signed(request: HttpRequest, name: str, path: str) -> str:
    # The path is part of the signature: a cookie copied to another form is void there.
    value: str | None = request.get_signed_cookie(name, default=None, salt=_SALT + path)
    return value or ""


def _set_cookie(response: HttpResponseBase, name: str, value: str, *, path: str, age: int) -> None:
    response.set_signed_cookie(
        name,
        value,
        salt=_SALT + ("" if name == OWNER_COOKIE else path),
        max_age=age,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
