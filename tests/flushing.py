"""How a transactional test leaves the database empty again.

Django truncates every table and then creates all permissions anew: over a second a test
with our sixty tables. Here nothing but rows is written, so deleting the rows is enough.
"""

from typing import Any

from django.db import connections
from django.test import TransactionTestCase

# What `migrate` filled in and no test changes.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def delete_all_rows(alias: str) -> None:
    """Deletes every row of every table; triggers and foreign keys look away meanwhile."""
    connection = connections[alias]
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT
    # Also set-up tables that are no model's, such as the database cache.
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            for table in sorted(tables | {"cache_limits"}):
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")


def _fixture_teardown(self: Any) -> None:
    for alias in self._databases_names(include_mirrors=False):
        delete_all_rows(alias)


TransactionTestCase._fixture_teardown = _fixture_teardown  # type: ignore[method-assign]
