"""A queue that was long must not make the empty one slow."""

import pytest
from django.db import transaction

from partners.journal import sweeping
from partners.journal.sweeping import sweep_pending

pytestmark = pytest.mark.django_db(transaction=True)


def test_only_a_long_queue_outside_a_transaction_is_swept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "WORTH_SWEEPING", 100)
    assert sweep_pending(99) == 99
    with transaction.atomic():
        assert sweep_pending(100) == 100
    assert sweep_pending(100) == 0
