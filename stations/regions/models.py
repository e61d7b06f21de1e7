from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from stations.regions.queries import RegionQuerySet
from stations.scope import ScopedModel, ScopePaths


class Region(ScopedModel):
    """One row of the national register of administrative divisions.

    The code is the key: it begins with its parent's code, and the register never gives
    a code a second meaning. Its length says the level.
    """

    class Level(models.IntegerChoices):
        PROVINCE = 2, _("province")
        CITY = 4, _("city")
        COUNTY = 6, _("county")
        TOWN = 9, _("town or street office")
        VILLAGE = 12, _("village or community")

    # "C" so that a range of codes is a range of the index on any server.
    code = models.CharField(_("code"), max_length=12, primary_key=True, db_collation="C")
    # "C" here too: one ordinary index then serves the beginning of a name and its order.
    name = models.CharField(_("name"), max_length=100, db_collation="C")
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        db_index=False,  # named below, without the second one that Django adds for LIKE
        verbose_name=_("belongs to"),
    )

    scope_paths: ClassVar = ScopePaths(public=True)
    objects: ClassVar = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="region_code_is_digits_of_its_level",
                condition=models.Q(code__regex=r"^[0-9]+$") & models.Q(level=models.functions.Length("code")),
            ),
            # The parent is the code one level up: counted ranges by code then agree with the
            # tree. Said with "is not null": a comparison with NULL would pass any check.
            models.CheckConstraint(
                name="region_parent_is_one_level_up",
                condition=models.Q(level=2, parent__isnull=True)
                | models.Q(parent__isnull=False)
                & (
                    models.Q(level=4, parent=Left("code", 2))
                    | models.Q(level=6, parent=Left("code", 4))
                    | models.Q(level=9, parent=Left("code", 6))
                    | models.Q(level=12, parent=Left("code", 9))
                ),
            ),
        ]
        indexes = [
            # Search by the beginning of a name; the level spares the rows of other levels.
            models.Index(name="region_name_prefix", fields=["name", "level"]),
            models.Index(name="region_parent", fields=["parent"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def full_path(self) -> str:
        """From the province down, for people; take the row from `with_path()`."""
        names = [self.name]
        above = self.parent
        while above is not None:
            names.append(above.name)
            above = above.parent
        return " › ".join(reversed(names))
