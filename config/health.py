"""`/health/` for a load balancer: can this process do its work?

The database is the record: without it the answer is 503. Redis is only the bell:
without it the jobs come late but nothing is lost, so that is 200 and "degraded".
"""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis, RedisError


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    database, redis = _database_answers(), _redis_answers()
    status = "down" if not database else "ok" if redis else "degraded"
    parts = {"database": database, "redis": redis}
    return JsonResponse({"status": status, **parts}, status=200 if database else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _redis_answers() -> bool:
    try:
        with Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as client:
            return bool(client.ping())
    except RedisError:
        return False
