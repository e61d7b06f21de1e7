"""The sandbox as operator, utility, travel agent, bank and hospital: what it does with an order.

Account, card or phone numbers that end in 000 are refused, so that a failure can be seen too.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from orders.counter.gateways.protocol import STATEMENT_COLUMNS
from orders.counter.gateways.sandbox.book import Book, Done
from orders.counter.gateways.sandbox.tempers import Temper
from orders.counter.gateways.signing import signed_headers
from stations.clock import SHANGHAI

# What takes a moment to be rendered: first "processing", then a callback.
TAKES_TIME = {"train", "air", "hotel", "registration", "medicine", "diagnosis"}
# Yuan from and to, by kind; the same question has the same price.
PRICES = {
    "train": (24, 480),
    "air": (380, 1900),
    "hotel": (118, 420),
    "registration": (6, 50),
    "medicine": (18, 160),
    "diagnosis": (20, 80),
}


@dataclass(slots=True)
class Play:
    """One sandbox: its book, its keys, where it calls back, and its temper by gateway.

    It signs with `secret`, and believes whoever signs with that or with a key of `other_keys`: two
    at once, so that a change of keys can be played. `pause` is how many seconds it takes to render
    what takes time.
    """

    key_id: str
    secret: str
    callback: str  # an address with {code} in it; empty: it never calls back
    book: Book = field(default_factory=Book)
    pause: float = 2.0
    tempers: dict[str, Temper] = field(default_factory=dict)
    erred: set[str] = field(default_factory=set)
    other_keys: Mapping[str, str] = field(default_factory=dict)

    @property
    def keys(self) -> dict[str, str]:
        return {**self.other_keys, self.key_id: self.secret}

    def temper(self, code: str) -> Temper:
        return self.tempers.get(code, self.tempers.get("*", Temper.CALM))

    def quote(self, told: Mapping[str, Any]) -> dict[str, Any]:
        kind, details = str(told["kind"]), told["details"]
        low, high = PRICES.get(kind, (10, 100))
        drawn = hashlib.sha256(json.dumps([kind, details], sort_keys=True).encode()).digest()
        amount = low + int.from_bytes(drawn[:4]) % (100 * (high - low)) / Decimal(100)
        parts = [
            details.get("from_place"),
            details.get("to_place"),
            details.get("place"),
            details.get("hospital"),
        ]
        parts += [details.get("department"), details.get("day")]
        return {
            "amount": f"{amount:.2f}",
            "title": " ".join(part for part in parts if part),
            "until": (_now() + dt.timedelta(minutes=15)).isoformat(),
        }

    def submit(self, code: str, told: Mapping[str, Any]) -> dict[str, Any]:
        """Does an order once, however often it is sent; returns how it stands."""
        number = str(told["order_no"])
        known = self.book.find(code, number)
        if known is None:
            known = self._begin(code, told)
            self.book.put(known)
            if known.status == "processing":
                self._later(self._finish, known)
            elif self.temper(code) != Temper.FAILED_FIRST:
                self._call_back(known, times=2 if self.temper(code) == Temper.TWICE else 1)
        if self.temper(code) == Temper.FAILED_FIRST and known.status == "succeeded":
            self._later(self._call_back, known)
            return {"order_no": number, "status": "failed", "reason": "暂时无法办理"}
        return self._shown(code, known)

    def query(self, code: str, told: Mapping[str, Any]) -> dict[str, Any]:
        known = self.book.find(code, str(told["order_no"]))
        if known is None:
            return {"order_no": told["order_no"], "status": "not_found"}
        return self._shown(code, known)

    def statement(self, code: str, told: Mapping[str, Any]) -> bytes:
        rows = self.book.of_day(code, dt.date.fromisoformat(str(told["day"])))
        written = io.StringIO()
        lines = csv.writer(written, lineterminator="\n")
        lines.writerow(STATEMENT_COLUMNS)
        for row in rows:
            lines.writerow([row.order_no, row.status, row.amount, row.reference, row.at])
        total = sum((Decimal(row.amount) for row in rows if row.status == "succeeded"), Decimal(0))
        lines.writerow(["total", len(rows), f"{total:.2f}"])
        return written.getvalue().encode()

    # --- how it is done --------------------------------------------------------------

    def _begin(self, code: str, told: Mapping[str, Any]) -> Done:
        details = told["details"]
        status = "processing" if told["kind"] in TAKES_TIME else "succeeded"
        reason = ""
        if any(str(details.get(name, "")).endswith("000") for name in ("account", "card", "phone")):
            status, reason = "failed", "号码不存在"
        reference = f"SB{uuid.uuid4().hex[:12].upper()}"
        return Done(
            code, str(told["order_no"]), status, str(told["amount"]), reference, reason, _now().isoformat()
        )

    def _finish(self, known: Done) -> None:
        done = replace(known, status="succeeded", at=_now().isoformat())
        self.book.put(done)
        self._call_back(done, times=2 if self.temper(done.gateway) == Temper.TWICE else 1)

    def _shown(self, code: str, known: Done) -> dict[str, Any]:
        told = known.told()
        if self.temper(code) == Temper.WRONG_AMOUNT:
            told["amount"] = f"{Decimal(known.amount) + 1:.2f}"
        return told

    def _later(self, what: Any, known: Done) -> None:
        timer = threading.Timer(self.pause, what, [known])
        timer.daemon = True
        timer.start()

    def _call_back(self, known: Done, times: int = 1) -> None:
        if not self.callback:
            return
        body = json.dumps(self._shown(known.gateway, known)).encode()
        for _time in range(times):
            threading.Thread(target=self._post, args=[known.gateway, body], daemon=True).start()

    def _post(self, code: str, body: bytes) -> None:
        """A callback is sent again until it is taken, a few times, as the same event."""
        event_id = uuid.uuid4().hex
        for wait in (0.2, 1, 4, 15):
            time.sleep(wait)
            headers = signed_headers(
                key_id=self.key_id,
                secret=self.secret,
                timestamp=int(time.time()),
                event_id=event_id,
                body=body,
            )
            request = urllib.request.Request(  # noqa: S310 (the address is the sandbox's own setting)
                self.callback.format(code=code), body, headers | {"Content-Type": "application/json"}
            )
            try:
                with urllib.request.urlopen(request, timeout=10):  # noqa: S310
                    return
            except (urllib.error.URLError, OSError):
                continue


def _now() -> dt.datetime:
    return dt.datetime.now(SHANGHAI)
