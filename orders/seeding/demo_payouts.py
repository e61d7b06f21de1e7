"""October is closed, locked and paid out; November is closed and open for the county's questions."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal

from orders.seeding.demo_people import ADMIN, OPS
from partners.accounts.models import Role, User
from partners.income.adjustments.adjusting import confirm_adjustment, propose_adjustment
from partners.income.closing import close_month
from partners.income.disputes.disputing import raise_dispute
from partners.income.models import Earning, Statement
from partners.income.months.advancing import approve_month, lock_month
from partners.income.months.checks import open_items
from partners.income.months.models import CountyMonth
from partners.payouts.accounts.entering import confirm_account, enter_account
from partners.payouts.building import build_batch, check_batch
from partners.payouts.lifecycle import PayoutStatus
from partners.payouts.models import PayoutBatch
from partners.payouts.releasing import release_batch
from partners.payouts.results import AMOUNT, NUMBER, REASON, RESULT, read_results
from partners.payouts.rules import load_standard_rule
from partners.people.models import Partner
from stations.refusals import Refused

OCTOBER, NOVEMBER = dt.date(2015, 10, 1), dt.date(2015, 11, 1)
BANKS = ("农业银行", "邮政储蓄银行", "农村信用社")
# By their place in the list of partners.
WITHOUT_ACCOUNT, NOT_CONFIRMED, BY_ALIPAY = {5, 17}, {9}, 4
OUTCOMES = {2: ("失败", "户名不符"), 11: ("失败", "账号已销户"), 19: ("退票", "收款行退回")}
ASKS = "youxi01"
ADJUSTED = (
    (0, "extra", "36.00", "雨天加送三趟，县中心同意补发", "出车单 2015-1027"),
    (7, "deduction", "18.50", "丢失包裹一件，按规定赔付", "丢件单 0093"),
    (12, "correction", "5.20", "十月一笔订单重复退款，补回", "工单 4471"),
)


def close_and_pay() -> None:
    """Closes both months; October's adjustments, lock, batch and the bank's answer lie between."""
    if Statement.objects.filter(month=NOVEMBER).exists():
        return
    load_standard_rule()
    people = list(Partner.objects.select_related("center", "user").order_by("pk"))
    staff = {user.center_id: user for user in User.objects.filter(role=Role.COUNTY_STAFF, is_lead=False)}
    ops, admin = User.objects.get(username=OPS), User.objects.get(username=ADMIN)
    if not PayoutBatch.objects.exists():
        _accounts(people, staff, ops)
        for place, kind, amount, reason, evidence in ADJUSTED:
            partner = people[place]
            proposal = propose_adjustment(
                actor=staff[partner.center_id],
                partner=partner,
                month=OCTOBER,
                kind=kind,
                amount=Decimal(amount),
                reason=reason,
                evidence=evidence,
            )
            confirm_adjustment(actor=ops, adjustment=proposal)
        close_month(month=OCTOBER)
        _lock(staff, ops)
        _pay(ops, admin)
    close_month(month=NOVEMBER)
    _november(people, staff)


def _accounts(people: list[Partner], staff: dict[int | None, User], ops: User) -> None:
    for place, partner in enumerate(people):
        if place in WITHOUT_ACCOUNT:
            continue
        alipay = place % BY_ALIPAY == 1
        account = enter_account(
            actor=staff[partner.center_id],
            partner=partner,
            channel="alipay" if alipay else "bank",
            number=partner.phone if alipay else _card(place),
            bank="" if alipay else f"{BANKS[place % 3]}{partner.center.county.name}支行",
        )
        if place not in NOT_CONFIRMED:
            confirm_account(actor=ops, account=account)


def _card(place: int) -> str:
    """A card number whose last digit fits (Luhn); nobody's, since no bank has these digits."""
    body = f"6299990000{place:08d}"
    total = sum(
        digit if index % 2 else (digit * 2 - 9 if digit > 4 else digit * 2)
        for index, digit in enumerate(int(one) for one in reversed(body))
    )
    return f"{body}{-total % 10}"


def _lock(staff: dict[int | None, User], ops: User) -> None:
    """Every county that has nothing open; what is open stays, for somebody to look at.

    September too, which the season begins in: who has a statement that is not locked is not paid.
    """
    months = CountyMonth.objects.filter(month__lte=OCTOBER).order_by("month", "pk")
    for row in months.select_related("center"):
        if not open_items(row.center, row.month):
            lock_month(actor=ops, county_month=approve_month(actor=staff[row.center_id], county_month=row))


def _pay(ops: User, admin: User) -> None:
    try:
        batch = build_batch(month=OCTOBER, actor=ops)
    except Refused:  # a file of somebody's own may owe nobody enough
        return
    batch = release_batch(actor=admin, batch=check_batch(actor=ops, batch=batch))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([NUMBER, AMOUNT, RESULT, REASON])
    payouts = list(batch.payouts.filter(status=PayoutStatus.SENT).order_by("pk"))
    for place, payout in enumerate(payouts):
        result, reason = OUTCOMES.get(place, ("成功", ""))
        writer.writerow([payout.number, f"{payout.amount:.2f}", result, reason])
    writer.writerow(["合计", len(payouts), f"{batch.sent_amount:.2f}"])
    read_results(
        actor=ops, batch=batch, name="return-201510-1.csv", content=text.getvalue().encode("gb18030")
    )


def _november(people: list[Partner], staff: dict[int | None, User]) -> None:
    """A proposal that waits for a second person, and a question that waits for an answer."""
    propose_adjustment(
        actor=staff[people[3].center_id],
        partner=people[3],
        month=NOVEMBER,
        kind="extra",
        amount=Decimal("120.00"),
        reason="双十一当天加班配送，县中心奖励",
        evidence="双十一值班表",
    )
    lines = Earning.objects.filter(statement__month=NOVEMBER, partner__user__username=ASKS)
    line = lines.select_related("statement", "partner__user").order_by("amount", "pk").first()
    if line is not None:
        text = "这笔退款村民又重新下单了，佣金是不是扣多了？"
        raise_dispute(actor=line.partner.user, line=line, text=text)
