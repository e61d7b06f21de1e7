"""The replay's page: the live page, asked every second, with a clock of its own."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from orders.festivals.live.drawing import drawn
from orders.festivals.live.looking import FRAGMENT
from orders.festivals.live.replay import SPEED, Replay, replay_of, replayed_figures
from orders.festivals.models import Festival
from stations.refusals import Refused
from stations.report_pages import place_of
from stations.scope import scope_of
from stations.scope.web import county_page, get_visible_or_404


@county_page
@require_safe
def festival_replay(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The reader's part of the nation; without a beginning it begins now."""
    festival = get_visible_or_404(Festival, request.user, slug=slug)
    if "since" not in request.GET:
        began = f"since={int(timezone.now().timestamp())}&speed={request.GET.get('speed', SPEED)}"
        return redirect(f"{reverse('festival_replay', args=[slug])}?{began}")
    context = {
        "festival": festival,
        "place": place_of(request.user),
        "replay": True,
        "wall": "wall" in request.GET,
        "board": render_to_string(FRAGMENT, _context(request, _replay(request, festival))),
    }
    return _private(render(request, "orders/festivals/live/live.html", context))


@county_page
@require_safe
def festival_replay_now(request: HttpRequest, slug: str) -> HttpResponse:
    festival = get_visible_or_404(Festival, request.user, slug=slug)
    return _private(render(request, FRAGMENT, _context(request, _replay(request, festival))))


def _replay(request: HttpRequest, festival: Festival) -> Replay:
    try:
        return replay_of(festival, since=request.GET.get("since"), speed=request.GET.get("speed", SPEED))
    except Refused as refused:
        raise Http404(str(refused)) from refused


def _context(request: HttpRequest, replay: Replay) -> dict[str, Any]:
    user: Any = request.user
    center = None if scope_of(user).everything else user.center
    figures = replayed_figures(replay.festival, center, replay.clock())
    address = reverse("festival_replay_now", args=[replay.festival.slug])
    return drawn(figures) | {
        "address": f"{address}?{replay.query}",
        "every": 1,
        "replay": _("replay, %(speed)s times as fast") % {"speed": replay.speed},
    }


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    return response
