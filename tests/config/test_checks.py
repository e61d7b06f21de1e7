"""A database that cannot hold or find Chinese is refused before the first table."""

from collections.abc import Iterator

import pytest
from django.db import connection, connections

from config.checks import database_fits


@pytest.fixture
def ascii_database(transactional_db: None) -> Iterator[str]:
    """A database of the kind that an old cluster makes by default."""
    name = f"{connection.settings_dict['NAME']}_ascii"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(
            f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'"
            " LOCALE_PROVIDER libc"
        )
    connections.databases["ascii"] = connection.settings_dict | {"NAME": name}
    yield "ascii"
    connections["ascii"].close()
    del connections["ascii"], connections.databases["ascii"]
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}"')


@pytest.mark.django_db
def test_ours_fits() -> None:
    assert database_fits(databases=["default"]) == []


@pytest.mark.django_db(databases="__all__")
def test_one_without_letters_is_named(ascii_database: str) -> None:
    found = database_fits(databases=[ascii_database])
    assert [problem.id for problem in found] == ["cunzhan.E002", "cunzhan.E003"]
    assert "LC_CTYPE is C" in found[1].msg
