"""The night on a wall: one page and its fragment, for the nation and for each county."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from orders.festivals.live.looking import board_for, page_of
from orders.festivals.live.models import LiveBoard
from stations.report_pages import place_of
from stations.scope import scope_of
from stations.scope.web import county_page


@county_page
@require_safe
def festival_live(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The nation's night; county staff are led to their own."""
    center = getattr(request.user, "center", None)
    if center is not None and not scope_of(request.user).everything:
        own = reverse("county_live", args=[slug, center.code])
        return redirect(f"{own}?wall=1" if "wall" in request.GET else own)
    return _page(request, board_for(request.user, slug=slug))


@county_page
@require_safe
def county_live(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    return _page(request, board_for(request.user, slug=slug, code=code))


@county_page
@require_safe
def festival_live_now(request: HttpRequest, slug: str) -> HttpResponse:
    return _now(request, board_for(request.user, slug=slug))


@county_page
@require_safe
def county_live_now(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    return _now(request, board_for(request.user, slug=slug, code=code))


def _page(request: HttpRequest, board: LiveBoard) -> HttpResponse:
    context = {
        "festival": board.festival,
        "place": place_of(request.user),
        "board": mark_safe(page_of(board, _language())[0]),  # noqa: S308 (our own template's, kept)
        "wall": "wall" in request.GET,
        "national": board.center_id is None,
    }
    response = render(request, "orders/festivals/live/live.html", context)
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _now(request: HttpRequest, board: LiveBoard) -> HttpResponse:
    """The fragment, or 304: asked for every two seconds by everybody who looks."""
    response = get_conditional_response(request, etag=_etag(board.marks[_language()]))
    if response is None:
        page, mark = page_of(board, _language())
        response = HttpResponse(page)
        response["ETag"] = _etag(mark)
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _etag(mark: str) -> str:
    return f'"{mark}"'


def _language() -> str:
    return get_language() or "zh-hans"
