"""The life of a village service station."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.lifecycle import Lifecycle


class StationStatus(models.TextChoices):
    APPLIED = "applied", _("applied")
    APPROVED = "approved", _("approved")
    FITTING_OUT = "fitting_out", _("fitting out")
    OPEN = "open", _("open")
    SUSPENDED = "suspended", _("suspended")
    CLOSED = "closed", _("closed")


STATION_LIFECYCLE = Lifecycle(
    {
        StationStatus.APPLIED: frozenset({StationStatus.APPROVED, StationStatus.CLOSED}),
        StationStatus.APPROVED: frozenset({StationStatus.FITTING_OUT, StationStatus.CLOSED}),
        StationStatus.FITTING_OUT: frozenset({StationStatus.OPEN, StationStatus.CLOSED}),
        StationStatus.OPEN: frozenset({StationStatus.SUSPENDED, StationStatus.CLOSED}),
        StationStatus.SUSPENDED: frozenset({StationStatus.OPEN, StationStatus.CLOSED}),
    }
)
