"""Files as a platform's export, a spreadsheet or a tired person writes them."""

import csv
import io

import openpyxl

from orders.agent_orders.importing.format import COLUMNS
from orders.agent_orders.importing.running import import_orders

RICE_COOKER = {
    "platform": "taobao",
    "order_no": "1400000000000001",
    "line_no": "1",
    "station": "FJYX001",
    "villager": "黄阿婆",
    "phone": "13800000001",
    "title": "电饭煲",
    "category": "small_appliances",
    "quantity": "2",
    "unit_price": "199.50",
    "amount": "399.00",
    "placed_at": "2015-11-11 00:05",
}
PAID = {"paid_at": "2015-11-11 00:06:30"}
FETCHED = {**PAID, "handed_over_at": "2015-11-15T16:20:00"}
REFUNDED = {**FETCHED, "refunded": "99.50", "refunded_at": "2015-11-16 10:00"}


def row(**changed):
    """The rice cooker, changed."""
    return {**RICE_COOKER, **changed}


def csv_of(*rows, encoding="utf-8", header=None, columns=None):
    columns = columns or list(COLUMNS)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header or columns)
    writer.writerows([one.get(column, "") for column in columns] for one in rows)
    return io.BytesIO(text.getvalue().encode(encoding))


def xlsx_of(*rows, header=None):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(header or list(COLUMNS))
    for one in rows:
        sheet.append([one.get(column) for column in COLUMNS])
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def run(*rows, actor=None, **options):
    """Imports the rows as CSV."""
    return import_orders(actor=actor, file=csv_of(*rows), **options)


def reasons(report):
    return {refused.line: refused.reason for refused in report.refused}


def counts(report):
    return report.accepted, report.advanced, report.known, len(report.refused)
