"""Events become subsidy lines, exactly once, by the rule in force on their day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import structlog
from django.db import transaction

from partners.income.awarding.models import Award
from partners.income.models import Earning
from partners.journal.models import Activity, PendingActivity
from partners.subsidies.book import RuleBook, event_amount
from partners.subsidies.events import CONSUMER, collect_events
from partners.subsidies.models import SubsidyRule
from stations.bulk import insert_many
from stations.money import ZERO, to_fen
from stations.turns import PRICING, try_turn, wait_turn

log = structlog.get_logger(__name__)

CHUNK = 2_000
EXACT = Decimal("0.0000001")  # what `Earning.unrounded` keeps


@dataclass(frozen=True, slots=True)
class Given:
    """What a run did: events noted, events taken up, lines added. `busy`: somebody else was pricing."""

    noted: int = 0
    events: int = 0
    lines: int = 0
    busy: bool = False


def give_subsidies(*, wait: bool = False) -> Given:
    """Asks the sources for new events, and turns what waits into lines of income.

    Exactly once, however often, however parallel and however interrupted it runs: a chunk is one
    transaction in the pricing turn. An event on whose day no rule was in force brings no line.
    """
    noted, events, lines = collect_events(), 0, 0
    while True:
        chunk = _give_chunk(wait=wait)
        if chunk is None:
            return Given(noted, events, lines, busy=True)
        events, lines = events + chunk.events, lines + chunk.lines
        if chunk.events < CHUNK:
            break
    if events:
        log.info("subsidies_given", events=events, lines=lines)
    return Given(noted, events, lines)


def _give_chunk(*, wait: bool) -> Given | None:
    with transaction.atomic():
        if wait:
            wait_turn(PRICING)
        elif not try_turn(PRICING):
            return None
        waiting = PendingActivity.objects.filter(consumer=CONSUMER).order_by("activity")[:CHUNK]
        taken = list(waiting.values_list("pk", "activity_id"))
        PendingActivity.objects.filter(pk__in=[pk for pk, _activity in taken]).delete()
        events = Activity.objects.filter(pk__in=[pk for _pending, pk in taken], partner__isnull=False)
        lines = _write(list(events.order_by("pk"))) if taken else 0
        return Given(events=len(taken), lines=lines)


def _write(events: Sequence[Activity]) -> int:
    book = RuleBook()
    earnings: list[Earning] = []
    rules: list[SubsidyRule] = []
    for event in events:
        rule = book.rule_for(event.category, center_id=event.center_id, day=event.business_date)
        if rule is None:
            continue
        amount = event_amount(rule, event.amount)
        rules.append(rule)
        earnings.append(line_of(event, basis=event.amount, exact=amount, amount=to_fen(amount)))
    write_lines(earnings, [Award(rule=rule) for rule in rules])
    return len(earnings)


def line_of(activity: Activity, *, basis: Decimal, exact: Decimal, amount: Decimal) -> Earning:
    """A subsidy's line of income, earned on the day of its journal row."""
    return Earning(
        activity=activity,
        partner_id=activity.partner_id or 0,  # no event is noted without a partner
        station_id=activity.station_id,
        center_id=activity.center_id,
        business=activity.business,
        category=activity.category,
        subject=activity.subject,
        paid_on=activity.business_date,
        basis=basis,
        basis_total=basis,
        unrounded=exact.quantize(EXACT),
        amount=amount,
        received_in_cash=ZERO,
        earned_on=activity.business_date,
    )


def write_lines(earnings: Sequence[Earning], awards: Sequence[Award]) -> None:
    """Writes lines and what they rest on, in the caller's transaction."""
    insert_many(earnings)
    for earning, award in zip(earnings, awards, strict=True):
        award.earning = earning
    insert_many(awards)
