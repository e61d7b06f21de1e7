"""The demo's gateway: says in the log that it sent, and what, masked."""

from __future__ import annotations

import uuid

import structlog

from stations.notices.gateways.protocol import ACCEPTED, Answer, Fate, Message
from stations.notices.lifecycle import Problem
from stations.notices.models import masked_text
from stations.wording import masked_phone

log = structlog.get_logger(__name__)


class ConsoleGateway:
    name = "console"
    can_ask = False

    def send(self, message: Message) -> Answer:
        log.info(
            "sms", to=masked_phone(message.phone), text=masked_text(message.text), message=message.id.hex
        )
        return ACCEPTED

    def ask(self, message_id: uuid.UUID) -> Answer:
        return Answer(Fate.UNKNOWN, Problem.NO_ANSWER)
