"""The life of a lot of produce, and what may be said of how it was grown and handled."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.lifecycle import Lifecycle


class LotStatus(models.TextChoices):
    RECORDED = "recorded", pgettext_lazy("of a lot", "recorded")
    OFFERED = "offered", _("offered")
    SOLD_OUT = "sold_out", _("sold out")
    WITHDRAWN = "withdrawn", pgettext_lazy("of a lot", "withdrawn")


S = LotStatus
TONES = {S.RECORDED: "waiting", S.OFFERED: "moving", S.SOLD_OUT: "done"}
# Still at the station or with the farmer: something is to be done with it.
OPEN = (S.RECORDED, S.OFFERED)

# What is sold can still turn out to be bad: a lot is withdrawn from any state, and for good.
LOT_LIFECYCLE = Lifecycle(
    {
        S.RECORDED: frozenset({S.OFFERED, S.WITHDRAWN}),
        S.OFFERED: frozenset({S.SOLD_OUT, S.WITHDRAWN}),
        S.SOLD_OUT: frozenset({S.OFFERED, S.WITHDRAWN}),
    }
)


class Unit(models.TextChoices):
    JIN = "jin", _("jin (500 g)")
    KG = "kg", _("kg")
    PIECE = "piece", _("pieces")
    BOX = "box", _("boxes")


class Fertiliser(models.TextChoices):
    """Words to choose from and not free text: the buyer reads them in two languages."""

    NONE = "none", pgettext_lazy("fertiliser", "none")
    MANURE = "manure", _("farm manure and compost")
    MINERAL = "mineral", _("mineral fertiliser")
    BOTH = "both", _("manure and mineral fertiliser")


class Spraying(models.TextChoices):
    NONE = "none", _("not sprayed")
    BIOLOGICAL = "biological", _("biological agents only")
    CHEMICAL = "chemical", _("permitted pesticides")


class Water(models.TextChoices):
    RAIN = "rain", _("rain")
    SPRING = "spring", _("mountain spring")
    RIVER = "river", _("river or reservoir")
    WELL = "well", _("well")


class Handling(models.TextChoices):
    """What was done with a lot after it grew."""

    HARVESTED = "harvested", _("harvested")
    SORTED = "sorted", _("sorted")
    PACKED = "packed", _("packed")
    STORED = "stored", _("stored")
    INSPECTED = "inspected", _("inspected")
    SHIPPED = "shipped", pgettext_lazy("of a lot", "shipped")
