"""One line when a request begins and one when it ends, without what stands behind the question mark."""

from __future__ import annotations

from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware


class RequestLog(RequestMiddleware):
    """A search or a look-up carries a villager's name or phone in its query: the log gets the path."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {request.path}"
