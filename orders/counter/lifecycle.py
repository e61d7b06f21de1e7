"""The life of a counter service.

Unknown is not failed: only a well-formed answer for our order number makes a service fail
(docs/decisions/0080-unknown-is-not-failed.md).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.lifecycle import Lifecycle


class ServiceStatus(models.TextChoices):
    DRAFT = "draft", _("not confirmed")
    CANCELLED = "cancelled", _("not wanted")
    CHARGED = "charged", _("waiting to be sent")
    SUBMITTING = "submitting", _("being sent")
    UNKNOWN = "unknown", _("being checked")
    SUCCEEDED = "succeeded", _("done")
    FAILED = "failed", _("failed")
    REFUNDED = "refunded", _("money given back")
    SUSPENSE = "suspense", _("to be settled by the county")


S = ServiceStatus
# The provider may have acted and may still act: nobody gives money back in these.
OPEN = (S.SUBMITTING, S.UNKNOWN)
# What the drain still has to do something with.
DUE = (S.CHARGED, S.SUBMITTING, S.UNKNOWN)
TONES = {
    S.DRAFT: "waiting",
    S.CHARGED: "moving",
    S.SUBMITTING: "moving",
    S.UNKNOWN: "moving",
    S.SUCCEEDED: "done",
    S.FAILED: "alert",
    S.SUSPENSE: "alert",
}

SERVICE_LIFECYCLE = Lifecycle(
    {
        S.DRAFT: frozenset({S.CHARGED, S.CANCELLED}),
        # Before the first call nobody outside knows of it: it may be taken back.
        S.CHARGED: frozenset({S.SUBMITTING, S.REFUNDED}),
        S.SUBMITTING: frozenset({S.UNKNOWN, S.SUCCEEDED, S.FAILED, S.SUSPENSE}),
        S.UNKNOWN: frozenset({S.SUCCEEDED, S.FAILED, S.SUSPENSE}),
        S.SUCCEEDED: frozenset({S.REFUNDED}),
        # A success after our refund: the books say one thing, the provider another.
        S.FAILED: frozenset({S.REFUNDED, S.SUSPENSE}),
        S.REFUNDED: frozenset({S.SUSPENSE}),
        S.SUSPENSE: frozenset({S.SUCCEEDED, S.REFUNDED}),
    }
)
