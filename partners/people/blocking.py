"""What people say against the end of a station."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from partners.people.models import Tenure
from stations.clock import today

if TYPE_CHECKING:
    from stations.network.models import Station


def who_runs_it(station: Station) -> Iterator[str]:
    """A tenure without a last day, or with one that is still to come."""
    after_today = Tenure.objects.filter(station=station).exclude(ends_on__lte=today())
    for tenure in after_today.select_related("partner"):
        yield _("%(partner)s runs it: end the tenure first.") % {"partner": tenure.partner}
