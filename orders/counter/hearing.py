"""A callback comes in: kept first, judged afterwards.

Two transactions. In the first the raw body is kept, whatever it is; in the second it is judged
and applied. A process that dies between the two leaves a callback that is not judged yet, and
the drain takes it up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from orders.counter.gateways.protocol import Outcome, Trouble, parse_callback
from orders.counter.gateways.registry import account_of
from orders.counter.gateways.signing import EVENT, KEY, SIGNATURE, TIMESTAMP, judge
from orders.counter.models import GatewayCallback, ServiceEvent
from orders.counter.settling import apply_outcome
from stations.turns import wait_turn

LARGEST = 64 * 1024
_HEADERS = (KEY, TIMESTAMP, EVENT, SIGNATURE, "Content-Type", "User-Agent")
Verdict = GatewayCallback.Verdict


def keep_callback(
    *, gateway: str, body: bytes, headers: Mapping[str, str], truncated: bool = False
) -> GatewayCallback:
    """Keeps what came in, in a transaction of its own; nothing is judged yet."""
    told = {name: headers[name].replace("\0", "")[:200] for name in _HEADERS if name in headers}
    with transaction.atomic():
        return GatewayCallback.objects.create(
            gateway=gateway, body=body[:LARGEST], headers=told, truncated=truncated
        )


def judge_callback(pk: int) -> GatewayCallback:
    """Judges a kept callback and applies what it says, once; a second run changes nothing.

    Signature, timestamp (against the moment it was received), event id, order: what does not fit
    is kept with its problem and moves nothing. Locks the callback, its event, then the service.
    """
    with transaction.atomic():
        callback = GatewayCallback.objects.select_for_update().get(pk=pk)
        if callback.verdict != Verdict.NEW:
            return callback
        outcome = _read(callback)
        if outcome is not None:
            _apply_once(callback, outcome)
        callback.save(update_fields=["verdict", "problem", "event_id", "service"])
    return callback


def judge_kept_callbacks() -> int:
    """Judges what a process left behind that died after keeping it; returns how many."""
    left = GatewayCallback.objects.filter(
        verdict=Verdict.NEW, received_at__lt=timezone.now() - dt.timedelta(seconds=30)
    ).order_by("pk")
    pks = list(left.values_list("pk", flat=True)[:500])
    for pk in pks:
        judge_callback(pk)
    return len(pks)


def _read(callback: GatewayCallback) -> Outcome | None:
    """What a callback says, if it is signed and understood; else its verdict says why not."""
    body = bytes(callback.body)
    account = account_of(callback.gateway)
    signed = judge(
        callback.headers,
        body,
        keys=account.keys if account else {},
        now=int(callback.received_at.timestamp()),
    )
    if signed.problem:
        callback.verdict, callback.problem = Verdict.UNSIGNED, signed.problem
        return None
    callback.event_id = signed.event_id
    try:
        return parse_callback(body)
    except Trouble as trouble:
        callback.verdict, callback.problem = Verdict.NONSENSE, str(trouble)[:100]
        return None


def _apply_once(callback: GatewayCallback, outcome: Outcome) -> None:
    """Applies an outcome, unless its event was applied before.

    What comes under one event takes turns, before the service is locked: nobody who waits for a
    service is waited for by who holds it. The unique constraint has the last word.
    """
    wait_turn(f"callback:{callback.gateway}:{callback.event_id}")
    applied = GatewayCallback.objects.filter(
        gateway=callback.gateway, event_id=callback.event_id, verdict=Verdict.APPLIED
    ).first()
    if applied is not None:
        callback.service_id, callback.verdict = applied.service_id, Verdict.REPEATED
        return
    callback.service = apply_outcome(
        gateway=callback.gateway, outcome=outcome, source=ServiceEvent.Source.CALLBACK
    )
    callback.verdict = Verdict.APPLIED
    if callback.service is None:
        callback.verdict, callback.problem = Verdict.ORPHAN, outcome.order_no
