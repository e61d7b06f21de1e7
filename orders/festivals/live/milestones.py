"""Sums that people wait for in such a night, and the minute in which each was passed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from orders.festivals.live.curve import MinuteBook
from orders.festivals.report import MINUTE
from stations.centers.models import CountyCenter
from stations.money import FEN

_WAN = 10_000
# In ten thousands of yuan: the nation waits for its first ten million, a county for its first hundred
# thousand.
OF_THE_NATION = (10, 100, 1_000, 5_000, 10_000, 20_000, 30_000, 50_000, 100_000, 200_000, 300_000, 500_000)
OF_A_COUNTY = (1, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)


@dataclass(frozen=True, slots=True)
class Milestone:
    """`at` is the beginning of the minute in which the sum of what was paid reached `amount`; None: not yet.

    `target`: it is what the festival is to reach.
    """

    amount: Decimal
    at: dt.datetime | None
    target: bool = False


def milestones(
    book: MinuteBook, *, center: CountyCenter | None, target: Decimal | None
) -> tuple[Milestone, ...]:
    """Those that were passed, and the first that was not, the lowest first.

    "Paid" never goes down: refunds lower the net only. An order that is imported later may bring a
    milestone forward, since it counts in the minute of its payment.
    """
    rungs = {Decimal(rung * _WAN): False for rung in (OF_THE_NATION if center is None else OF_A_COUNTY)}
    if target is not None:
        rungs[target] = True
    so_far = list(accumulate(book.hours.values()))
    hours = list(book.hours)
    ahead, passed = [], []
    for amount in sorted(rungs):
        number = next((n for n, sum_ in enumerate(so_far) if sum_ >= amount / FEN), None)
        if number is None:
            ahead.append(Milestone(amount, None, rungs[amount]))
        else:
            passed.append((amount, number))
    minutes = book.of_hours(sorted({hours[number] for _amount, number in passed}))
    found = []
    for amount, number in passed:
        before = so_far[number - 1] if number else 0
        within = accumulate(minutes[hours[number]], initial=before)
        minute = next(n for n, sum_ in enumerate(within) if sum_ >= amount / FEN) - 1
        found.append(Milestone(amount, hours[number] + MINUTE * minute, rungs[amount]))
    return (*found, *ahead[:1])
