"""Whatever program wrote the file: the same rows come out, or a message says what is wrong with it."""

import datetime as dt
import io
import zipfile
from contextlib import suppress
from decimal import Decimal

import pytest
from django.utils.translation import override

from orders.agent_orders.importing.format import COLUMNS, FORMAT
from orders.agent_orders.importing.running import import_orders
from orders.agent_orders.models import AgentOrder
from orders.importing import reading
from orders.importing.reading import read_rows
from stations.refusals import Refused
from tests.orders.agent_orders.importing.files import FETCHED, csv_of, row, run, xlsx_of

CHINESE = list(COLUMNS.values())


def excel_time(*parts):
    """A spreadsheet's cells know no time zone."""
    return dt.datetime.combine(dt.date(2015, 11, 11), dt.time(*parts))


def the_order():
    return AgentOrder.objects.select_related("villager").get()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_each_encoding_keeps_the_chinese(fjyx001, lin, encoding):
    import_orders(actor=None, file=csv_of(row(title="羽绒服·㐂"), encoding=encoding))
    assert the_order().villager.name == "黄阿婆"
    assert the_order().lines.get().title == "羽绒服·㐂"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_header_may_be_chinese_and_in_any_order(fjyx001, lin, encoding):
    columns = list(COLUMNS)[::-1]
    file = csv_of(
        row(), encoding=encoding, columns=columns, header=[f" {COLUMNS[name]} " for name in columns]
    )
    import_orders(actor=None, file=file)
    assert the_order().amount == Decimal("399.00")


def test_a_column_of_another_name_is_passed_over(fjyx001, lin):
    columns = ["备注", *COLUMNS]
    import_orders(actor=None, file=csv_of(row(), columns=columns))
    assert the_order().platform_order_no == "1400000000000001"


def test_a_spreadsheet_says_the_same_with_its_own_kinds_of_cells(fjyx001, lin):
    file = xlsx_of(
        row(
            phone=13800000001,
            line_no=1.0,
            quantity=2,
            unit_price=199.5,
            amount=398.99999999999994,
            placed_at=excel_time(0, 5),
            paid_at=excel_time(0, 6, 29, 999_999),
        ),
        header=CHINESE,
    )
    import_orders(actor=None, file=file)
    order = the_order()
    assert order.amount == Decimal("399.00")
    assert order.paid_at.isoformat() == "2015-11-10T16:06:30+00:00"


def test_a_spreadsheet_that_lies_about_its_size_is_read_whole(fjyx001, lin):
    true = xlsx_of(row(), row(order_no="1400000000000002"))
    lying = io.BytesIO()
    with zipfile.ZipFile(true) as before, zipfile.ZipFile(lying, "w") as after:
        for part in before.namelist():
            content = before.read(part)
            after.writestr(part, content.replace(b'<dimension ref="A1:P3"', b'<dimension ref="A1"'))
    lying.seek(0)
    assert b'ref="A1"' in zipfile.ZipFile(lying).read("xl/worksheets/sheet1.xml")

    assert import_orders(actor=None, file=lying).accepted == 2


def test_lines_are_counted_as_an_editor_counts_them():
    file = csv_of(row(title="一行\n两行"), {}, row())
    assert [line for line, _cells in read_rows(file, FORMAT)] == [2, 5]


def test_a_number_that_a_spreadsheet_cut_is_refused(fjyx001, lin):
    with override("zh-hans"):
        report = import_orders(actor=None, file=xlsx_of(row(order_no=1.4e17)))
        as_text = run(row(order_no="1.4E+17"))
    assert "订单号" in report.refused[0].reason
    assert as_text.refused[0].reason == report.refused[0].reason


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "XLS"),
        (b"PK\x03\x04 not a workbook", "workbook"),
        (b"platform,order_no\n", "missing: line_no"),
        (b"platform,order_no,Platform\n", "twice"),
        (",".join(COLUMNS).encode() + b'\ntaobao,"12\n', "Line 2"),
        (",".join(COLUMNS).encode() + b"\nok\n\xff\xff\n", "Line 3"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_line(db, english, content, words):
    with pytest.raises(Refused, match=words) as refused:
        import_orders(actor=None, file=io.BytesIO(content), skip_bad=True)
    assert refused.value.code == "file"


def test_a_damaged_utf8_file_is_not_taken_for_gb18030(fjyx001, lin, english):
    good = csv_of(row(title="老式电饭煲和电压力锅"), row(order_no="2")).getvalue()
    damaged = good + "黄".encode()[:2] + b"\n"

    with pytest.raises(Refused, match="Line 4"):
        import_orders(actor=None, file=io.BytesIO(damaged))
    assert not AgentOrder.objects.exists()


def test_a_workbook_that_unpacks_without_end_is_refused(db, monkeypatch, english):
    monkeypatch.setattr(reading, "HIGHEST_UNPACKED", 1000)
    with pytest.raises(Refused, match="too large"):
        import_orders(actor=None, file=xlsx_of(row(**FETCHED)))


def test_a_table_without_rows_changes_nothing(db):
    assert import_orders(actor=None, file=csv_of()).rows == 0


@pytest.mark.parametrize("column", ["amount", "category", "placed_at", "title", "order_no"])
def test_what_no_table_can_hold_is_refused_with_its_line(fjyx001, column):
    report = run(row(**{column: "1\0"}))
    assert [refused.line for refused in report.refused] == [2]
    assert "\0" not in report.refused[0].reason


@pytest.mark.parametrize("damaged", range(60, 700, 40))
def test_a_damaged_workbook_is_refused_or_read(fjyx001, damaged):
    content = bytearray(xlsx_of(row()).getvalue())
    content[damaged : damaged + 6] = b"\xff" * 6
    with suppress(Refused):
        report = import_orders(actor=None, file=io.BytesIO(bytes(content)), dry_run=True)
        assert report.rows == 1
