"""Reads the lists of places: CSV in UTF-8 with the five printed names and, where asked, more columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stations.recognition.matching import Printed
from stations.recognition.models import Poverty
from stations.refusals import Refused

SHOWN = 20
PLACE = Printed._fields
LONGEST = 40
YES = {"1", "*", "yes", "y", "true", "是"}
NO = {"", "0", "no", "n", "false", "否"}
# Other words that people write above the same column.
SAME = {
    "active_shops": "shops",
    "active_online_shops": "shops",
    "e_commerce_turnover": "turnover",
    "main_product": "product",
    "local_authority": "from_authority",
    "local_authorities": "from_authority",
    "poverty_county": "poverty",
    "poverty_level": "poverty",
}


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    cells: dict[str, str]

    @property
    def printed(self) -> Printed:
        return Printed(*(self.cells.get(name, "") for name in PLACE))


def read_lines(path: Path, *, needs: Sequence[str]) -> list[Line]:
    """The rows of a file whose header has at least the columns `needs`; blanks around cells are dropped.

    Raises Refused with line and reason: no UTF-8, no such header, too few or too many cells, a
    name that is too long, no province, county or last name.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as bad:
        raise _refused([(1, _("The file is not UTF-8."))]) from bad
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    wrong: list[tuple[int, str]] = []
    lines: list[Line] = []
    try:
        header = [_column(name) for name in next(reader, [])]
        if missing := [name for name in needs if name not in header]:
            raise _refused([(1, _("The header lacks: %(names)s.") % {"names": ", ".join(missing)})])
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                counts = {"expected": len(header), "found": len(cells)}
                said = _("%(expected)d columns are expected, found %(found)d.") % counts
                wrong.append((reader.line_num, said))
                continue
            line = Line(reader.line_num, {n: c.strip() for n, c in zip(header, cells, strict=True)})
            if reason := _wrong_place(line, needs):
                wrong.append((line.number, reason))
            lines.append(line)
    except csv.Error as bad:
        wrong.append((reader.line_num, _("not a line of CSV (%(error)s)") % {"error": bad}))
    if wrong:
        raise _refused(wrong)
    return lines


def parsed(lines: Sequence[Line], parse: Callable[[Line], Any]) -> Iterator[tuple[Line, Any]]:
    """Each line with what `parse` makes of it; raises Refused with all lines where that is a ValueError."""
    wrong: list[tuple[int, str]] = []
    good: list[tuple[Line, Any]] = []
    for line in lines:
        try:
            good.append((line, parse(line)))
        except ValueError as bad:
            wrong.append((line.number, str(bad)))
    if wrong:
        raise _refused(wrong)
    yield from good


def count_of(line: Line, name: str, *, least: int = 0) -> int | None:
    """A whole number, or None for an empty cell; raises ValueError."""
    text = line.cells.get(name, "").replace(",", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or not least <= int(text) < 2**31:
        raise ValueError(_("%(column)s is no such number: %(text)s") % {"column": name, "text": text[:20]})
    return int(text)


def yuan_of(line: Line, name: str) -> Decimal | None:
    """Yuan to the fen, or None for an empty cell; raises ValueError."""
    text = line.cells.get(name, "").replace(",", "")
    if not text:
        return None
    wrong = ValueError(_("%(column)s is no amount in yuan: %(text)s") % {"column": name, "text": text[:20]})
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise wrong from None
    if not amount.is_finite() or not 0 <= amount < 10**12 or amount != amount.quantize(Decimal("0.01")):
        raise wrong
    return amount


def yes_of(line: Line, name: str) -> bool:
    text = line.cells.get(name, "").lower()
    if text not in YES | NO:
        raise ValueError(
            _("%(column)s is neither yes nor no: %(text)s") % {"column": name, "text": text[:20]}
        )
    return text in YES


def poverty_of(line: Line) -> str:
    text = line.cells.get("poverty", "").lower()
    words = {"国家级": Poverty.NATIONAL, "省级": Poverty.PROVINCIAL, "none": Poverty.NONE, "否": Poverty.NONE}
    text = words.get(text, text)
    if text not in Poverty.values:
        raise ValueError(_("poverty is national, provincial or empty: %(text)s") % {"text": text[:20]})
    return text


def _column(name: str) -> str:
    name = name.strip().lower().replace(" ", "_").replace("-", "_")
    return SAME.get(name, name)


def _wrong_place(line: Line, needs: Sequence[str]) -> str:
    named = [name for name in PLACE if name in needs] if "province" in needs else []
    if any(len(line.cells.get(name, "")) > LONGEST for name in named):
        return _("A name is longer than %(most)d characters.") % {"most": LONGEST}
    # A town may be empty where the county stands for it, a county where the town does.
    if named and not (line.cells["province"] and line.cells[named[-1]]):
        return _("The row names no place.")
    return ""


def _refused(wrong: list[tuple[int, str]]) -> Refused:
    told = [
        _("line %(line)s: %(reason)s") % {"line": line, "reason": reason} for line, reason in wrong[:SHOWN]
    ]
    if (more := len(wrong) - SHOWN) > 0:
        told.append(ngettext("%d more line is wrong.", "%d more lines are wrong.", more) % more)
    return Refused(
        "\n".join([_("The file was not imported; nothing was written."), *told]), code="file", field="file"
    )
