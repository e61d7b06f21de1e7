"""Whoever is written about stays on file until it is written."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from stations.prepared import prepared_cursor
from stations.refusals import Refused

# Shared: two orders of one villager do not wait for one another, only erasing waits for both.
_HOLD = "SELECT erased_at IS NOT NULL FROM orders_villager WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE"


def hold_villagers(pks: Collection[int]) -> None:
    """Keeps villagers from being erased until the caller's transaction ends.

    Whatever comes to hang on a villager calls it first: the foreign key itself is looked at only
    at the commit, and an erased villager is still a row. Raises Refused where one was erased
    meanwhile.
    """
    with prepared_cursor() as cursor:
        cursor.execute(_HOLD, [sorted(pks)])
        if any(erased for (erased,) in cursor.fetchall()):
            raise Refused(_("This villager's data were erased."), code="erased", field="phone", conflict=True)
