"""System checks of what the database must be able to do; `migrate` runs them."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

OLDEST = 15_00_00


RECREATE = "Create it with: CREATE DATABASE ... TEMPLATE template0 ENCODING 'UTF8' LC_CTYPE 'C.UTF-8'"


@register(Tags.database)
def database_fits(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """A server that is too old, or a database that cannot hold or find Chinese."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        with connections[alias].cursor() as cursor:
            # From the catalogue: PostgreSQL 16 dropped the setting lc_ctype.
            cursor.execute(
                "SELECT current_setting('server_version_num')::int, pg_encoding_to_char(encoding), datctype"
                " FROM pg_database WHERE datname = current_database()"
            )
            found += judge(*cursor.fetchone())
    return found


def judge(version: int, encoding: str, ctype: str) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if version < OLDEST:
        found.append(Error("PostgreSQL 15 or newer is needed.", id="cunzhan.E001"))
    if encoding != "UTF8":
        found.append(Error(f"The database's encoding is {encoding}.", hint=RECREATE, id="cunzhan.E002"))
    # Trigrams are made of letters, and this locale knows only the ASCII ones.
    if ctype in {"C", "POSIX"}:
        problem = f"The database's LC_CTYPE is {ctype}: searching Chinese names would find nothing."
        found.append(Error(problem, hint=RECREATE, id="cunzhan.E003"))
    return found
