"""Compiles the translations with Babel: a bare machine has no msgfmt.

`python -m config.translations` after a change in `locale/`; set-up does it too.
"""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_changed(folder: Path = LOCALE) -> list[Path]:
    """Compile each catalogue that is newer than its compiled form; return those."""
    changed = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalog = read_po(file, abort_invalid=True)
        fresh = target.with_suffix(".new")
        with fresh.open("wb") as file:
            write_mo(file, catalog)
        fresh.replace(target)
        changed.append(target)
    return changed


if __name__ == "__main__":
    for path in compile_changed():
        sys.stdout.write(f"compiled {path.relative_to(LOCALE)}\n")
