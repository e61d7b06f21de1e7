"""What we say to a gateway and what we take from it: docs/gateway-protocol.md in code.

A gateway is asked for a price (quote), told to act (submit), asked how it went (query); it
calls back, and gives a statement of each day. `parse_*` read what came; what is not exactly
an answer of the protocol for the order that was asked about is nonsense, and nonsense is
Trouble: the outcome stays unknown.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Protocol

from django.utils import timezone

LONGEST_REFERENCE = 64
LONGEST_REASON = 200
STATEMENT_COLUMNS = ["order_no", "status", "amount", "reference", "at"]


class Trouble(Exception):
    """No answer that could be believed: the outcome is unknown. `kind` is a word for logs and breakers."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind = kind


class Verdict(StrEnum):
    """How a service went, as the gateway says."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    PROCESSING = "processing"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a gateway says of one order. `amount` in yuan and `at` are told with a success."""

    order_no: str
    verdict: Verdict
    amount: Decimal | None = None
    reference: str = ""
    reason: str = ""
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """What a gateway is asked to do. `amount` in yuan; None where it is asked for the price."""

    order_no: str
    kind: str
    details: Mapping[str, str]
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A price in yuan, what it is for, and until when it holds."""

    amount: Decimal
    title: str
    until: dt.datetime


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line of a day's statement: an order the gateway finished on that day."""

    line: int
    outcome: Outcome


class Gateway(Protocol):
    """The whole protocol. Every method but `parse_callback` may raise Trouble."""

    def quote(self, order: Order) -> Quote: ...
    def submit(self, order: Order) -> Outcome: ...
    def query(self, order_no: str) -> Outcome: ...
    def read_statement(self, day: dt.date) -> list[StatementLine]: ...


# --- reading ---------------------------------------------------------------------


def parse_outcome(raw: bytes, *, order_no: str | None = None) -> Outcome:
    """Reads an answer or a callback; with `order_no`, of that order only. Raises Trouble."""
    said = _object(raw)
    verdict = _verdict(said)
    named = said.get("order_no")
    if not isinstance(named, str) or not named or len(named) > 32 or (order_no and named != order_no):
        raise Trouble("nonsense", "another order's answer")
    amount = _yuan(said.get("amount")) if verdict == Verdict.SUCCEEDED else None
    return Outcome(
        order_no=named,
        verdict=verdict,
        amount=amount,
        reference=_text(said.get("reference"), LONGEST_REFERENCE),
        reason=_text(said.get("reason"), LONGEST_REASON),
        at=_moment(said.get("at")) if verdict == Verdict.SUCCEEDED else None,
    )


parse_callback = parse_outcome


def parse_quote(raw: bytes) -> Quote:
    """Reads a price. Raises Trouble."""
    said = _object(raw)
    until = _moment(said.get("until"))
    return Quote(amount=_yuan(said.get("amount")), title=_text(said.get("title"), 100), until=until)


def parse_statement(raw: bytes) -> list[StatementLine]:
    """Reads a day's CSV; its last line counts the others and adds them up. Raises Trouble.

    A file that was cut off in the middle would make good services look as if they were missing.
    """
    try:
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise Trouble("nonsense", "no CSV") from error
    if len(rows) < 2 or rows[0] != STATEMENT_COLUMNS or len(rows[-1]) != 3 or rows[-1][0] != "total":
        raise Trouble("nonsense", "no head or no total")
    lines = [_statement_line(number, row) for number, row in enumerate(rows[1:-1], start=2)]
    total = sum((line.outcome.amount or Decimal(0) for line in lines), Decimal(0))
    if rows[-1][1] != str(len(lines)) or _yuan(rows[-1][2], zero=True) != total:
        raise Trouble("nonsense", "the total is not that of the lines")
    return lines


def _statement_line(number: int, row: list[str]) -> StatementLine:
    if len(row) != len(STATEMENT_COLUMNS):
        raise Trouble("nonsense", f"line {number}")
    return StatementLine(
        number, parse_outcome(json.dumps(dict(zip(STATEMENT_COLUMNS, row, strict=True))).encode())
    )


def _object(raw: bytes) -> Mapping[str, Any]:
    try:
        said = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Trouble("nonsense", "no JSON") from error
    if not isinstance(said, dict):
        raise Trouble("nonsense", "no object")
    return said


def _verdict(said: Mapping[str, Any]) -> Verdict:
    try:
        return Verdict(str(said.get("status")))
    except ValueError as error:
        raise Trouble("nonsense", "no status") from error


def _yuan(value: Any, *, zero: bool = False) -> Decimal:
    """Money is a string of yuan with at most two decimals; a number of JSON would be a float."""
    try:
        amount = Decimal(value) if isinstance(value, str) and len(value) <= 16 else Decimal("NaN")
        fits = amount.is_finite() and amount < 10_000_000 and amount == round(amount, 2)
    except InvalidOperation:
        fits = False
    if not fits or amount < 0 or (amount == 0 and not zero):
        raise Trouble("nonsense", "no amount")
    return amount.quantize(Decimal("0.01"))


def _moment(value: Any) -> dt.datetime:
    """A moment with its offset; one of next week is as little believed as none."""
    try:
        moment = dt.datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise Trouble("nonsense", "no moment") from error
    if moment.tzinfo is None or moment.year < 2000 or moment.year > timezone.now().year + 1:
        raise Trouble("nonsense", "no moment with an offset")
    return moment


def _text(value: Any, longest: int) -> str:
    return value.replace("\0", "")[:longest] if isinstance(value, str) else ""
