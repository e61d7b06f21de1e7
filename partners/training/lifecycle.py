"""The life of a session, and of somebody's place in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.lifecycle import Lifecycle


class Subject(models.TextChoices):
    START = "start", _("starting a station")
    TRADE = "trade", _("agent orders and produce")
    MONEY = "money", _("cash, float and accounts")
    LOGISTICS = "logistics", _("parcels and second leg")
    SERVICES = "services", _("counter services")


class SessionStatus(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("a training session", "planned")
    HELD = "held", pgettext_lazy("a training session", "held")
    CANCELLED = "cancelled", pgettext_lazy("a training session", "cancelled")


class EnrolmentStatus(models.TextChoices):
    ENROLLED = "enrolled", pgettext_lazy("a place in a session", "enrolled")
    CANCELLED = "cancelled", pgettext_lazy("a place in a session", "cancelled")
    ABSENT = "absent", pgettext_lazy("a place in a session", "was not there")
    ATTENDED = "attended", pgettext_lazy("a place in a session", "was there")
    FAILED = "failed", pgettext_lazy("a place in a session", "test not passed")
    PASSED = "passed", pgettext_lazy("a place in a session", "test passed")


S, E = SessionStatus, EnrolmentStatus

SESSION_LIFECYCLE = Lifecycle({S.PLANNED: frozenset({S.HELD, S.CANCELLED})})

ENROLMENT_LIFECYCLE = Lifecycle(
    {
        E.ENROLLED: frozenset({E.CANCELLED, E.ABSENT, E.ATTENDED}),
        E.CANCELLED: frozenset({E.ENROLLED}),
        E.ATTENDED: frozenset({E.FAILED, E.PASSED}),
        # The test may be sat again.
        E.FAILED: frozenset({E.PASSED}),
    }
)

TONES = {
    E.ENROLLED: "waiting",
    E.ATTENDED: "moving",
    E.PASSED: "done",
    E.FAILED: "alert",
    E.ABSENT: "alert",
}
