"""The project's addresses and a bare page: the same server, middleware and login, and nothing behind them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_safe

from stations.scope.web import county_page


@county_page
@require_safe
def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns: list[URLPattern | URLResolver] = [path("bare/", bare), path("", include("config.urls"))]
