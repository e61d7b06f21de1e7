"""`/trace/<code>/`: where, when and how a lot grew, for anybody who holds the label.

No login, no cookie, nothing that tells readers apart: a page may be kept for a minute by
whatever stands between. Not for search engines: a lot belongs to who holds it.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe

from orders.produce.lifecycle import LotStatus
from orders.produce.models import LotPhoto
from orders.produce.tracing import Trace, trace_of

# A name that is taken back is gone here at once; a copy on the way lives this long.
A_MINUTE = "public, max-age=60"
AN_HOUR = "public, max-age=3600"


@require_safe
def trace(request: HttpRequest, code: str) -> HttpResponse:
    """The public page of a lot; without a published lot the ordinary 404."""
    language = _speak(request)
    found = _found(code)
    others = [{"code": key, "name": name} for key, name in _languages() if key != language]
    context = {"trace": found, "code": code, "others": others}
    return _public(render(request, "orders/produce/trace.html", context))


@require_safe
def trace_data(request: HttpRequest, code: str) -> HttpResponse:
    """The same as JSON."""
    _speak(request)
    options = {"ensure_ascii": False}
    return _public(JsonResponse(asdict(_found(code)), json_dumps_params=options))


@require_safe
def trace_photo(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """A photo of a published lot that is not withdrawn."""
    photo = (
        LotPhoto.objects.filter(name=name, lot__code=code, lot__published_at__isnull=False)
        .exclude(lot__status=LotStatus.WITHDRAWN)
        .first()
    )
    if photo is None:
        raise Http404
    return _public(photo_response(photo, cache=AN_HOUR), cache=AN_HOUR)


def photo_response(photo: LotPhoto, *, cache: str) -> HttpResponse:
    """The file, which is a JPEG of our own making. Raises Http404 where the disk has lost it."""
    try:
        with photo.file.open("rb") as file:
            jpeg = file.read()
    except FileNotFoundError:
        raise Http404 from None
    return HttpResponse(jpeg, content_type="image/jpeg", headers={"Cache-Control": cache})


def _found(code: str) -> Trace:
    found = trace_of(code)
    if found is None:
        raise Http404
    return found


def _public(response: HttpResponse, *, cache: str = A_MINUTE) -> HttpResponse:
    response["Cache-Control"] = cache
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _speak(request: HttpRequest) -> str:
    """Uses the language asked for in the address, else the browser's; no cookie is looked at."""
    language = request.GET.get("lang", "")
    if language not in dict(settings.LANGUAGES):
        language = _browsers(request)
    translation.activate(language)
    request.LANGUAGE_CODE = language
    return language


def _browsers(request: HttpRequest) -> str:
    for wanted, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return translation.get_supported_language_variant(wanted)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def _languages() -> list[tuple[str, Any]]:
    """Each by its own name: who looks for it reads no other."""
    return [("zh-hans", "中文"), ("en", "English")]
