"""From a file to rows of text: CSV in UTF-8 or GB18030, or the first sheet of an XLSX.

Nothing is held but the row at hand. What is wrong with the file as a whole raises Refused
(code "file"); what is wrong with a row is for whoever reads the rows to say.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

import openpyxl
from django.utils.translation import gettext as _

from orders.importing.columns import Columns, plain
from stations.refusals import Refused

# What a sheet may grow to when it is unpacked; a million rows are some 400 MB.
HIGHEST_UNPACKED = 1 << 30
_CHUNK = 1 << 18
# A damaged workbook breaks wherever unpacking and reading happen to stumble over it.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)

TextRow = tuple[int, list[str]]


def read_rows(file: BinaryIO, columns: Columns) -> Iterator[TextRow]:
    """Yields the line number and the cells, in the order of `columns`, of each row that is not empty.

    A line is the one a row begins on, the header being line 1. A row with more cells than the
    header has is yielded with all of them. Raises Refused for a file that cannot be read.
    """
    start = file.read(8)
    file.seek(0)
    if not start:
        raise _unreadable(_("The file is empty."))
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise _unreadable(_("This is an old Excel file (XLS). Save it as XLSX or CSV."))
    rows = _xlsx(file) if start.startswith(b"PK\x03\x04") else _csv(file)
    return _in_order(rows, columns)


def _unreadable(message: str) -> Refused:
    return Refused(message, code="file", field="file")


def _in_order(rows: Iterator[TextRow], columns: Columns) -> Iterator[TextRow]:
    header = next(rows, None)
    if header is None:
        raise _unreadable(_("The file is empty."))
    positions = _positions(header[1], columns)
    width = len(header[1])
    for line, cells in rows:
        if not any(cells):
            continue
        if len(cells) < width:
            cells += [""] * (width - len(cells))
        yield line, [cells[position] for position in positions] + [cell for cell in cells[width:] if cell]


def _positions(header: Sequence[str], columns: Columns) -> list[int]:
    """Where each column stands. Columns of other names are passed over."""
    by_name = columns.by_name()
    found: dict[str, int] = {}
    for position, name in enumerate(header):
        column = by_name.get(plain(name))
        if column is None:
            continue
        if column in found:
            raise _unreadable(_("Line 1: the column “%(name)s” stands there twice.") % {"name": name.strip()})
        found[column] = position
    missing = [f"{column} ({chinese})" for column, chinese in columns.names.items() if column not in found]
    if missing:
        raise _unreadable(_("Line 1: these columns are missing: %(names)s.") % {"names": ", ".join(missing)})
    return [found[column] for column in columns.names]


# --- CSV ---------------------------------------------------------------------------


def _csv(file: BinaryIO) -> Iterator[TextRow]:
    encoding = _encoding(file)
    file.seek(0)
    # Line by line: no byte of a Chinese character is a line break in either encoding.
    reader = csv.reader(codecs.iterdecode(file, encoding), strict=True)
    begins_on = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _unreadable(
                _("Line %(line)s: the quotation marks or separators are broken (%(error)s).")
                % {"line": begins_on, "error": error}
            ) from error
        yield begins_on, [cell.strip() for cell in cells]
        begins_on = reader.line_num + 1


def _encoding(file: BinaryIO) -> str:
    """UTF-8 if the whole file is UTF-8, else GB18030, else Refused with the line."""
    broken_utf8 = _first_error(file, "utf-8-sig")
    if broken_utf8 is None:
        return "utf-8-sig"
    # A file that had been UTF-8 up to here is not GB18030: it is damaged, and would become gibberish.
    file.seek(0)
    if _looks_like_utf8(file.read(min(broken_utf8, _CHUNK))):
        line = _line_of(file, broken_utf8)
    else:
        broken_gb = _first_error(file, "gb18030")
        if broken_gb is None:
            return "gb18030"
        line = _line_of(file, broken_gb)
    raise _unreadable(_("Line %(line)s: this is neither UTF-8 nor GB18030 text.") % {"line": line})


def _first_error(file: BinaryIO, encoding: str) -> int | None:
    """How many bytes are right, or None if all are."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    read = 0
    while True:
        chunk = file.read(_CHUNK)
        kept = len(decoder.getstate()[0])
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            return read - kept + error.start
        read += len(chunk)
        if not chunk:
            return None


def _looks_like_utf8(right: bytes) -> bool:
    """Whether there are more sequences of UTF-8 than chance would put into GB18030 text."""
    return sum(byte >= 0xC2 for byte in right) >= 10 or right.startswith(codecs.BOM_UTF8)


def _line_of(file: BinaryIO, position: int) -> int:
    file.seek(0)
    return file.read(position).count(b"\n") + 1


# --- XLSX --------------------------------------------------------------------------


def _xlsx(file: BinaryIO) -> Iterator[TextRow]:
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(part.file_size for part in archive.infolist()) > HIGHEST_UNPACKED:
                raise _unreadable(_("This workbook is too large. Split it, or save it as CSV."))
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        sheet: Any = book.worksheets[0]
        # Read-only mode believes the size that the file gives of itself, and some programs write A1.
        sheet.reset_dimensions()
        rows: Iterable[Any] = sheet.iter_rows(values_only=True)
        for line, cells in enumerate(rows, start=1):
            yield line, _texts(cells)
        book.close()
    except _BROKEN as error:
        if isinstance(error, Refused):
            raise
        raise _unreadable(_("This is not a workbook that can be read.")) from error


def _texts(cells: Sequence[Any]) -> list[str]:
    texts = [_text(cell) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _text(cell: Any) -> str:
    """A cell as it would stand in a CSV."""
    match cell:
        case None:
            return ""
        case str():
            return cell.strip()
        case bool():
            return str(cell)
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case float():
            # 19.9 is kept as 19.899999999999999 by some programs; a float holds 15 figures.
            return f"{cell:.15g}"
        case dt.datetime():
            # Excel counts days in floating point: half a millisecond is its noise.
            return f"{cell + dt.timedelta(microseconds=500):%Y-%m-%d %H:%M:%S}"
    return str(cell)
