"""The life of a parcel and of a manifest.

A parcel's status says where it is. Down: expected, at county, on a manifest, at the station,
handed over to the villager. Up: at the station, on a manifest, at county, handed over to the
carrier. What nobody fetches goes up again and is returned.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.lifecycle import Lifecycle


class ParcelStatus(models.TextChoices):
    EXPECTED = "expected", _("expected")
    AT_COUNTY = "at_county", _("at the county center")
    ON_MANIFEST = "on_manifest", _("on a manifest")
    AT_STATION = "at_station", _("at the station")
    HANDED_OVER = "handed_over", _("handed over")
    RETURNED = "returned", _("returned to the sender")
    LOST = "lost", _("lost")
    DAMAGED = "damaged", _("damaged")


class ManifestStatus(models.TextChoices):
    BUILDING = "building", _("being filled")
    DISPATCHED = "dispatched", _("on the road")
    RECEIVED = "received", _("received and counted")


S = ParcelStatus
TONES = {
    S.EXPECTED: "moving",
    S.AT_COUNTY: "moving",
    S.ON_MANIFEST: "moving",
    S.AT_STATION: "waiting",
    S.HANDED_OVER: "done",
    S.LOST: "alert",
    S.DAMAGED: "alert",
}
# Somebody still waits for it.
OPEN = (S.EXPECTED, S.AT_COUNTY, S.ON_MANIFEST, S.AT_STATION)
# Its tracking number means this one: what is lost may still be scanned. Afterwards the number is free
# (docs/decisions/0064-a-number-may-come-again.md).
HOLDS_NUMBER = (*OPEN, S.LOST)

# What was thought lost may turn up anywhere, and a scan that was forgotten on the way must not keep
# a parcel from arriving: where it is scanned, there it is.
PARCEL_LIFECYCLE = Lifecycle(
    {
        S.EXPECTED: frozenset({S.AT_COUNTY, S.AT_STATION, S.HANDED_OVER, S.LOST}),
        S.AT_COUNTY: frozenset({S.ON_MANIFEST, S.AT_STATION, S.HANDED_OVER, S.RETURNED, S.LOST, S.DAMAGED}),
        S.ON_MANIFEST: frozenset({S.AT_COUNTY, S.AT_STATION, S.HANDED_OVER, S.LOST, S.DAMAGED}),
        S.AT_STATION: frozenset({S.ON_MANIFEST, S.AT_COUNTY, S.HANDED_OVER, S.LOST, S.DAMAGED}),
        # Given to the wrong person, or not wanted after all: the hand-over is taken back.
        S.HANDED_OVER: frozenset({S.AT_STATION}),
        S.LOST: frozenset({S.AT_COUNTY, S.AT_STATION}),
        S.DAMAGED: frozenset({S.RETURNED, S.HANDED_OVER}),
    }
)

MANIFEST_LIFECYCLE = Lifecycle(
    {
        ManifestStatus.BUILDING: frozenset({ManifestStatus.DISPATCHED}),
        ManifestStatus.DISPATCHED: frozenset({ManifestStatus.RECEIVED}),
    }
)
