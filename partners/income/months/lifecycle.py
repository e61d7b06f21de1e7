"""The life of a county's month."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.lifecycle import Lifecycle


class MonthStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("a county's month", "open")
    APPROVED = "approved", _("approved by the county")
    LOCKED = "locked", _("locked")


M = MonthStatus
MONTH_LIFECYCLE = Lifecycle(
    {
        M.OPEN: frozenset({M.APPROVED}),
        M.APPROVED: frozenset({M.LOCKED, M.OPEN}),
        # From above only, and with a reason.
        M.LOCKED: frozenset({M.OPEN}),
    }
)
