"""Tables as files: CSV and XLSX that open in Excel with Chinese intact and no formula executed."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import xlsxwriter
from django.utils.functional import Promise

from stations.clock import SHANGHAI

Cell = str | int | Decimal | dt.date | dt.datetime | Promise | None
Kind = Literal["text", "count", "yuan", "share", "moment"]

# What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
# Excel takes a CSV for the system's old encoding unless it begins with the mark.
BYTE_ORDER_MARK = "\ufeff"
NUMBER_FORMATS: dict[Kind, str] = {
    "text": "@",
    "count": "#,##0",
    "yuan": "#,##0.00",
    "share": "0.00%",
    "moment": "yyyy-mm-dd hh:mm",
}


@dataclass(frozen=True, slots=True)
class Column:
    label: str | Promise
    kind: Kind = "text"
    width: int = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table; cells of a `text` column are written as text whatever they look like."""

    title: str | Promise
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]


def csv_lines(sheet: Sheet) -> Iterator[str]:
    """The file line by line: UTF-8 with its mark, text that would be a formula quoted by an apostrophe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BYTE_ORDER_MARK)
    writer.writerow([harmless(str(column.label)) for column in sheet.columns])
    yield _emptied(buffer)
    kinds = [column.kind for column in sheet.columns]
    for row in sheet.rows:
        writer.writerow([_plain(cell, kind) for cell, kind in zip(row, kinds, strict=True)])
        yield _emptied(buffer)


def csv_bytes(sheet: Sheet) -> bytes:
    return "".join(csv_lines(sheet)).encode()


def xlsx_bytes(sheets: Sequence[Sheet], *, created: dt.datetime | None = None) -> bytes:
    """One workbook, a sheet each; the header stays in sight. Rows are streamed to a temporary file.

    With `created`, the moment of what it says, the same sheets make the same bytes whenever they are written.
    """
    with tempfile.TemporaryFile() as file:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(file, options) as book:
            if created is not None:
                book.set_properties({"created": created.astimezone(dt.UTC).replace(tzinfo=None)})
            for sheet in sheets:
                _write_sheet(book, sheet)
        file.seek(0)
        return file.read()


def _write_sheet(book: Any, sheet: Sheet) -> None:
    page = book.add_worksheet(str(sheet.title)[:31])
    head = book.add_format({"bold": True, "bottom": 1, "valign": "bottom"})
    formats = [book.add_format({"num_format": NUMBER_FORMATS[column.kind]}) for column in sheet.columns]
    # With constant memory columns and panes come before the first row, rows in their order.
    for number, (column, format_) in enumerate(zip(sheet.columns, formats, strict=True)):
        page.set_column(number, number, column.width, format_)
    page.freeze_panes(1, 0)
    for number, column in enumerate(sheet.columns):
        page.write_string(0, number, str(column.label), head)
    for line, row in enumerate(sheet.rows, start=1):
        for number, (cell, column) in enumerate(zip(row, sheet.columns, strict=True)):
            _write_cell(page, line, number, cell, column.kind, formats[number])


def _write_cell(page: Any, line: int, number: int, cell: Cell, kind: Kind, format_: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, dt.datetime):
        page.write_datetime(line, number, cell.astimezone(SHANGHAI).replace(tzinfo=None), format_)
    elif kind == "text" or isinstance(cell, str | Promise):
        page.write_string(line, number, str(cell), format_)
    else:
        page.write_number(line, number, float(cell), format_)  # type: ignore[arg-type]


def _plain(cell: Cell, kind: Kind) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    if kind == "yuan":
        return f"{cell:.2f}"
    if kind == "share":
        return f"{cell:.6f}"
    return harmless(str(cell)) if kind == "text" else str(cell)


def harmless(text: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _emptied(buffer: io.StringIO) -> str:
    written = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return written
