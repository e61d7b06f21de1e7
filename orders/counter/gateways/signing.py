"""Who sent this: HMAC-SHA256 over timestamp, event id and the raw body.

The body is signed as it travels, byte for byte: parsing it and writing it again would sign
something else. A partner gateway has two keys at most; both are valid, so that either side
may change over at its own time.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass

KEY, TIMESTAMP, EVENT, SIGNATURE = (
    "X-Cunzhan-Key",
    "X-Cunzhan-Timestamp",
    "X-Cunzhan-Event",
    "X-Cunzhan-Signature",
)
# A callback that is older was kept back by somebody.
TOLERANCE = 300


@dataclass(frozen=True, slots=True)
class Signed:
    """A good signature, or why it is none."""

    event_id: str = ""
    problem: str = ""


def sign(*, secret: str, timestamp: int, event_id: str, body: bytes) -> str:
    return hmac.new(
        secret.encode(), b"%d.%s." % (timestamp, event_id.encode()) + body, hashlib.sha256
    ).hexdigest()


def signed_headers(*, key_id: str, secret: str, timestamp: int, event_id: str, body: bytes) -> dict[str, str]:
    return {
        KEY: key_id,
        TIMESTAMP: str(timestamp),
        EVENT: event_id,
        SIGNATURE: sign(secret=secret, timestamp=timestamp, event_id=event_id, body=body),
    }


def judge(headers: Mapping[str, str], body: bytes, *, keys: Mapping[str, str], now: int) -> Signed:
    """Judges what came at `now` (seconds of the epoch) against the gateway's keys by id."""
    secret = keys.get(headers.get(KEY, ""))
    timestamp, event_id = headers.get(TIMESTAMP, ""), headers.get(EVENT, "")
    if secret is None:
        return Signed(problem="unknown key")
    if not re.fullmatch(r"[0-9]{1,12}", timestamp) or not re.fullmatch(r"[!-~]{1,64}", event_id):
        return Signed(problem="no timestamp or event id")
    expected = sign(secret=secret, timestamp=int(timestamp), event_id=event_id, body=body)
    given = headers.get(SIGNATURE, "")
    if not hmac.compare_digest(expected.encode(), given.encode()):
        return Signed(problem="wrong signature")
    if abs(now - int(timestamp)) > TOLERANCE:
        return Signed(problem="too old")
    return Signed(event_id=event_id)
