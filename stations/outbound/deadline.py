"""A connection that is read until a moment and no longer.

A timeout of httpx is one of each read, so a machine that sends a line of its headers a second
would be read for ever: before the body begins nobody outside sees that time goes by. Here every
read, of headers and of the body, may only wait for what is left.
"""

from __future__ import annotations

import ssl
import time
from typing import Any

import httpcore
import httpx


class TransportUntil(httpx.HTTPTransport):
    """httpx's own transport over connections that end at `end`, by the monotonic clock."""

    def __init__(self, end: float) -> None:
        trusted = httpx.create_ssl_context(trust_env=False)
        super().__init__(verify=trusted, trust_env=False)
        self._pool = httpcore.ConnectionPool(ssl_context=trusted, network_backend=_Backend(end))


class _Backend(httpcore.SyncBackend):
    def __init__(self, end: float) -> None:
        self.end = end

    def connect_tcp(self, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        return _Stream(super().connect_tcp(*args, **kwargs), self.end)


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, end: float) -> None:
        self.inner, self.end = inner, end

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        left = self.end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the whole answer took too long")
        return self.inner.read(max_bytes, left if timeout is None else min(left, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.inner.write(buffer, timeout)

    def close(self) -> None:
        self.inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        return _Stream(self.inner.start_tls(ssl_context, server_hostname, timeout), self.end)

    def get_extra_info(self, info: str) -> Any:
        return self.inner.get_extra_info(info)
