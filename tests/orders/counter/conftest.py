from collections.abc import Iterator

import pytest

from tests.orders.counter.sandbox import Sandbox, sandbox_running


@pytest.fixture
def sandbox(settings, transactional_db) -> Iterator[Sandbox]:
    """The real sandbox server on a loopback port, which all gateways of the test lead to."""
    with sandbox_running() as running:
        settings.GATEWAYS, settings.GATEWAYS_PRIVATE = running.accounts, True
        yield running
