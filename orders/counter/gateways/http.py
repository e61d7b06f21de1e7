"""The protocol over HTTP, for gateways that somebody else runs and that may behave anyhow."""

from __future__ import annotations

import datetime as dt
import json
import time
import uuid
from typing import Any

import httpx

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
from stations.notices.gateways.addresses import NoAddress, address_of

# Seconds. Each single read may take READ, the whole answer DEADLINE: a gateway that sends a byte
# a second would otherwise hold a worker for ever.
CONNECT, READ, DEADLINE = 3.0, 8.0, 10.0
QUOTE_DEADLINE = 5.0  # somebody stands at the counter
LARGEST_ANSWER = 64 * 1024
LARGEST_STATEMENT = 5 * 1024 * 1024


class HttpGateway:
    """One gateway, reached at its account's address. Nothing is kept between calls.

    Redirects are not followed: they would lead the signed body where nobody agreed to.
    """

    def __init__(self, account: Account, *, transport: httpx.BaseTransport | None = None) -> None:
        self.account = account
        self._transport = transport

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
        url = httpx.URL(f"{self.account.url.rstrip('/')}/{verb}")
        if url.scheme != "https" and not self.account.private:
            raise Trouble("forbidden", "not over TLS")
        port = url.port or {"https": 443}.get(url.scheme, 80)
        try:
            # That very address is called: a second look-up could be answered differently.
            address = address_of(url.host, port, private=self.account.private)
        except NoAddress as error:
            raise Trouble("no_address", "none, or not a public one") from error
        key_id, secret = self.account.signing_key
        headers = signed_headers(
            key_id=key_id,
            secret=secret,
            timestamp=int(time.time()),
            event_id=uuid.uuid4().hex,
            body=body,
        )
        headers |= {
            "Host": url.netloc.decode("ascii"),
            "Content-Type": "application/json",
            # Nothing is unpacked: a small packed answer could become a very large one.
            "Accept-Encoding": "identity",
        }
        # The certificate is judged by the name, the connection goes to the address.
        request = httpx.Request(
            "POST",
            url.copy_with(host=address),
            headers=headers,
            content=body,
            extensions={"sni_hostname": url.host, "timeout": _timeouts(deadline)},
        )
        try:
            return self._read(request, largest, time.monotonic() + deadline)
        except httpx.TimeoutException as error:
            raise Trouble("timeout") from error
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL) as error:
            raise Trouble("unreachable", type(error).__name__) from error

    def _read(self, request: httpx.Request, largest: int, end: float) -> bytes:
        # `trust_env` would let a proxy of the environment decide where the call really goes.
        with httpx.Client(transport=self._transport, trust_env=False, follow_redirects=False) as client:
            response = client.send(request, stream=True)
            try:
                if response.status_code != 200:
                    raise Trouble("status", str(response.status_code))
                parts, size = [], 0
                for part in response.iter_raw():
                    size += len(part)
                    if size > largest:
                        raise Trouble("too_large")
                    if time.monotonic() > end:
                        raise Trouble("timeout")
                    parts.append(part)
                return b"".join(parts)
            finally:
                response.close()


def _timeouts(deadline: float) -> dict[str, float]:
    read = min(READ, deadline)
    return {"connect": CONNECT, "read": read, "write": CONNECT, "pool": CONNECT}


def _told(order: Order) -> dict[str, Any]:
    return {
        "order_no": order.order_no,
        "kind": order.kind,
        "amount": None if order.amount is None else f"{order.amount:.2f}",
        "details": dict(order.details),
    }
