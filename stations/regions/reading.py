"""Reads a file of the register line by line, and says what is wrong with a line."""

from __future__ import annotations

import csv
import lzma
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stations.refusals import Refused
from stations.regions.models import Region

HEADER = ["code", "name"]
LENGTHS = frozenset(Region.Level.values)
LONGEST_NAME = 100
# Control characters only: the real register has characters from the private-use area.
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\ufeff]")
XZ = b"\xfd7zXZ\x00"
BOM = b"\xef\xbb\xbf"
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


class _BadEncoding(Exception):
    """Carries a problem through csv's iterator."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


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
    count, line = 0, 0
    with _opened(path, advance) as binary:
        reader = csv.reader(_decoded(binary), strict=True)
        try:
            for fields in reader:
                line = reader.line_num
                if line == 1:
                    _check_header(fields)
                    continue
                if not fields:
                    continue
                if reason := _wrong_with(fields):
                    count += 1
                    problems += [Problem(line, reason)] if count <= SHOWN else []
                else:
                    yield Row(line, fields[0], fields[1])
        except _BadEncoding as bad:
            raise RegisterRefused([*problems, bad.problem], count + 1) from bad
        except csv.Error as bad:
            broken = Problem(reader.line_num, _("not a line of CSV (%(error)s)") % {"error": bad})
            raise RegisterRefused([*problems, broken], count + 1) from bad
        except (lzma.LZMAError, EOFError) as bad:
            broken = Problem(line + 1, _("the xz file is damaged here (%(error)s)") % {"error": bad})
            raise RegisterRefused([*problems, broken], count + 1) from bad
    if line == 0:
        _check_header([])
    if count:
        raise RegisterRefused(problems, count)


@contextmanager
def _opened(path: Path, advance: Callable[[int, int], None]) -> Iterator[Iterator[bytes]]:
    """Lines of bytes; tells how far into the file they are, compressed or not."""
    whole = path.stat().st_size
    with ExitStack() as stack:
        file = stack.enter_context(path.open("rb"))
        packed = file.read(len(XZ)) == XZ
        file.seek(0)
        lines: Iterable[bytes] = stack.enter_context(lzma.LZMAFile(file)) if packed else file

        def told() -> Iterator[bytes]:
            for number, line in enumerate(lines):
                if number % 10_000 == 0:
                    advance(file.tell(), whole)
                yield line

        yield told()


def _decoded(lines: Iterator[bytes]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        try:
            yield (line.removeprefix(BOM) if number == 1 else line).decode()
        except UnicodeDecodeError as error:
            reason = _("not UTF-8: byte %(byte)s at position %(position)s")
            detail = {"byte": f"0x{line[error.start]:02X}", "position": error.start + 1}
            raise _BadEncoding(Problem(number, reason % detail)) from error


def _check_header(fields: list[str]) -> None:
    if [field.strip().lower() for field in fields] != HEADER:
        found = {"found": ",".join(fields)[:80]}
        reason = _("the header must be “code,name”, not “%(found)s”") % found
        raise RegisterRefused([Problem(1, reason)], 1)


def _wrong_with(fields: list[str]) -> str:
    if len(fields) != 2:
        return _("2 columns are expected, found %(count)s") % {"count": len(fields)}
    code, name = fields
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
    if name != name.strip() or UNPRINTABLE.search(name):
        return _("the name of %(code)s has blanks around it or control characters in it") % told
    if len(name) > LONGEST_NAME:
        return _("the name of %(code)s is longer than %(most)s characters") % told
    return ""
