"""What a journal row is about, in words: a register, because keys never point up.

The journal names a subject as text ("agent-order:17"). The app it belongs to registers, in
its `AppConfig.ready`, how people call it and where its page is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """How one kind of subject is shown: its name, and the URL name of its page at the counter, if any."""

    label: Callable[[int], str]
    page: str = ""


_KINDS: dict[str, SubjectKind] = {}


def register(prefix: str, *, label: Callable[[int], str], page: str = "") -> None:
    """From now on `prefix:<id>` is called `label(id)` and has the page `page`, with `pk`, if any."""
    _KINDS[prefix] = SubjectKind(label, page)


def label_of(subject: str) -> str:
    """What people call it; the plain text where nobody registered the kind."""
    kind, key = _find(subject)
    return kind.label(key) if kind else subject


def page_of(subject: str) -> str:
    """The address of its page at the counter, empty where it has none. Whoever asks may see it or not."""
    kind, key = _find(subject)
    return reverse(kind.page, kwargs={"pk": key}) if kind and kind.page else ""


def _find(subject: str) -> tuple[SubjectKind | None, int]:
    prefix, _colon, key = subject.partition(":")
    if not (key.isascii() and key.isdigit()):
        return None, 0
    return _KINDS.get(prefix), int(key)
