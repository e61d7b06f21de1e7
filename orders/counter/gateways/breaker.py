"""The circuit breaker: a gateway that does not answer is left alone for a while.

It is a row, so that all workers and web processes know the same. Only calls that brought no
believable answer count; a definite "failed" is an answer.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from orders.counter.gateways.models import GatewayState

ENOUGH = 5  # failures in a row
FIRST_PAUSE = dt.timedelta(seconds=15)
LONGEST_PAUSE = dt.timedelta(minutes=10)


def is_open(code: str) -> bool:
    """Whether the gateway is not to be called now."""
    return GatewayState.objects.filter(code=code, open_until__gt=timezone.now()).exists()


def answered(code: str) -> None:
    """The gateway gave an answer of the protocol: the breaker closes."""
    GatewayState.objects.update_or_create(
        code=code, defaults={"failures": 0, "open_until": None, "last_answer_at": timezone.now()}
    )


def troubled(code: str, trouble: str) -> None:
    """One more call without an answer; after ENOUGH in a row a pause, twice as long each time.

    Locks the gateway's row, so that failures of several workers are all counted.
    """
    with transaction.atomic():
        GatewayState.objects.get_or_create(code=code)
        state = GatewayState.objects.select_for_update().get(code=code)
        state.failures += 1
        state.last_trouble = trouble[:100]
        if state.failures >= ENOUGH:
            doubled = FIRST_PAUSE * 2 ** min(state.failures - ENOUGH, 10)
            state.open_until = timezone.now() + min(doubled, LONGEST_PAUSE)
        state.save(update_fields=["failures", "last_trouble", "open_until"])


def try_again(*, actor: object, state: GatewayState) -> None:
    """Closes the breaker by hand: the next call may go out at once."""
    del actor  # the request's log says who
    GatewayState.objects.filter(pk=state.pk).update(failures=0, open_until=None)


def occupy(code: str, *, seconds: int) -> bool:
    """Takes the gateway for one run, unless another has it or the breaker is open.

    A run that was killed leaves it occupied for `seconds` at most.
    """
    GatewayState.objects.get_or_create(code=code)
    now = timezone.now()
    free = Q(busy_until__isnull=True) | Q(busy_until__lte=now)
    closed = Q(open_until__isnull=True) | Q(open_until__lte=now)
    taken = GatewayState.objects.filter(free, closed, code=code).update(
        busy_until=now + dt.timedelta(seconds=seconds)
    )
    return taken == 1


def release(code: str) -> None:
    GatewayState.objects.filter(code=code).update(busy_until=None)
