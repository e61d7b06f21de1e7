"""One POST to a machine that somebody else runs, and that may behave anyhow.

Every call out of the house goes through `post`: over TLS, to a public address that is resolved
once, past proxies and redirects, and never longer or larger than agreed. What an answer means is
its caller's business.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from stations.outbound.addresses import NoAddress, address_of
from stations.outbound.deadline import TransportUntil


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds to connect, for each read, and for the whole answer; bytes of the answer.

    The whole, headers included, has a limit of its own: a machine that sends a byte a second would
    otherwise hold a worker for ever.
    """

    connect: float
    read: float
    whole: float
    largest: int


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes


class NoAnswer(Exception):
    """No answer that could be read. `kind` is a word for logs and breakers; `sent` says whether
    the request may have left."""

    def __init__(self, kind: str, detail: str = "", *, sent: bool) -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind = kind
        self.detail = detail
        self.sent = sent


def post(
    url: str,
    body: bytes,
    *,
    headers: Mapping[str, str],
    limits: Limits,
    private: bool,
) -> Answer:
    """Posts `body` and reads the answer, whatever its status. Raises NoAnswer.

    `private` lets the call go to an address of our own network, and without TLS. Must not be
    called inside a transaction: it takes seconds.
    """
    target = httpx.URL(url)
    if target.scheme != "https" and not private:
        raise NoAnswer("forbidden", "not over TLS", sent=False)
    port = target.port or {"https": 443}.get(target.scheme, 80)
    try:
        # That very address is called: a second look-up could be answered differently.
        address = address_of(target.host, port, private=private)
    except NoAddress as error:
        raise NoAnswer("no_address", "none, or not a public one", sent=False) from error
    request = httpx.Request(
        "POST",
        target.copy_with(host=address),
        content=body,
        headers={
            **headers,
            "Host": target.netloc.decode("ascii"),
            # Nothing is unpacked: a small packed answer could become a very large one.
            "Accept-Encoding": "identity",
        },
        # The certificate is judged by the name, the connection goes to the address.
        extensions={"sni_hostname": target.host, "timeout": _timeouts(limits)},
    )
    try:
        return _read(request, limits, time.monotonic() + limits.whole)
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise NoAnswer("unreachable", type(error).__name__, sent=False) from error
    except httpx.TimeoutException as error:
        raise NoAnswer("timeout", sent=True) from error
    except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL) as error:
        raise NoAnswer("unreachable", type(error).__name__, sent=True) from error


def _read(request: httpx.Request, limits: Limits, end: float) -> Answer:
    # `trust_env` would let a proxy of the environment decide where the call really goes; a
    # redirect would lead the signed body where nobody agreed to.
    with httpx.Client(transport=TransportUntil(end), trust_env=False, follow_redirects=False) as client:
        response = client.send(request, stream=True)
        try:
            parts, size = [], 0
            for part in response.iter_raw():
                size += len(part)
                if size > limits.largest:
                    raise NoAnswer("too_large", sent=True)
                parts.append(part)
            return Answer(response.status_code, b"".join(parts))
        finally:
            response.close()


def _timeouts(limits: Limits) -> dict[str, float]:
    read = min(limits.read, limits.whole)
    return {"connect": limits.connect, "read": read, "write": limits.connect, "pool": limits.connect}
