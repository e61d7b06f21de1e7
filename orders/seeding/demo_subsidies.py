"""Subsidies in force from October 2015 on, and a draft of a better rate tried on November."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from orders.seeding.demo_people import ADMIN, OPS
from partners.accounts.models import User
from partners.commission.revising import Terms
from partners.income.models import Statement
from partners.journal.kinds import Business, Category, SubsidyCategory
from partners.subsidies.models import SubsidyRule
from partners.subsidies.proposing import SubsidyTerms, confirm_subsidy, propose_subsidy
from partners.subsidies.slabs import read_slabs
from partners.trials.drafting import put_rate, put_subsidy, write_draft
from partners.trials.models import Draft
from partners.trials.running import request_trial, run_trial

OCTOBER, NOVEMBER = dt.date(2015, 10, 1), dt.date(2015, 11, 1)
BONUS = "0 10000 0\n10000 20000 100\n20000 50000 300\n50000 - 1%"
RULES = (
    (SubsidyCategory.OPENING, SubsidyTerms(amount=Decimal("800.00")), "新站开业扶持"),
    (
        SubsidyCategory.GUARANTEE,
        SubsidyTerms(amount=Decimal("1500.00"), months=3, full_time_only=True),
        "新合伙人前三个月收入保底",
    ),
    (SubsidyCategory.TRAINING, SubsidyTerms(amount=Decimal("200.00")), "培训合格补贴"),
    (SubsidyCategory.FESTIVAL, SubsidyTerms(slabs=read_slabs(BONUS)), "双十一达标奖励"),
)


def put_subsidies_in_force() -> None:
    """Before the first month is closed: head office proposes, the administrator confirms."""
    ops, admin = User.objects.get(username=OPS), User.objects.get(username=ADMIN)
    if SubsidyRule.objects.exists() or Statement.objects.filter(month__gte=OCTOBER).exists():
        return
    for category, terms, reason in RULES:
        rule = propose_subsidy(actor=ops, category=category, terms=terms, valid_from=OCTOBER, reason=reason)
        confirm_subsidy(actor=admin, rule=rule)


def try_a_draft() -> None:
    """Once November is closed: what would 3% on large appliances and a higher floor have cost?"""
    if Draft.objects.exists() or not Statement.objects.filter(month=NOVEMBER).exists():
        return
    ops = User.objects.get(username=OPS)
    draft = write_draft(actor=ops, name="大家电佣金提到 3%，保底提到 1,800 元", reason="春节促销方案")
    put_rate(
        actor=ops,
        draft=draft,
        business=Business.AGENT_ORDER,
        category=Category.LARGE_APPLIANCES,
        terms=Terms(rate=Decimal("0.03"), cap=Decimal("100")),
    )
    rule = propose_subsidy(
        actor=ops,
        category=SubsidyCategory.GUARANTEE,
        terms=SubsidyTerms(amount=Decimal("1800.00"), months=3, full_time_only=True),
        valid_from=dt.date(2016, 1, 1),
        reason="新合伙人前三个月收入保底，2016 年方案",
    )
    put_subsidy(actor=ops, draft=draft, rule=rule)
    run_trial(run=request_trial(actor=ops, draft=draft, month=NOVEMBER))
