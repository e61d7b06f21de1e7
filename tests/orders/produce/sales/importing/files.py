"""Files of sales as a platform exports them."""

import csv
import datetime as dt
import io

import openpyxl
from django.utils import timezone

from orders.produce.sales.importing.parsing import FORMAT
from orders.produce.sales.importing.running import import_sales
from stations.clock import SHANGHAI


def ago(**past):
    """A moment of the past, as a platform writes it."""
    return (timezone.now() - dt.timedelta(**past)).astimezone(SHANGHAI).isoformat(timespec="microseconds")


def row(listing, order_no="T100", **changed):
    """Two jin of it to Hangzhou, paid an hour ago."""
    return {
        "platform": "淘宝",
        "order_no": order_no,
        "lot": listing.lot.code,
        "quantity": "2",
        "unit_price": "80.00",
        "amount": "160.00",
        "buyer_city": "杭州",
        "sold_at": ago(hours=3),
        **changed,
    }


def received(**past):
    return {"received_at": ago(**(past or {"hours": 2}))}


def refunded(amount="160.00", **past):
    return {"refunded": amount, "refunded_at": ago(**(past or {"hours": 1}))}


def csv_of(*rows, header=None):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header or FORMAT.names)
    writer.writerows([one.get(column, "") for column in FORMAT.names] for one in rows)
    return io.BytesIO(text.getvalue().encode())


def xlsx_of(*rows):
    book = openpyxl.Workbook()
    book.active.append(list(FORMAT.names.values()))
    for one in rows:
        book.active.append([one.get(column) for column in FORMAT.names])
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def run(*rows, actor=None, **options):
    """Imports the rows as CSV."""
    return import_sales(actor=actor, file=csv_of(*rows), **options)


def reasons(report):
    return {refused.line: refused.reason for refused in report.refused}


def counts(report):
    return report.accepted, report.advanced, report.known, len(report.refused)
