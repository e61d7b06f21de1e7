"""The protocol over HTTP, for gateways that somebody else runs and that may behave anyhow."""

from __future__ import annotations

import datetime as dt
import json
import time
import uuid
from typing import Any

from orders.counter.gateways.protocol import (
    Order,
    Outcome,
    Quote,
    StatementLine,
    Trouble,
    parse_outcome,
    parse_quote,
    parse_statement,
)
from orders.counter.gateways.registry import Account
from orders.counter.gateways.signing import signed_headers
from stations.outbound.calling import Limits, NoAnswer, post

# Seconds: of one read READ, of the whole answer DEADLINE.
CONNECT, READ, DEADLINE = 3.0, 8.0, 10.0
QUOTE_DEADLINE = 5.0  # somebody stands at the counter
LARGEST_ANSWER = 64 * 1024
LARGEST_STATEMENT = 5 * 1024 * 1024


class HttpGateway:
    """One gateway, reached at its account's address. Nothing is kept between calls."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def quote(self, order: Order) -> Quote:
        return parse_quote(self._call("quote", _told(order), deadline=QUOTE_DEADLINE))

    def submit(self, order: Order) -> Outcome:
        return parse_outcome(self._call("submit", _told(order)), order_no=order.order_no)

    def query(self, order_no: str) -> Outcome:
        return parse_outcome(self._call("query", {"order_no": order_no}), order_no=order_no)

    def read_statement(self, day: dt.date) -> list[StatementLine]:
        raw = self._call("statement", {"day": day.isoformat()}, largest=LARGEST_STATEMENT, deadline=60.0)
        return parse_statement(raw)

    def _call(
        self,
        verb: str,
        told: dict[str, Any],
        *,
        largest: int = LARGEST_ANSWER,
        deadline: float = DEADLINE,
    ) -> bytes:
        """The body of a 200; everything else is Trouble."""
        body = json.dumps(told, ensure_ascii=False).encode()
        key_id, secret = self.account.signing_key
        headers = signed_headers(
            key_id=key_id,
            secret=secret,
            timestamp=int(time.time()),
            event_id=uuid.uuid4().hex,
            body=body,
        )
        try:
            answer = post(
                f"{self.account.url.rstrip('/')}/{verb}",
                body,
                headers={**headers, "Content-Type": "application/json"},
                limits=Limits(connect=CONNECT, read=READ, whole=deadline, largest=largest),
                private=self.account.private,
            )
        except NoAnswer as error:
            raise Trouble(error.kind, error.detail) from error
        if answer.status != 200:
            raise Trouble("status", str(answer.status))
        return answer.body


def _told(order: Order) -> dict[str, Any]:
    return {
        "order_no": order.order_no,
        "kind": order.kind,
        "amount": None if order.amount is None else f"{order.amount:.2f}",
        "details": dict(order.details),
    }
