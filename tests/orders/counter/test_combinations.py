"""Every pair of a gateway's temper, the order of callback, query and statement, their moment, and the way
the money goes. All combinations are `make soak`'s."""

from itertools import combinations

import pytest

from orders.counter.gateways import http
from orders.counter.gateways.sandbox.tempers import Temper
from orders.reports.books import verify
from tests.orders.counter.combinations import (
    KINDS,
    ORDERS,
    Case,
    Moment,
    expected,
    play,
    typed_for,
    wrong_with,
)
from tests.orders.counter.pairs import pairwise
from tests.orders.counter.sandbox import call_back

FACTORS = (list(Temper), ORDERS, list(Moment), KINDS)


class InTheSuite:
    """The sandbox runs in a thread, and a callback goes through the test client."""

    def __init__(self, sandbox, station):
        self.be, self.station = sandbox.be, station

    def call_back(self, service):
        assert call_back(service).status_code == 200


def test_the_rows_hold_every_pair_and_are_few():
    rows = pairwise(*FACTORS)
    for (one, values), (two, others) in combinations(list(enumerate(FACTORS)), 2):
        assert {(row[one], row[two]) for row in rows} == {(a, b) for a in values for b in others}
    assert len(rows) <= 65
    assert rows == pairwise(*FACTORS)


def test_whatever_comes_first_applies_once_and_the_books_are_clean(sandbox, fjyx001, lin, monkeypatch):
    monkeypatch.setattr(http, "READ", 0.4)
    world = InTheSuite(sandbox, fjyx001)
    wrong: list[str] = []
    for number, row in enumerate(pairwise(*FACTORS)):
        case = Case(*row)
        wrong += wrong_with(case, play(world, case, **typed_for(case, number)))

    assert wrong == []
    assert [finding.check.name for finding in verify() if not finding.clean] == []


@pytest.mark.parametrize(
    ("temper", "order", "moment", "state"),
    [
        (Temper.SILENT, 0, Moment.AFTER, "succeeded"),
        (Temper.FAILED_FIRST, 0, Moment.RETURNED, "suspense"),
        (Temper.FAILED_FIRST, 0, Moment.WHILE, "succeeded"),
        (Temper.WRONG_AMOUNT, 5, Moment.AFTER, "suspense"),
    ],
)
def test_the_model_says_what_the_house_says(temper, order, moment, state):
    assert expected(Case(temper, ORDERS[order], moment, "mobile"))[0] == state
