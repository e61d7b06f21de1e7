from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
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
    name = models.CharField(_("name"), max_length=100)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
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
            # The parent is a prefix: counted ranges by code then agree with the tree.
            models.CheckConstraint(
                name="region_code_begins_with_its_parent",
                condition=models.Q(parent__isnull=True, level=2)
                | models.Q(code__startswith=models.F("parent"), level__gt=2),
            ),
        ]
        indexes = [
            # Prefix search nationally; a two-character infix would defeat it.
            GinIndex(fields=["name"], name="region_name_trgm", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.name
