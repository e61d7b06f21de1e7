"""Exact under fire, in small; `make soak` plays the same with up to a whole night of orders."""

import sys

import pytest

from tests.hosts.exactness import exact_after_the_fire

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.skipif(sys.platform != "linux", reason="finds a worker's processes in /proc")
def test_each_fen_is_there_after_the_fire(servers, transactional_db, tmp_path):
    counted = exact_after_the_fire(servers, orders=3_000, seed=1111, folder=tmp_path, say=print)

    assert (counted.orders, counted.flushes, counted.restarts) == (3_000, 2, 1)
    assert counted.kills >= 1
    assert counted.broken >= 1
