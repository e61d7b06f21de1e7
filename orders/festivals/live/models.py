from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.festivals.models import Festival
from stations.centers.models import CountyCenter
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths


class LiveBoard(ScopedModel):
    """The live page of a festival for the nation or one county, rendered once for all who look.

    Derived: whoever looks brings it up to date (`looking.py`), and it may be deleted at any time.
    """

    festival = models.ForeignKey(Festival, models.CASCADE, related_name="+", db_index=False)
    # Empty for the nation, which only those see who see everything.
    center = models.ForeignKey(CountyCenter, models.PROTECT, null=True, related_name="+")
    # Nobody looks again before; it moves ahead while somebody does.
    look_after = models.DateTimeField()
    as_of = models.DateTimeField(null=True)
    # What the API says.
    figures = models.JSONField(default=dict)
    # Fen paid by minute of the hours that were read, each with the hour's sum: by it one sees that nothing
    # was added (`figures.py`).
    minutes = models.JSONField(default=dict)
    # By language the fragment and its mark; under "json" the mark of the figures.
    pages = models.JSONField(default=dict)
    marks = models.JSONField(default=dict)

    scope_paths: ClassVar = ScopePaths(center="center")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("live page of a festival")
        verbose_name_plural = _("live pages of festivals")
        constraints = [
            models.UniqueConstraint(
                name="live_board_one_a_scope", fields=["festival", "center"], nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.festival_id} {self.center_id or '*'}"
