import copy
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from tests.cast import make_cast
from tests.scope.world import World, make_world


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    """One world for a file's hundreds of walks, in a transaction that is rolled back after them."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            yield make_world(make_cast())
            transaction.set_rollback(True)
        connection.close()


@pytest.fixture
def world(standing: World) -> Iterator[World]:
    """The world as it stood: what a walk writes is rolled back to there. Takes the place of `db`."""
    walk = transaction.atomic()
    walk._from_testcase = True  # as Django's own: what asks to be durable may stand inside
    with walk:
        yield copy.deepcopy(standing)
        connection.check_constraints()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
