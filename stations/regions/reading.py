"""Reads a file of the register line by line, and says what is wrong with a line."""

from __future__ import annotations

import csv
import io
import lzma
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stations.refusals import Refused
from stations.regions.models import Region

HEADER = ["code", "name"]
LENGTHS = frozenset(Region.Level.values)
LONGEST_NAME = 100
# No control characters, no blanks around; the real register has characters from the
# private-use area, so printable is not asked.
_SIGN = r"[^\s\x00-\x1f\x7f\ufeff]"
GOOD_NAME = re.compile(rf"{_SIGN}(?:[^\x00-\x1f\x7f\u2028\u2029\ufeff]{{0,{LONGEST_NAME - 2}}}{_SIGN})?")
XZ = b"\xfd7zXZ\x00"
SHOWN = 20  # problems told one by one


@dataclass(frozen=True, slots=True)
class Problem:
    line: int
    reason: str

    def __str__(self) -> str:
        return _("line %(line)s: %(reason)s") % {"line": self.line, "reason": self.reason}


class RegisterRefused(Refused):
    """The file is not taken, and why; `problems` are the first of them, in the file's order."""

    def __init__(self, problems: list[Problem], count: int) -> None:
        title = _("The register was not imported; nothing was written.")
        lines = [title, *(str(problem) for problem in problems)]
        if (more := count - len(problems)) > 0:
            lines.append(ngettext("%d more line is wrong.", "%d more lines are wrong.", more) % more)
        super().__init__("\n".join(lines), code="register", field="file")
        self.problems = problems


class Row(NamedTuple):
    line: int
    code: str
    name: str


def read_register(
    path: Path, advance: Callable[[int, int], None] = lambda done, whole: None
) -> Iterator[Row]:
    """The rows of a CSV, plain or xz, UTF-8 with or without BOM, headed `code,name`.

    Raises RegisterRefused after the last row when any line is malformed, with the first
    `SHOWN` of them; at once where nothing behind a line can be trusted. What only the whole
    file tells (duplicates, orphans) is not asked here.
    """
    problems: list[Problem] = []
    count, whole = 0, path.stat().st_size
    with path.open("rb") as raw, _plain(raw) as plain:
        reader = csv.reader(io.TextIOWrapper(plain, "utf-8-sig", newline=""), strict=True)
        try:
            _check_header(next(reader, []))
            for fields in reader:
                line = reader.line_num
                if line % 10_000 == 0:
                    advance(raw.tell(), whole)
                if not fields:
                    continue
                if reason := _wrong_with(fields):
                    count += 1
                    problems += [Problem(line, reason)] if count <= SHOWN else []
                else:
                    yield Row(line, *fields)
        except (UnicodeDecodeError, csv.Error, lzma.LZMAError, EOFError) as bad:
            broken = _first_bad_byte(path) if isinstance(bad, UnicodeDecodeError) else None
            broken = broken or _broken_off(reader.line_num, bad)
            raise RegisterRefused([*problems, broken], count + 1) from bad
    if count:
        raise RegisterRefused(problems, count)


@contextmanager
def _plain(raw: IO[bytes]) -> Iterator[IO[bytes]]:
    packed = raw.read(len(XZ)) == XZ
    raw.seek(0)
    with ExitStack() as stack:
        yield stack.enter_context(lzma.LZMAFile(raw)) if packed else raw


def _first_bad_byte(path: Path) -> Problem | None:
    """Text is decoded in blocks; only when one fails the line is looked for."""
    with path.open("rb") as raw, _plain(raw) as lines:
        for number, line in enumerate(lines, start=1):
            try:
                line.decode()
            except UnicodeDecodeError as error:
                reason = _("not UTF-8: byte %(byte)s at position %(position)s")
                detail = {"byte": f"0x{line[error.start]:02X}", "position": error.start + 1}
                return Problem(number, reason % detail)
    return None


def _broken_off(line: int, error: Exception) -> Problem:
    if isinstance(error, csv.Error):
        return Problem(line, _("not a line of CSV (%(error)s)") % {"error": error})
    return Problem(line + 1, _("the xz file is damaged here (%(error)s)") % {"error": error})


def _check_header(fields: list[str]) -> None:
    if [field.strip().lower() for field in fields] != HEADER:
        found = {"found": ",".join(fields)[:80]}
        reason = _("the header must be “code,name”, not “%(found)s”") % found
        raise RegisterRefused([Problem(1, reason)], 1)


def _wrong_with(fields: list[str]) -> str:
    if len(fields) != 2:
        return _("2 columns are expected, found %(count)s") % {"count": len(fields)}
    code, name = fields
    # One question for a good line: there are hundreds of thousands of them.
    if len(code) in LENGTHS and code.isdigit() and code.isascii() and GOOD_NAME.fullmatch(name):
        return ""
    if not (code.isascii() and code.isdigit()):
        return _("the code “%(code)s” has other characters than digits") % {"code": code[:20]}
    if len(code) not in LENGTHS:
        return _("the code %(code)s has %(length)s digits, not 2, 4, 6, 9 or 12") % {
            "code": code[:20],
            "length": len(code),
        }
    told = {"code": code, "most": LONGEST_NAME}
    if not name.strip():
        return _("%(code)s has no name") % told
    if len(name) > LONGEST_NAME:
        return _("the name of %(code)s is longer than %(most)s characters") % told
    return _("the name of %(code)s has blanks around it or control characters in it") % told
