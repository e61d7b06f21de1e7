"""The life of an announcement: a draft, told, taken back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.lifecycle import Lifecycle


class AnnouncementStatus(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


S = AnnouncementStatus
ANNOUNCEMENT_LIFECYCLE = Lifecycle(
    {
        S.DRAFT: frozenset({S.PUBLISHED, S.WITHDRAWN}),
        S.PUBLISHED: frozenset({S.WITHDRAWN}),
    }
)
