"""`/metrics` for Prometheus, which asks with a token: figures of traffic are not for the world.

An address alone proves nothing here: behind a proxy every stranger comes from the loopback.
"""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """404 without `METRICS_TOKEN`, but on a developer's own machine; 401 where another token is given."""
    token = settings.METRICS_TOKEN
    if not token and not settings.DEBUG:
        raise Http404
    if token and not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    figures: HttpResponse = ExportToDjangoView(request)
    return figures
