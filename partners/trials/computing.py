"""What a draft would have brought, for a range of partners: the month's lines, set-based.

The lines are priced by the same function as the income job prices them, the subsidies by the same
rule book; only the rules differ. So a trial equals the real run to the fen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Q

from partners.income.awarding.guaranteeing import guarantees
from partners.income.awarding.models import Award
from partners.journal.kinds import Kind, SubsidyCategory
from partners.journal.models import Activity
from partners.people.models import Partner
from partners.subsidies.book import RuleBook, event_amount
from partners.subsidies.models import SubsidyRule
from partners.trials.models import TrialRange, TrialResult, TrialRun
from stations.bulk import insert_many
from stations.clock import month_end
from stations.money import ZERO, to_fen

# Lines of the month: in its statements, or earned in it and in none yet. A draft's own county goes
# before a draft for everywhere, which leaves alone what a county's own rate has priced.
TRY = """
WITH lines AS (
    SELECT e.*
      FROM partners_earning e
      LEFT JOIN partners_statement s ON s.id = e.statement_id
     WHERE e.partner_id >= %(from_id)s AND (%(to_id)s::bigint IS NULL OR e.partner_id < %(to_id)s)
       AND (s.month = %(month)s
            OR (e.statement_id IS NULL AND e.earned_on BETWEEN %(month)s AND %(last)s))
), tried AS (
    SELECT e.partner_id, e.center_id, e.business, e.category, e.amount, e.received_in_cash,
           d.id IS NOT NULL AS touched,
           CASE WHEN d.id IS NULL OR e.paid_on < %(since)s::date THEN e.amount
                ELSE commission_amount(e.basis_total, d.rate, d.fixed, d.minimum, d.cap)
                   - commission_amount(e.basis_total - e.basis, d.rate, d.fixed, d.minimum, d.cap)
                END AS brings
      FROM lines e
      LEFT JOIN partners_commissionrate r ON r.id = e.rate_id
      LEFT JOIN partners_draftrate own
             ON own.draft_id = %(draft)s AND own.business = e.business AND own.category = e.category
            AND own.center_id = e.center_id
      LEFT JOIN partners_draftrate everywhere
             ON everywhere.draft_id = %(draft)s AND everywhere.business = e.business
            AND everywhere.category = e.category AND everywhere.center_id IS NULL
            AND r.center_id IS NULL
      LEFT JOIN partners_draftrate d ON d.id = coalesce(own.id, everywhere.id)
), written AS (
    INSERT INTO partners_trialresult (run_id, partner_id, center_id, category, lines, paid, tried)
    SELECT %(run)s, partner_id, center_id, category, count(*), sum(amount), sum(brings)
      FROM tried WHERE touched GROUP BY partner_id, center_id, category
     ORDER BY partner_id, center_id, category
    RETURNING 1
)
SELECT partner_id, count(*), sum(amount),
       sum(brings + received_in_cash) FILTER (WHERE business <> 'subsidy')
  FROM tried GROUP BY partner_id
"""


def compute_range(part: TrialRange) -> tuple[int, Decimal]:
    """Writes the results of one range, in the caller's transaction; returns its lines and what was paid.

    The caller holds the range. Nothing but results is written.
    """
    run = part.run
    values: dict[str, Any] = {
        "run": run.pk,
        "draft": run.draft_id,
        "month": run.month,
        "last": month_end(run.month),
        "since": run.since,
        "from_id": part.from_id,
        "to_id": part.to_id,
    }
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")
        cursor.execute(TRY, values)
        rows = cursor.fetchall()
    income = {partner: brings or ZERO for partner, _lines, _paid, brings in rows}
    rules = list(run.draft.rules.select_related("center").prefetch_related("slabs"))
    results = [*_of_events(part, rules), *_of_guarantees(part, rules, income)]
    insert_many(results)
    return sum(lines for _p, lines, _paid, _b in rows), sum((paid for _p, _l, paid, _b in rows), ZERO)


def _of_events(part: TrialRange, rules: list[SubsidyRule]) -> Iterator[TrialResult]:
    """Events of the month whose kind the draft touches; one that no rule paid is the month's of its day."""
    run, book = part.run, RuleBook(rules)
    touched = {rule.category for rule in rules} - {SubsidyCategory.GUARANTEE}
    if not touched:
        return
    events = Activity.objects.filter(kind=Kind.EVENT, category__in=touched, partner__gte=part.from_id)
    if part.to_id is not None:
        events = events.filter(partner__lt=part.to_id)
    sums: dict[tuple[Any, int, str], list[Any]] = {}
    # In the month's statements or, where no statement holds a line of it, of a day of the month.
    of_the_month = Q(earning__statement__month=run.month) | Q(
        earning__statement__isnull=True, business_date__range=(run.month, month_end(run.month))
    )
    for event in events.filter(of_the_month).select_related("earning").order_by("pk"):
        line = getattr(event, "earning", None)
        paid = line.amount if line else ZERO
        tried = paid
        if run.since is None or event.business_date >= run.since:
            rule = book.rule_for(event.category, center_id=event.center_id, day=event.business_date)
            tried = to_fen(event_amount(rule, event.amount)) if rule else ZERO
        found = sums.setdefault((event.partner_id, event.center_id, event.category), [0, ZERO, ZERO])
        found[0], found[1], found[2] = found[0] + 1, found[1] + paid, found[2] + tried
    for (partner, center, category), (lines, paid, tried) in sums.items():
        yield _result(run, partner, center, category, lines, paid, tried)


def _of_guarantees(
    part: TrialRange, rules: list[SubsidyRule], income: Mapping[int, Decimal]
) -> Iterator[TrialResult]:
    """The guarantee with the draft's rules, and with the income that the draft's rates would have brought.

    A guarantee begins on the first day of a month: tried from a later day on, this month keeps its own.
    """
    run = part.run
    if run.since is not None and run.since > run.month:
        rules = [rule for rule in rules if rule.category != SubsidyCategory.GUARANTEE]
    partners = Partner.objects.filter(pk__gte=part.from_id)
    if part.to_id is not None:
        partners = partners.filter(pk__lt=part.to_id)
    settled = partners.filter(statements__month=run.month).distinct().order_by("pk")
    found = guarantees(
        month=run.month,
        partners=list(settled.values_list("pk", flat=True)),
        book=RuleBook(rules),
        income=income,
    )
    awards = Award.objects.filter(month=run.month, earning__partner__in=partners)
    paid: dict[tuple[int, int], Decimal] = {}
    for partner, center, amount in awards.values_list(
        "earning__partner", "earning__center", "earning__amount"
    ):
        paid[partner, center] = paid.get((partner, center), ZERO) + amount
    tried = {(one.partner_id, one.center_id): one.amount for one in found}
    drafted = any(rule.category == SubsidyCategory.GUARANTEE for rule in rules)
    for key in sorted(paid.keys() | tried.keys()):
        before, after = paid.get(key, ZERO), tried.get(key, ZERO)
        if before != after or (drafted and (before or after)):
            yield _result(run, *key, SubsidyCategory.GUARANTEE, 1, before, after)


def _result(
    run: TrialRun, partner: int, center: int, category: str, lines: int, paid: Decimal, tried: Decimal
) -> TrialResult:
    return TrialResult(
        run=run,
        partner_id=partner,
        center_id=center,
        category=category,
        lines=lines,
        paid=paid,
        tried=tried,
    )
