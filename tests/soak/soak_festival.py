"""The festival night under fire, as long as one likes: SOAK_ORDERS=1800000 is the whole of it.

`make soak`, or alone: `make soak ARGS="-k festival"`. A server of its own is killed, not the tests'.
"""

import os
import time

import pytest

from tests.hosts.exactness import exact_after_the_fire
from tests.private import servers
from tests.soak.seed import SEED

__all__ = ["servers"]

pytestmark = pytest.mark.django_db(transaction=True)
ORDERS = int(os.environ.get("SOAK_ORDERS", "50000"))


def test_the_night_is_exact_under_fire(servers, transactional_db, tmp_path, capsys):
    began = time.monotonic()

    def say(line):
        with capsys.disabled():
            print(f"  {time.monotonic() - began:5.0f} s  {line}", flush=True)

    say(f"{ORDERS:,} orders, seed {SEED}")
    counted = exact_after_the_fire(servers, orders=ORDERS, seed=SEED, folder=tmp_path, say=say)
    say(f"clean and exact: {counted}")
    assert (counted.orders, counted.flushes, counted.restarts) == (ORDERS, 2, 1)
