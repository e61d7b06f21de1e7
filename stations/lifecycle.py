"""A status changes only by a table of allowed transitions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pgtrigger
from django.db import models
from django.utils.translation import gettext as _

from stations.refusals import Refused


@dataclass(frozen=True)
class Lifecycle:
    """The allowed transitions of one kind of row: from each status, the statuses it may become."""

    table: Mapping[str, frozenset[str]]

    def allows(self, before: str, after: str) -> bool:
        return after in self.table.get(before, frozenset())

    def check(self, before: str, after: models.TextChoices, *, label: object) -> None:
        """Raises Refused unless the table allows the step; `label` names the row to the reader.

        The caller holds the row's lock.
        """
        if not self.allows(before, after):
            raise Refused(
                _("%(label)s is “%(before)s”: it cannot become “%(after)s”.")
                % {"label": label, "before": type(after)(before).label, "after": after.label},
                code="transition",
                conflict=True,
            )

    def trigger(self, *, name: str, field: str = "status") -> pgtrigger.FSM:
        """The same table as a backstop in the database."""
        return pgtrigger.FSM(
            name=name,
            field=field,
            transitions=sorted((before, after) for before, steps in self.table.items() for after in steps),
        )
