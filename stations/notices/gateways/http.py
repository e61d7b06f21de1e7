"""An SMS gateway by HTTP; `docs/sms-gateway.md` is the contract.

One rule decides what an answer means: only JSON that names our message id and says
`"accepted": true` or `false` is a word. Whatever else happens once the request may have left
(timeout, reset, redirect, 500, nonsense, too much) is unknown.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from stations.notices.gateways.protocol import ACCEPTED, Answer, Fate, Message
from stations.notices.lifecycle import Problem
from stations.outbound.calling import Limits, NoAnswer, post

CONNECT, READ = 3.0, 10.0  # seconds
LONGEST = 15.0  # seconds for a whole answer, however slowly it drips
LARGEST = 16_384  # bytes of an answer
# A wrong key is mended here, a full queue there: the same message may go later.
_LATER = {401, 403, 429}

NO_CONNECTION = Answer(Fate.NOT_NOW, Problem.NO_CONNECTION)
NOT_NOW = Answer(Fate.NOT_NOW, Problem.NOT_NOW)
NO_ANSWER = Answer(Fate.UNKNOWN, Problem.NO_ANSWER)
NONSENSE = Answer(Fate.UNKNOWN, Problem.NONSENSE)


@dataclass(frozen=True, slots=True)
class HttpGateway:
    """`status_url` is empty where the gateway cannot be asked; `private` lets it be in our own network."""

    url: str
    key: str = field(repr=False)
    status_url: str = ""
    private: bool = False
    name: str = "http"

    @property
    def can_ask(self) -> bool:
        return bool(self.status_url)

    def send(self, message: Message) -> Answer:
        asked = {
            "to": message.phone,
            "text": message.text,
            "valid_until": message.valid_until.isoformat(timespec="seconds"),
        }
        return self._call(self.url, message.id, asked, _meaning_of_sending)

    def ask(self, message_id: uuid.UUID) -> Answer:
        answer = self._call(self.status_url, message_id, {}, _meaning_of_asking)
        # To be out of reach says nothing about the message.
        return NO_ANSWER if answer == NO_CONNECTION else answer

    def _call(
        self,
        url: str,
        message_id: uuid.UUID,
        content: dict[str, Any],
        meaning: Callable[[int, bool], Answer],
    ) -> Answer:
        timestamp = timezone.now().isoformat(timespec="seconds")
        body = json.dumps(
            {"message_id": message_id.hex, "timestamp": timestamp, **content}, ensure_ascii=False
        ).encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Signature": "sha256=" + hmac.new(self.key.encode(), body, hashlib.sha256).hexdigest(),
        }
        limits = Limits(connect=CONNECT, read=READ, whole=LONGEST, largest=LARGEST)
        try:
            answer = post(url, body, headers=headers, limits=limits, private=self.private)
        except NoAnswer as error:
            if not error.sent:
                return NO_CONNECTION
            return NONSENSE if error.kind == "too_large" else NO_ANSWER
        accepted = _word(answer.body, message_id)
        return NONSENSE if accepted is None else meaning(answer.status, accepted)


def _word(said: bytes, message_id: uuid.UUID) -> bool | None:
    """Yes or no about our message; None for whatever else was said."""
    try:
        told = json.loads(said)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or told.get("message_id") != message_id.hex:
        return None
    accepted = told.get("accepted")
    return accepted if isinstance(accepted, bool) else None


def _meaning_of_sending(status: int, accepted: bool) -> Answer:
    if accepted:
        return ACCEPTED
    if status >= 500 or status in _LATER:
        return NOT_NOW
    return Answer(Fate.NEVER, Problem.REFUSED)


def _meaning_of_asking(status: int, accepted: bool) -> Answer:
    """Only 200 is about the message: another status is about the question."""
    if status != 200:
        return NO_ANSWER
    return ACCEPTED if accepted else NOT_NOW
