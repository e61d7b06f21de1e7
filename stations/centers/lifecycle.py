"""The life of a county operation center."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.lifecycle import Lifecycle


class CenterStatus(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    ASSESSED = "assessed", _("assessed")
    SIGNED = "signed", _("signed")
    OPERATING = "operating", _("operating")
    SUSPENDED = "suspended", _("suspended")
    CLOSED = "closed", _("closed")


CENTER_LIFECYCLE = Lifecycle(
    {
        CenterStatus.PROPOSED: frozenset({CenterStatus.ASSESSED, CenterStatus.CLOSED}),
        CenterStatus.ASSESSED: frozenset({CenterStatus.SIGNED, CenterStatus.CLOSED}),
        CenterStatus.SIGNED: frozenset({CenterStatus.OPERATING, CenterStatus.CLOSED}),
        CenterStatus.OPERATING: frozenset({CenterStatus.SUSPENDED, CenterStatus.CLOSED}),
        CenterStatus.SUSPENDED: frozenset({CenterStatus.OPERATING, CenterStatus.CLOSED}),
    }
)
