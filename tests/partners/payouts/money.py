"""From orders to a month that is locked, and a batch of it: what the tests of payouts begin with."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal
from typing import Any

from partners.accounts.models import User
from partners.income.closing import close_month
from partners.income.months.advancing import approve_month, lock_month
from partners.income.months.models import CountyMonth
from partners.ledger.models import Balance
from partners.payouts.accounts.entering import confirm_account, enter_account
from partners.payouts.accounts.models import PayoutAccount
from partners.payouts.files import read_file
from partners.payouts.models import PayoutBatch, PayoutFile
from partners.payouts.rules import load_standard_rule
from partners.people.models import Partner
from stations.network.models import Station
from tests.partners.income.history import History

OCTOBER, NOVEMBER, DECEMBER = (dt.date(2015, month, 1) for month in (10, 11, 12))
CARD = "6222021001116245702"


def earn(station: Station, amount: str, paid_on: str = "2015-10-02") -> History:
    """Clothing at 5%, handed over the next day: earned in the same month."""
    order = History(station)
    order.paid(amount, paid_on)
    order.handed_over(str(dt.date.fromisoformat(paid_on) + dt.timedelta(days=1)))
    return order


def owed(partner: Partner) -> Decimal:
    """What the ledger owes."""
    balance = Balance.objects.filter(account__partner=partner, account__kind="payable").first()
    return balance.amount if balance else Decimal(0)


def give_account(partner: Partner, *, by: User, confirmed_by: User, **fields: Any) -> PayoutAccount:
    """A confirmed account, a bank card unless told otherwise."""
    fields = {"channel": "bank", "number": CARD, "bank": "农业银行尤溪支行"} | fields
    account = enter_account(actor=by, partner=partner, **fields)
    return confirm_account(actor=confirmed_by, account=account)


def lock(month: dt.date, *, approver: User, locker: User) -> None:
    """Closes a month, approves and locks it in every county."""
    close_month(month=month)
    for row in CountyMonth.objects.filter(month=month):
        lock_month(actor=locker, county_month=approve_month(actor=approver, county_month=row))


def ready(partners: list[Partner], *, staff: User, ops: User, month: dt.date = OCTOBER) -> None:
    """The rule, accounts for the partners, and the month locked."""
    load_standard_rule()
    for partner in partners:
        give_account(partner, by=staff, confirmed_by=ops)
    lock(month, approver=staff, locker=ops)


def result_file(batch: PayoutBatch, said: dict[str, str] | None = None, *, default: str = "成功") -> bytes:
    """The bank's file as it comes back: each row with a result, by the number of the payout."""
    rows = []
    for file in PayoutFile.objects.filter(batch=batch):
        header, *body = list(csv.reader(io.StringIO(read_file(file).decode("gb18030"))))
        for row in body[:-1]:
            told = dict(zip(header, row, strict=True))
            result = (said or {}).get(told["业务参考号"], default)
            rows.append([told["业务参考号"], told["金额"], result, "" if result == "成功" else "户名不符"])
    return result_bytes(rows)


def result_bytes(rows: list[list[str]], *, control: list[str] | None = None) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["业务参考号", "金额", "结果", "原因"])
    writer.writerows(rows)
    total = sum((Decimal(row[1]) for row in rows), Decimal(0))
    writer.writerow(control or ["合计", len(rows), f"{total:.2f}"])
    return text.getvalue().encode("gb18030")
