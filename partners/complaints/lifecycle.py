"""The life of a complaint or question: received, in somebody's hands, answered once."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.lifecycle import Lifecycle


class Origin(models.TextChoices):
    """Who speaks."""

    VILLAGER = "villager", _("villager")
    PARTNER = "partner", _("rural partner")


class ComplaintStatus(models.TextChoices):
    RECEIVED = "received", _("received")
    IN_HAND = "in_hand", _("in hand")
    ANSWERED = "answered", _("answered")


S = ComplaintStatus
COMPLAINT_LIFECYCLE = Lifecycle(
    {
        S.RECEIVED: frozenset({S.IN_HAND, S.ANSWERED}),
        S.IN_HAND: frozenset({S.ANSWERED}),
    }
)
TONES = {S.RECEIVED: "waiting", S.IN_HAND: "moving", S.ANSWERED: "done"}

# An answer goes out by SMS whole: what stands around it takes the rest of 300 characters.
ANSWER_LENGTH = 200
# Of what strangers write in: by one address in an hour, about one number in a day.
PER_ADDRESS, ADDRESS_WINDOW = 5, dt.timedelta(hours=1)
PER_PHONE, PHONE_WINDOW = 3, dt.timedelta(days=1)
