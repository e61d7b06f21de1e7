"""What a drain must know of an SMS gateway."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from stations.notices.lifecycle import Problem


class Fate(Enum):
    """What has become of a message, as far as the gateway says so."""

    ACCEPTED = "accepted"
    NOT_NOW = "not_now"  # surely not accepted; another attempt may do better
    NEVER = "never"  # surely not accepted, and never will be
    UNKNOWN = "unknown"  # accepted or not: nobody here can tell


@dataclass(frozen=True, slots=True)
class Answer:
    fate: Fate
    problem: Problem | None = None


ACCEPTED = Answer(Fate.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Message:
    """One attempt. `valid_until`: the gateway must not take it later, however it was delayed."""

    id: uuid.UUID
    phone: str
    text: str
    valid_until: dt.datetime


class Gateway(Protocol):
    """`send` and `ask` raise nothing for what a network can do: they answer."""

    @property
    def name(self) -> str: ...

    @property
    def can_ask(self) -> bool: ...

    def send(self, message: Message) -> Answer:
        """Hands a message over. UNKNOWN whenever it may have been accepted."""
        ...

    def ask(self, message_id: uuid.UUID) -> Answer:
        """What became of an attempt; NOT_NOW: the gateway never had it. Only where `can_ask`."""
        ...
