"""How often the API may be asked in a minute: by one person, and from one address.

Counted in PostgreSQL, so that a dead or emptied Redis opens no door (`docs/decisions/0002-login-limits.md`
says the same of logins), and by one statement, so that requests at once count one by one.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

if TYPE_CHECKING:  # which loads this module as its setting
    from rest_framework.views import APIView

MINUTE = 60
_COUNT = """
    INSERT INTO stations_requestcount AS known (who, minute, requests) VALUES (%s, %s, 1)
    ON CONFLICT (who, minute) DO UPDATE SET requests = known.requests + 1
    RETURNING requests
"""


def count_request(*, who: str) -> int:
    """Counts one more request of this minute; the number so far, this one included.

    Outside a transaction, or the count would wait for the work and go with its failure.
    """
    return _count(who, _this_minute())


def count_within(*, who: str, window: dt.timedelta) -> int:
    """The same for a longer span: the hour or the day of the clock, in whole minutes.

    It is kept under the last minute of the span, so that nobody forgets it before.
    """
    minutes = int(window.total_seconds() // MINUTE)
    return _count(who, (_this_minute() // minutes + 1) * minutes - 1)


def _count(who: str, minute: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [who, minute])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def is_flood(*, who: str, limit: int, minutes: int) -> bool:
    """Counts one more and says whether that is too many for the span; a limit of 0 is none."""
    return bool(limit) and count_within(who=who, window=dt.timedelta(minutes=minutes)) > limit


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, with the same trust in proxies as logins (`TRUSTED_PROXIES`)."""
    return str(get_adapter().get_client_ip(request))


def seconds_left(*, minutes: int = 1) -> int:
    """Until the next minute or span, when everybody counts from nothing."""
    span = MINUTE * minutes
    return math.ceil(span - timezone.now().timestamp() % span)


def _this_minute() -> int:
    return int(timezone.now().timestamp() // MINUTE)


class PerPerson(BaseThrottle):
    """DRF's throttle of each view: `API_PER_PERSON` requests a minute by one login, by whatever token."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        limit: int = settings.API_PER_PERSON
        if not limit or request.user.pk is None:
            return True
        return count_request(who=f"user:{request.user.pk}") <= limit

    def wait(self) -> float:
        return seconds_left()


class PerAddress:
    """Middleware: `API_PER_ADDRESS` requests a minute, counted before anybody is asked who they are.

    DRF's own throttles come after its permissions: they would let strangers try tokens for ever.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        limit: int = settings.API_PER_ADDRESS
        if limit and request.path_info.startswith("/api/"):
            address = address_of(request)
            if count_request(who=f"address:{address}") > limit:
                return self._refuse()
        return self.get_response(request)

    def _refuse(self) -> HttpResponse:
        wait = seconds_left()
        problem = Throttled(wait=wait)
        body = {"code": problem.default_code, "detail": str(problem.detail)}
        return JsonResponse(body, status=problem.status_code, headers={"Retry-After": str(wait)})
