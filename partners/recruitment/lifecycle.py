"""The life of a vacancy, and of an application for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.lifecycle import Lifecycle


class VacancyStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("a vacancy", "open")
    FILLED = "filled", pgettext_lazy("a vacancy", "filled")
    WITHDRAWN = "withdrawn", pgettext_lazy("a vacancy", "withdrawn")


class ApplicationStatus(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("an application", "received")
    SHORTLISTED = "shortlisted", pgettext_lazy("an application", "shortlisted")
    INVITED = "invited", pgettext_lazy("an application", "invited to the interview")
    SCORED = "scored", pgettext_lazy("an application", "interviewed and scored")
    ACCEPTED = "accepted", pgettext_lazy("an application", "accepted")
    REFUSED = "refused", pgettext_lazy("an application", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("an application", "withdrawn")


class Education(models.TextChoices):
    PRIMARY = "primary", _("primary school or less")
    MIDDLE = "middle", _("junior middle school")
    HIGH = "high", _("senior middle or vocational school")
    COLLEGE = "college", _("junior college")
    UNIVERSITY = "university", _("university or more")


V, A = VacancyStatus, ApplicationStatus

VACANCY_LIFECYCLE = Lifecycle({V.OPEN: frozenset({V.FILLED, V.WITHDRAWN})})

APPLICATION_LIFECYCLE = Lifecycle(
    {
        A.RECEIVED: frozenset({A.SHORTLISTED, A.REFUSED, A.WITHDRAWN}),
        A.SHORTLISTED: frozenset({A.INVITED, A.REFUSED, A.WITHDRAWN}),
        A.INVITED: frozenset({A.SCORED, A.REFUSED, A.WITHDRAWN}),
        A.SCORED: frozenset({A.ACCEPTED, A.REFUSED, A.WITHDRAWN}),
    }
)

# Somebody still waits for an answer.
UNDECIDED = (A.RECEIVED, A.SHORTLISTED, A.INVITED, A.SCORED)
DECIDED = (A.ACCEPTED, A.REFUSED)
ENDED = (*DECIDED, A.WITHDRAWN)
TONES = {A.ACCEPTED: "done", A.REFUSED: "quiet", A.WITHDRAWN: "quiet", A.INVITED: "moving"}
