"""A side's rows of what partners earn and are paid."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from partners.contracts.deposits.models import DepositEntry
from partners.contracts.handing_over.models import HandOverProtocol
from partners.contracts.models import Contract, DepositRate
from partners.contracts.terms import load_standard_deposits
from partners.income.adjustments.models import Adjustment
from partners.income.disputes.models import Dispute
from partners.income.models import Earning, Statement
from partners.income.months.models import CountyMonth
from partners.ledger.models import CreditLine
from partners.payouts.accounts.models import PayoutAccount
from partners.payouts.models import Payout, PayoutBatch
from partners.subsidies.models import SubsidyRule
from partners.trials.models import Draft, TrialRun
from stations.documents.keeping import keep_documents
from tests.making import make_picture

if TYPE_CHECKING:
    from tests.scope.world import Side


def earning_of(side: Side) -> Earning:
    return Earning.objects.get_or_create(
        activity=side.activity,
        defaults={
            "partner": side.partner,
            "station": side.station,
            "center": side.center,
            "business": side.activity.business,
            "category": side.activity.category,
            "subject": side.activity.subject,
            "paid_on": side.activity.business_date,
            "basis": side.activity.amount,
            "basis_total": side.activity.amount,
            "unrounded": Decimal("5"),
            "amount": Decimal("5.00"),
        },
    )[0]


def statement_of(side: Side) -> Statement:
    return Statement.objects.get_or_create(
        partner=side.partner,
        month=dt.date(2015, 10, 1),
        defaults={"center": side.center, "station": side.station, "lines": 1, "earned": Decimal("5.00")},
    )[0]


def credit_line_of(side: Side) -> CreditLine:
    return CreditLine.objects.get_or_create(
        station=side.station,
        partner=side.partner,
        defaults={
            "limit": Decimal("500.00"),
            "reason": "备货",
            "proposed_by": side.staff,
            "proposed_at": timezone.now(),
        },
    )[0]


def adjustment_of(side: Side) -> Adjustment:
    return Adjustment.objects.get_or_create(
        partner=side.partner,
        month=dt.date(2015, 10, 1),
        defaults={
            "kind": "extra",
            "amount": Decimal("20.00"),
            "reason": "雨天送货",
            "evidence": "单据 17",
            "proposed_by": side.staff,
        },
    )[0]


def dispute_of(side: Side) -> Dispute:
    return Dispute.objects.get_or_create(
        earning=earning_of(side),
        defaults={"text": "少了", "raised_by": side.partner.user, "due_on": dt.date(2015, 12, 1)},
    )[0]


def county_month_of(side: Side) -> CountyMonth:
    return CountyMonth.objects.get_or_create(center=side.center, month=dt.date(2015, 10, 1))[0]


def payout_account_of(side: Side) -> PayoutAccount:
    return PayoutAccount.objects.get_or_create(
        partner=side.partner,
        defaults={
            "channel": "bank",
            "holder": side.partner.name,
            "bank": "农业银行",
            "number": "6222021001116245702",
            "last_four": "5702",
            "entered_by": side.staff,
        },
    )[0]


def payout_batch_of(side: Side) -> PayoutBatch:
    return PayoutBatch.objects.get_or_create(
        month=dt.date(2015, 10, 1), number=1, defaults={"count": 2, "amount": Decimal("120.00")}
    )[0]


def payout_of(side: Side) -> Payout:
    return Payout.objects.get_or_create(
        batch=payout_batch_of(side),
        partner=side.partner,
        defaults={
            "account": payout_account_of(side),
            "amount": Decimal("60.00"),
            "status": "sent",
            "sent_at": timezone.now(),
        },
    )[0]


def subsidy_of(side: Side) -> SubsidyRule:
    return SubsidyRule.objects.get_or_create(
        category="opening",
        defaults={"amount": Decimal("800.00"), "reason": "开业", "valid_from": dt.date(2016, 1, 1)},
    )[0]


def draft_of(side: Side) -> Draft:
    return Draft.objects.get_or_create(name="家电提到 3%", defaults={"reason": "促销"})[0]


def trial_of(side: Side) -> TrialRun:
    return TrialRun.objects.get_or_create(
        draft=draft_of(side), month=dt.date(2015, 10, 1), defaults={"finished_at": timezone.now()}
    )[0]


def contract_of(side: Side) -> Contract:
    """In force behind the tenure, without its deposit: a contract of before the room was there."""
    tenure = side.partner.tenures.get()
    contract, new = Contract.objects.get_or_create(
        partner=side.partner,
        station=side.station,
        defaults={
            "number": f"合同-{side.station.code}",
            "mode": tenure.mode,
            "starts_on": tenure.starts_on,
            "signed_on": tenure.starts_on,
            "deposit_due": Decimal("10000.00"),
            "status": "in_force",
            "tenure": tenure,
        },
    )
    if new:
        subject, place = contract.subject, {"center": side.center, "station": side.station}
        keep_documents(actor=None, subject=subject, files=[make_picture()], title="合同", **place)
    return contract


def deposit_entry_of(side: Side) -> DepositEntry:
    return DepositEntry.objects.get_or_create(
        contract=contract_of(side),
        kind="paid_in",
        defaults={
            "amount": Decimal("10000.00"),
            "receipt": f"R{side.station.code}",
            "proposed_by": side.staff,
        },
    )[0]


def deposit_rate_of(side: Side) -> DepositRate:
    load_standard_deposits()
    return DepositRate.objects.earliest("pk")


def protocol_of(side: Side) -> HandOverProtocol:
    return HandOverProtocol.objects.get_or_create(
        contract=contract_of(side),
        kind="suspension",
        defaults={
            "stock": [{"topic": "parcels", "counted": "1", "items": [f"YT-{side.station.code}"]}],
            "counted_by": side.staff,
        },
    )[0]
