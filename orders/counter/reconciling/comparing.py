"""A statement against our rows: pure, so that every case can be told by a test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from orders.counter.gateways.protocol import StatementLine, Verdict
from orders.counter.reconciling.models import Discrepancy
from stations.money import ZERO

Kind = Discrepancy.Kind


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which both sides differ about an order. Amounts in yuan; None: that side has none."""

    kind: str
    order_no: str
    ours: Decimal | None
    theirs: Decimal | None


def compare(
    lines: Sequence[StatementLine], *, done: Mapping[str, Decimal], of_the_day: Mapping[str, Decimal]
) -> list[Difference]:
    """Everything in which a day's statement differs from our rows, by order number.

    `done` are the amounts of all services named in the statement that are done with us, whatever
    their day; `of_the_day` those that are done on that day with us. Only successes of the
    statement are money: its failures name orders that we must not have as done.
    """
    found: list[Difference] = []
    seen: dict[str, Decimal] = {}
    twice: dict[str, Decimal] = {}
    for line in lines:
        outcome = line.outcome
        if outcome.verdict != Verdict.SUCCEEDED or outcome.amount is None:
            continue
        number, theirs, ours = outcome.order_no, outcome.amount, done.get(outcome.order_no)
        if number in seen:
            twice[number] = twice.get(number, ZERO) + theirs
            continue
        seen[number] = theirs
        if ours is None:
            found.append(Difference(Kind.EXTRA, number, None, theirs))
        elif ours != theirs:
            found.append(Difference(Kind.AMOUNT, number, ours, theirs))
    # What was charged too often, all repetitions together.
    found += [
        Difference(Kind.DUPLICATE, number, done.get(number), theirs) for number, theirs in twice.items()
    ]
    found += [
        Difference(Kind.MISSING, number, ours, None)
        for number, ours in of_the_day.items()
        if number not in seen
    ]
    return found


def of_other_days(
    lines: Sequence[StatementLine], *, done: Mapping[str, Decimal], of_the_day: Mapping[str, Decimal]
) -> Decimal:
    """What the successes of a statement name that is done with us, but not on that day; in yuan."""
    named = {
        line.outcome.order_no
        for line in lines
        if line.outcome.verdict == Verdict.SUCCEEDED and line.outcome.amount is not None
    }
    return sum((done[number] for number in named & done.keys() - of_the_day.keys()), ZERO)
