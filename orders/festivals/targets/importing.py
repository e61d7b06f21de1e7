"""Targets from a file or a pasted table: code and yuan, all of it or nothing."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from orders.festivals.models import Festival
from orders.festivals.targets.setting import NewTarget, check_amount, check_may_set, set_targets
from orders.importing.cells import money, text
from orders.importing.columns import Columns
from orders.importing.reading import TextRow, read_rows
from stations.centers.models import CountyCenter
from stations.network.models import Station
from stations.refusals import Refused

COLUMNS = Columns({"code": "编号", "target": "目标"})
SHOWN = 20  # lines told one by one

_code = text(16)
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d{1,2})?")


def import_targets(*, actor: Any, festival: Festival, file: BinaryIO) -> int:
    """Sets the targets of a CSV or XLSX with the columns code and target; returns how many.

    A code is a station's or a county center's. Raises Refused, naming each wrong line; then nothing is set.
    """
    return _set(actor, festival, list(read_rows(file, COLUMNS)), field="file")


def paste_targets(*, actor: Any, festival: Festival, words: str) -> int:
    """The same from what was copied out of a spreadsheet or a CSV, with its header or without."""
    return _set(actor, festival, _pasted(words), field="table")


def _set(actor: Any, festival: Festival, rows: list[TextRow], *, field: str) -> int:
    if not rows:
        raise Refused(_("There is no line below the header."), code="file", field=field)
    places = _places(actor, {cells[0].upper() for _line, cells in rows})
    targets, refused = _read(actor, rows, places)
    if refused:
        more = len(refused) - SHOWN
        told = refused[:SHOWN] + ([_("and %(count)s more lines") % {"count": more}] if more > 0 else [])
        raise Refused(" ".join(told), code="rows", field=field)
    return set_targets(actor=actor, festival=festival, targets=targets)


def _pasted(words: str) -> list[TextRow]:
    """Rows by the line that they were pasted on."""
    table = words.strip()
    if "\t" in table:
        # Out of a spreadsheet: a comma belongs to an amount there.
        out = io.StringIO()
        csv.writer(out).writerows(line.split("\t") for line in table.splitlines())
        table = out.getvalue()
    names = COLUMNS.by_name()
    headless = not any(cell.strip().lower() in names for cell in table.partition("\n")[0].split(","))
    file = io.BytesIO((("code,target\n" if headless else "") + table).encode())
    return [(line - headless, cells) for line, cells in read_rows(file, COLUMNS)]


def _read(
    actor: Any, rows: list[TextRow], places: dict[str, CountyCenter | Station]
) -> tuple[list[NewTarget], list[str]]:
    targets: list[NewTarget] = []
    refused: list[str] = []
    seen: dict[str, int] = {}
    for line, cells in rows:
        try:
            code = _code(cells[0]).upper()
            if code in seen:
                raise Refused(
                    _("%(place)s stands in line %(line)s already.") % {"place": code, "line": seen[code]}
                )
            seen[code] = line
            place = places.get(code)
            if place is None:
                raise Refused(_("There is no such county or station."))
            check_may_set(actor, place)
            amount = _yuan(cells[1])
            if len(cells) > len(COLUMNS.names):
                raise Refused(_("There are more cells than the header names."))
            check_amount(amount)
            targets.append(NewTarget(place, amount))
        except Refused as reason:
            refused.append(_("Line %(line)s: %(reason)s") % {"line": line, "reason": reason})
    return targets, refused


def _yuan(cell: str) -> Decimal:
    """An amount, also one that a spreadsheet shows with commas."""
    return money(cell.replace(",", "") if _THOUSANDS.fullmatch(cell) else cell)


def _places(actor: Any, codes: set[str]) -> dict[str, CountyCenter | Station]:
    found: dict[str, CountyCenter | Station] = {}
    for place in (*_visible(CountyCenter, actor, codes), *_visible(Station, actor, codes)):
        found[place.code] = place
    return found


def _visible(model: Any, actor: Any, codes: set[str]) -> Iterator[Any]:
    rows = model.objects.all() if actor is None else model.objects.visible_to(actor)
    found: Iterator[Any] = rows.filter(code__in=codes).iterator()
    return found
