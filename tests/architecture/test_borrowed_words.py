"""What the admin's package says is Chinese too."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import unfold
from babel.messages.extract import extract
from django.utils.translation import gettext, ngettext, override, pgettext

from config.translations import KEYWORDS, calls_in_template

UNFOLD = Path(unfold.__file__).parent
# Parts of unfold for packages that are not installed here, and its text editor.
UNUSED = {"constance", "forms", "guardian", "location_field", "simple_history", "unfold_crispy"}
THE_SAME = "%(class_name)s %(instance)s"


def test_unfold_says_nothing_in_english() -> None:
    said = list(_said())
    assert len(said) > 100
    with override("zh-hans"):
        english = {str(words) for words, context in said if _chinese(words, context) in words}
    assert english == set()


def _said() -> Iterator[tuple[tuple[str, ...], str | None]]:
    """Each message of unfold with its plural, and its context."""
    for path in sorted(UNFOLD.rglob("*")):
        if path.suffix not in {".py", ".html"} or UNUSED & set(path.relative_to(UNFOLD).parts):
            continue
        source = path.read_text()
        source = source if path.suffix == ".py" else calls_in_template(source, origin=str(path))
        found: Any = extract("python", BytesIO(source.encode()), KEYWORDS)
        for _line, message, _comments, context in found:
            if message and message != THE_SAME:
                yield (message,) if isinstance(message, str) else message, context


def _chinese(words: tuple[str, ...], context: str | None) -> str:
    if len(words) == 2:
        return ngettext(*words, 2)
    return pgettext(context, words[0]) if context else gettext(words[0])
