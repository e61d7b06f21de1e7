"""Translations without gettext's programs, which a bare machine has not.

`python -m config.translations` compiles what changed (set-up does it too);
`python -m config.translations update` enters new strings into the catalogues, empty.
"""

import ast
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
CODE = ("config", "stations", "partners", "orders")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
CALL = re.compile(r"\b(?:_|n?p?gettext)\(")


def compile_changed(folder: Path = LOCALE) -> list[Path]:
    """Compile each catalogue that is newer than its compiled form; return those."""
    changed = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        fresh = target.with_suffix(".new")
        with fresh.open("wb") as file:
            write_mo(file, read(source))
        fresh.replace(target)
        changed.append(target)
    return changed


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def found_in_code(root: Path = ROOT) -> Catalog:
    """Every string marked for translation, with the places where it stands."""
    catalog = Catalog(project="Cunzhan", charset="utf-8", fuzzy=False)
    for path, source in _sources(root):
        place = path.relative_to(root).as_posix()
        for _line, message, _comments, context in extract("python", BytesIO(source.encode()), KEYWORDS):
            # Line numbers would change the catalogue with every edit of the code.
            catalog.add(message, locations=[(place, 0)], context=context)
    return catalog


def _sources(root: Path) -> Iterator[tuple[Path, str]]:
    for folder in CODE:
        for path in sorted((root / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, path.read_text()
    for path in sorted((root / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"}:
            yield path, calls_in_template(path.read_text(), origin=str(path))


def calls_in_template(source: str, origin: str = "") -> str:
    """The template's strings as lines of Python.

    Django turns a template into calls of gettext between noise (as it does for
    `makemessages`, whose xgettext skips the noise); the calls are cut out of it here.
    """
    noisy = templatize(source, origin=origin)
    calls = []
    for match in CALL.finditer(noisy):
        end = match.end()
        while (end := noisy.find(")", end) + 1) > 0:
            call = noisy[match.start() : end]
            try:
                ast.parse(call, mode="eval")
            except SyntaxError:
                continue
            calls.append(call)
            break
    return "\n".join(calls)


def missing(catalog: Catalog, wanted: Catalog) -> list[str]:
    """What the catalogue does not translate, or only fuzzily, or wrongly formatted."""
    problems = []
    for message in wanted:
        if not message.id:
            continue
        where = ", ".join(sorted({place for place, _line in message.locations}))
        entry = catalog.get(message.id, message.context)
        texts = entry.string if entry and isinstance(entry.string, tuple) else (entry and entry.string,)
        if not entry or not all(texts):
            problems.append(f"not translated: {message.id!r} ({where})")
        elif entry.fuzzy:
            problems.append(f"fuzzy: {message.id!r} ({where})")
        else:
            problems += [f"{error}: {message.id!r} ({where})" for error in entry.check(catalog)]
    return problems


def update(path: Path) -> None:
    """Enter what is new, without a guess; keep what the code no longer says as obsolete."""
    catalog = read(path)
    catalog.update(found_in_code(), no_fuzzy_matching=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=100, include_lineno=False, sort_output=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
            update(path)
    for path in compile_changed():
        sys.stdout.write(f"compiled {path.relative_to(LOCALE)}\n")
