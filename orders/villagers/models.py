from __future__ import annotations

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orders.villagers.queries import VillagerQuerySet
from stations.network.models import Station
from stations.scope import ScopedModel, ScopePaths

# Stands for the name of somebody whose data were erased, in every language.
NO_NAME = "—"


class Villager(ScopedModel):
    """Somebody a station buys for. Known to that station only.

    Orders keep their villager for ever; what would tell who that was can be erased
    (`orders.personal_data`).
    """

    # Found by `villager_phone_once_per_station`, which begins with the station.
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        related_name="villagers",
        db_index=False,
        verbose_name=_("village service station"),
    )
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=60)
    # Empty once erased: NULL and not "", because the unique key lets any number of those stand.
    phone = models.CharField(
        _("mobile number"),
        max_length=11,
        null=True,
        validators=[RegexValidator(r"^1\d{10}$", _("A mobile number has 11 digits and begins with 1."))],
    )
    consented_at = models.DateTimeField(
        _("agreed to be kept on file"), null=True, blank=True, help_text=_("When the villager said yes.")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, editable=False)

    scope_paths: ClassVar = ScopePaths(center="station__center", station="station")
    objects: ClassVar = VillagerQuerySet.as_manager()

    class Meta:
        verbose_name = _("villager")
        verbose_name_plural = _("villagers")
        ordering = ["name", "pk"]
        # For how a name or a number begins, whatever the order of the server's language is.
        indexes = [
            models.Index(name="villager_name", fields=["name"], opclasses=["varchar_pattern_ops"]),
            models.Index(name="villager_phone", fields=["phone"], opclasses=["varchar_pattern_ops"]),
        ]
        constraints = [
            models.UniqueConstraint(
                name="villager_phone_once_per_station",
                fields=["station", "phone"],
                violation_error_message=_("This number is known at the station already."),
            ),
            models.CheckConstraint(
                name="villager_erased_leaves_nothing",
                condition=models.Q(erased_at__isnull=True, phone__isnull=False)
                | models.Q(erased_at__isnull=False, phone__isnull=True, name=NO_NAME),
            ),
        ]

    def __str__(self) -> str:
        return self.name
