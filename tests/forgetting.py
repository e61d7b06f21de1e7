"""What a process remembers is forgotten between tests: the hours of another may have the same sums."""

import pytest

from orders.festivals import keeping
from orders.festivals.remembering import CATEGORIES, MINUTES


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> None:
    CATEGORIES.forget()
    MINUTES.forget()
    keeping.forget()
