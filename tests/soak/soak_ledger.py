"""The state machine of the floats, for longer than the suite has time."""

import os

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.partners.ledger.test_ledger_properties import Floats
from tests.soak.seed import SEED


@pytest.mark.django_db
def test_whatever_happens_for_long_the_books_balance():
    run_state_machine_as_test(
        seed(SEED)(Floats),
        settings=settings(
            max_examples=int(os.environ.get("SOAK_EXAMPLES", "300")),
            stateful_step_count=60,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
