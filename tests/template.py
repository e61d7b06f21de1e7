"""The migrated database that each run's own is copied from.

Migrating takes longer than many a run; copying takes a second. One template stands for
what the migrations say, under a name that changes with them.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

LOCK = 715_518  # any number that nobody else locks
# What makes a migrated database what it is: migrations, and the data that they load.
SOURCES = ("*/migrations/*.py", "*/data/*", "requirements.txt")


def fingerprint(root: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for pattern in SOURCES for path in root.glob(pattern) if path.is_file()):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def ensure_template(name: str, family: str) -> None:
    """Makes the template unless it is there, and drops the older ones of its family.

    Whoever comes meanwhile waits; one that was killed leaves nothing that counts as made.
    """
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [family])
        there = {row[0] for row in cursor.fetchall()}
        if name in there:
            return
        for old in there:
            cursor.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
        migrate_into(f"{name}_new")
        cursor.execute(f'ALTER DATABASE "{name}_new" RENAME TO "{name}"')


def migrate_into(name: str) -> None:
    """A new database of that name, migrated; the connection's own name is as before."""
    own = connection.settings_dict
    before, asked = own["NAME"], own["TEST"]["NAME"]
    own["TEST"]["NAME"] = name
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    finally:
        connection.close()
        own["NAME"] = settings.DATABASES["default"]["NAME"] = before
        own["TEST"]["NAME"] = asked


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment, django_db_modify_db_settings_parallel_suffix, django_db_blocker
) -> Iterator[None]:
    """Takes the place of pytest-django's: also for walks that share one world instead of asking for `db`."""
    family = f"{connection.settings_dict['NAME']}_template_"
    name = family + fingerprint(settings.BASE_DIR)
    with django_db_blocker.unblock():
        ensure_template(name, family)
        connection.settings_dict["TEST"]["TEMPLATE"] = name
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)
