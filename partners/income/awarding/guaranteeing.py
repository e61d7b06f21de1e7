"""The income guarantee: a month is filled up to its floor when its statement is written."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, Sum

from partners.income.awarding.giving import line_of, write_lines
from partners.income.awarding.models import Award
from partners.journal.kinds import Business, Kind, SubsidyCategory
from partners.journal.models import Activity
from partners.journal.posting import post_many
from partners.people.models import Tenure
from partners.subsidies.book import RuleBook
from partners.subsidies.models import SubsidyRule
from stations.clock import day_start, month_end
from stations.money import ZERO, to_fen
from stations.turns import GUARANTEEING, share_turn

# What the month's statement holds or is about to take: all but subsidies; fees in cash are income too.
INCOME = """
SELECT e.partner_id, sum(e.amount + e.received_in_cash)
  FROM partners_earning e
 WHERE e.partner_id = ANY(%(partners)s) AND e.earned_on <= %(last)s AND e.business <> 'subsidy'
   AND (e.statement_id IS NULL OR e.statement_id IN (
        SELECT s.id FROM partners_statement s
         WHERE s.month = %(month)s AND s.partner_id = ANY(%(partners)s)
           AND NOT EXISTS (SELECT FROM partners_statement later WHERE later.supersedes_id = s.id)))
 GROUP BY e.partner_id
"""


@dataclass(frozen=True, slots=True)
class Guarantee:
    """What a partner is guaranteed in a month, in yuan.

    `floor` is the rule's amount by the days guaranteed over the days of the month, to the fen;
    `counted` is the income that counts; `amount` fills it up, zero where it is enough.
    """

    partner_id: int
    station_id: int
    center_id: int
    rule: SubsidyRule
    days: int
    floor: Decimal
    counted: Decimal

    @property
    def amount(self) -> Decimal:
        return max(self.floor - self.counted, ZERO)


def guarantees(
    *, month: dt.date, partners: Sequence[int], book: RuleBook, income: Mapping[int, Decimal]
) -> list[Guarantee]:
    """What is guaranteed to partners in a month, given what each of them earned. Writes nothing.

    The first months of a tenure are calendar months, the one in which it begins the first. Days of
    two tenures at once count once. The rule is that of the last guaranteed day.
    """
    if not book.gives(SubsidyCategory.GUARANTEE):
        return []
    tenures: dict[int, list[Tenure]] = {}
    rows = Tenure.objects.overlapping(month, month_end(month)).filter(partner__in=partners)
    for row in rows.select_related("station").order_by("partner", "starts_on", "pk"):
        tenures.setdefault(row.partner_id, []).append(row)
    found = (_guarantee(month, pk, mine, book, income.get(pk, ZERO)) for pk, mine in sorted(tenures.items()))
    return [one for one in found if one is not None]


def _guarantee(
    month: dt.date, partner: int, tenures: Sequence[Tenure], book: RuleBook, income: Decimal
) -> Guarantee | None:
    last_day = month_end(month)
    days: set[dt.date] = set()
    latest: tuple[dt.date, Tenure, SubsidyRule] | None = None
    for tenure in tenures:
        first, last = max(tenure.starts_on, month), min(tenure.ends_on or last_day, last_day)
        rule = book.rule_for(SubsidyCategory.GUARANTEE, center_id=tenure.station.center_id, day=last)
        if rule is None or not _covers(rule, tenure, month):
            continue
        days |= {first + dt.timedelta(days=number) for number in range((last - first).days + 1)}
        if latest is None or last >= latest[0]:
            latest = (last, tenure, rule)
    if latest is None:
        return None
    _last, tenure, rule = latest
    in_month = calendar.monthrange(month.year, month.month)[1]
    return Guarantee(
        partner_id=partner,
        station_id=tenure.station_id,
        center_id=tenure.station.center_id,
        rule=rule,
        days=len(days),
        floor=to_fen((rule.amount or ZERO) * len(days) / in_month),
        counted=income,
    )


def _covers(rule: SubsidyRule, tenure: Tenure, month: dt.date) -> bool:
    began = tenure.starts_on
    nth = (month.year - began.year) * 12 + month.month - began.month
    return nth < (rule.months or 0) and not (rule.full_time_only and tenure.mode != Tenure.Mode.PARTNER)


def fill_up(*, month: dt.date, partners: Sequence[int]) -> int:
    """Adds a line for each partner whose month is below its floor; returns how many.

    The caller holds the partners and their counties' months. A month that was filled up before is
    given the difference, which may be below zero; where there is none nothing is written.
    """
    share_turn(GUARANTEEING)
    due = differences(month=month, partners=partners)
    times = dict(_given(month, partners).values_list("earning__partner_id", "lines"))
    moment = day_start(month_end(month))
    activities = [
        Activity(
            partner_id=one.partner_id,
            station_id=one.station_id,
            center_id=one.center_id,
            business=Business.SUBSIDY,
            kind=Kind.GUARANTEE,
            category=SubsidyCategory.GUARANTEE,
            amount=amount,
            occurred_at=moment,
            turnover_at=moment,
            subject=f"guarantee:{month:%Y%m}",
            source_key=f"guarantee:{month:%Y-%m}:{one.partner_id}:{times.get(one.partner_id, 0) + 1}",
        )
        for one, amount in due
    ]
    post_many(activities)
    write_lines(
        [
            line_of(activity, basis=one.floor, exact=one.amount, amount=amount)
            for activity, (one, amount) in zip(activities, due, strict=True)
        ],
        [Award(rule=one.rule, month=month, days=one.days, counted=one.counted) for one, _amount in due],
    )
    return len(due)


def differences(*, month: dt.date, partners: Sequence[int]) -> list[tuple[Guarantee, Decimal]]:
    """What filling up would add to each partner's month, in yuan, where that is anything. Writes nothing.

    A month that was filled up, and in which by now nobody ran anything that is guaranteed, since the
    tenure turned out to have ended before it, is taken back whole.
    """
    book = RuleBook()
    if not partners or not book.gives(SubsidyCategory.GUARANTEE):
        return []
    values: dict[str, Any] = {"month": month, "last": month_end(month), "partners": list(partners)}
    with connection.cursor() as cursor:
        cursor.execute(INCOME, values)
        income: dict[int, Decimal] = dict(cursor.fetchall())
    given = dict(_given(month, partners).values_list("earning__partner_id", "total"))
    found = guarantees(month=month, partners=partners, book=book, income=income)
    left = given.keys() - {one.partner_id for one in found}
    found += _guaranteed_no_more(month, sorted(left), income)
    due = [(one, one.amount - given.get(one.partner_id, ZERO)) for one in found]
    return [(one, amount) for one, amount in due if amount]


def _guaranteed_no_more(
    month: dt.date, partners: Sequence[int], income: Mapping[int, Decimal]
) -> list[Guarantee]:
    """No day and no floor: at the place and by the rule of the line that was given last."""
    rows = Award.objects.filter(month=month, earning__partner__in=partners)
    last = rows.order_by("earning__partner_id", "-pk").distinct("earning__partner_id")
    return [
        Guarantee(
            partner_id=award.earning.partner_id,
            station_id=award.earning.station_id,
            center_id=award.earning.center_id,
            rule=award.rule,
            days=0,
            floor=ZERO,
            counted=income.get(award.earning.partner_id, ZERO),
        )
        for award in last.select_related("earning", "rule")
    ]


def _given(month: dt.date, partners: Sequence[int]) -> Any:
    rows = Award.objects.filter(month=month, earning__partner__in=partners).order_by()
    return rows.values("earning__partner_id").annotate(total=Sum("earning__amount"), lines=Count("pk"))
