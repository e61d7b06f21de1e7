"""From the first order of a new station to the money on its partner's account, where people do each step."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from orders.agent_orders.importing.models import OrderImport
from orders.agent_orders.models import AgentOrder
from partners.income.models import Earning, Statement
from partners.income.months.models import CountyMonth
from partners.journal.models import PendingActivity
from partners.ledger.models import Transfer
from partners.payouts.models import Payout, PayoutAccount, PayoutBatch, ResultFile
from stations.clock import month_of, today
from tests.ageing import days_pass
from tests.browser import page_checks
from tests.journeys.becoming import Desk
from tests.partners.payouts.money import CARD, result_bytes
from tests.workers import Worker, wait_until

HOLD = 7  # days, of the rate for clothing
PRICE, COMMISSION = "2000.00", "100.00"  # 5%


def write_platform_file(path: Path, station: Any, day: dt.date) -> Path:
    """What the platform tells of yesterday: one coat, paid by the villager's own account."""
    row = {
        "platform": "taobao",
        "order_no": "1482015111100042",
        "line_no": "1",
        "station": station.code,
        "villager": "郑阿公",
        "phone": "13800000009",
        "title": "羽绒服",
        "category": "clothing",
        "quantity": "1",
        "unit_price": PRICE,
        "amount": PRICE,
        "placed_at": f"{day} 20:00",
        "paid_at": f"{day} 20:05",
        "handed_over_at": "",
        "refunded": "",
        "refunded_at": "",
    }
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([row.keys(), row.values()])
    return path


def bring_in(county: Desk, file: Path) -> AgentOrder:
    """The county gives the file; the worker reads it, and the page tells what came of it."""
    county.open("orders/orderimport/add/")
    page_checks(county.page, budget=None, small_targets=True)
    county.page.set_input_files("[name=file]", file)
    county.page.uncheck("[name=dry_run]")
    county.page.locator("[name=_save]").first.click()
    wait_until(lambda: OrderImport.objects.filter(accepted=1, state="done").exists(), what="the import")
    county.open(f"orders/orderimport/{OrderImport.objects.get().pk}/change/")
    expect(county.page.locator("#content, main").first).to_contain_text(file.name)
    return AgentOrder.objects.get()


def hand_over(county: Desk, phone: Any, base: str, order: AgentOrder) -> Earning:
    """The goods travel, and the villager fetches them by the code: from here on the line is on hold."""
    for step in ("ship", "receive_county"):
        county.do(f"orders/agentorder/{order.pk}/{step}/")
    phone.goto(f"{base}/orders/{order.pk}/")
    phone.get_by_role("button", name="Received at the station").click()
    order.refresh_from_db()
    phone.goto(f"{base}/")
    phone.fill("#pickup-code", order.pickup_code)
    phone.get_by_role("button", name="Find the parcel").click()
    phone.get_by_role("button", name="Hand over", exact=True).click()
    expect(phone.locator(".page-head .status")).to_have_text("handed over")
    wait_until(lambda: Earning.objects.filter(earned_on__isnull=False).exists(), what="the pricing")
    phone.goto(f"{base}/income/?view=on_hold")
    page_checks(phone)
    expect(phone.locator("main")).to_contain_text(COMMISSION)
    line = Earning.objects.get()
    assert line.earned_on == today() + dt.timedelta(days=HOLD)
    return line


def wait_for_the_month(line: Earning, worker: Worker) -> Statement:
    """The hold ends on the last day of the month before this one, and the clock rings for its closing."""
    wait_until(lambda: not PendingActivity.objects.exists(), what="roll-up and pricing")
    assert line.earned_on is not None
    days_pass((line.earned_on - month_of(today())).days + 1)
    worker.ring("partners.close_due_month")
    wait_until(lambda: CountyMonth.objects.exists(), what="the closing")
    return Statement.objects.get()


def give_account(county: Desk, phone: Any, base: str) -> None:
    """The partner types it; the county compares it with the card and confirms it."""
    phone.goto(f"{base}/income/payouts/")
    page_checks(phone)
    phone.get_by_role("link", name="Give an account").click()
    page_checks(phone)
    phone.fill("[name=bank]", "农业银行尤溪支行")
    phone.fill("[name=card]", CARD)
    phone.get_by_role("button", name="Send to the county").click()
    expect(phone.locator("main")).to_contain_text("waits until the county has confirmed it")
    county.do(f"partners/payoutaccount/{PayoutAccount.objects.get().pk}/confirm/")


def lock_month(county: Desk, head: Desk) -> None:
    month = f"partners/countymonth/{CountyMonth.objects.get().pk}"
    county.open(f"{month}/change/")
    page_checks(county.page, budget=None, small_targets=True)
    county.do(f"{month}/approve/")
    head.do(f"{month}/lock/")
    assert CountyMonth.objects.get().status == "locked"


def release(head: Desk, second: Desk, month: dt.date) -> PayoutBatch:
    """Built and checked by one person, who is not offered the release; released by another."""
    head.open("partners/payoutbatch/add/")
    page_checks(head.page, budget=None, small_targets=True)
    head.page.fill("[name=month]", f"{month:%Y-%m}")
    head.page.locator("[name=_save]").first.click()
    head.page.wait_for_load_state("networkidle")
    batch = f"partners/payoutbatch/{PayoutBatch.objects.get().pk}"
    head.do(f"{batch}/check_it/")
    head.open(f"{batch}/change/")
    expect(head.page.get_by_role("link", name="Release")).to_have_count(0)
    head.do(f"{batch}/release/")
    assert PayoutBatch.objects.get().status == "checked"
    second.do(f"{batch}/release/")
    page_checks(second.page, budget=None, small_targets=True)
    found = PayoutBatch.objects.get()
    assert (found.status, found.sent_count, f"{found.sent_amount}") == ("released", 1, COMMISSION)
    return found


def take_file(second: Desk, batch: PayoutBatch) -> list[list[str]]:
    """The bank's file, fetched with the button of the batch's page: its rows."""
    second.open(f"partners/payoutbatch/{batch.pk}/change/")
    with second.page.expect_download() as fetching:
        second.page.get_by_role("link", name="File for the bank").first.click()
    text = Path(fetching.value.path()).read_bytes().decode("gb18030")
    header, *rows, control = csv.reader(io.StringIO(text))
    assert CARD in rows[0]
    assert control[:3] == ["合计", "1", COMMISSION]
    return [header, *rows]


def read_twice(second: Desk, batch: PayoutBatch, file: list[list[str]], path: Path) -> None:
    """The bank's answer; the same file again changes nothing."""
    told = dict(zip(file[0], file[1], strict=True))
    path.write_bytes(result_bytes([[told["业务参考号"], told["金额"], "成功", ""]]))
    seen = []
    for _once in range(2):
        second.open(f"partners/payoutbatch/{batch.pk}/results/")
        second.page.set_input_files("[name=file]", path)
        second.press()
        (payout,) = Payout.objects.all()
        seen.append((Transfer.objects.count(), ResultFile.objects.count(), payout.status, payout.paid_at))
    assert seen[0] == seen[1]
    assert seen[0][1:3] == (1, "paid")


def why(phone: Any, base: str, line: Earning, statement: Statement) -> None:
    """The partner sees the money, and the whole way to it on the line's page."""
    payout = Payout.objects.get()
    phone.goto(f"{base}/income/payouts/")
    page_checks(phone)
    expect(phone.locator("main")).to_contain_text(payout.number)
    expect(phone.locator(".figures")).to_contain_text(COMMISSION)
    phone.goto(f"{base}/income/months/{statement.month:%Y-%m}/")
    page_checks(phone)
    expect(phone.locator("main")).to_contain_text(COMMISSION)
    phone.goto(f"{base}/income/lines/{line.pk}/")
    page_checks(phone)
    facts = phone.locator(".facts").first
    for told in ("Paid on", "¥2,000.00", "5%", "7 days after the hand-over", "Statement", payout.number):
        expect(facts).to_contain_text(told)
