"""Files that leave while they are written: nothing of the size of the nation is held for one of them."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterable, Iterator

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.cache import patch_cache_control

from stations.clock import SHANGHAI
from stations.exporting.recording import record_export

# A piece is one write to the socket: a line of its own each would cost more than the line.
PIECE = 64 * 1024


def streamed_file(
    request: HttpRequest, pieces: Iterable[bytes], *, name: str, content_type: str, rows: int
) -> StreamingHttpResponse:
    """A festival's file, written down before its first byte leaves; PermissionDenied without the right."""
    record_export(request, what="festival", name=name, rows=rows)
    response = StreamingHttpResponse(pieces, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    patch_cache_control(response, private=True, no_store=True)
    return response


def in_pieces(lines: Iterable[str]) -> Iterator[bytes]:
    """Lines, some hundreds at a time."""
    kept: list[str] = []
    size = 0
    for line in lines:
        kept.append(line)
        size += len(line)
        if size >= PIECE:
            yield "".join(kept).encode()
            kept, size = [], 0
    if kept:
        yield "".join(kept).encode()


def zipped(files: Iterable[tuple[str, bytes]], *, as_of: dt.datetime) -> Iterator[bytes]:
    """A zip of named files, each sent on as soon as it is packed. Names may be Chinese.

    They bear the time of what they say, so that the same contents make the same zip.
    """
    local = as_of.astimezone(SHANGHAI)
    bears = (local.year, local.month, local.day, local.hour, local.minute, local.second)
    out = _Outbox()
    with zipfile.ZipFile(out, "w") as archive:  # type: ignore[call-overload]
        for name, content in files:
            entry = zipfile.ZipInfo(name, bears)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
            yield out.emptied()
    yield out.emptied()


class _Outbox:
    """What `zipfile` takes for a pipe: it can be written to, and neither told from nor rewound."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._waiting.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        pass

    def emptied(self) -> bytes:
        waiting, self._waiting = self._waiting, []
        return b"".join(waiting)
