"""What the commands about festivals share."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from orders.festivals.models import Festival


def festival_named(slug: str) -> Festival:
    """The festival of an argument. Raises CommandError, which names those that there are."""
    festival: Festival | None = Festival.objects.filter(slug=slug).first()
    if festival is None:
        known = ", ".join(Festival.objects.values_list("slug", flat=True)) or "–"
        raise CommandError(
            _("There is no festival “%(slug)s”. There are: %(known)s") % {"slug": slug, "known": known}
        )
    return festival
