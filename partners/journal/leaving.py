"""What the journal says against the last day of a tenure."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from partners.journal.models import Activity
from partners.people.checks import Blocker, at_the_desk
from stations import wording

if TYPE_CHECKING:
    from partners.people.models import Tenure


def work_after(tenure: Tenure, last_day: dt.date) -> list[Blocker]:
    """What was earned here by this partner after the day: payments taken, parcels handed over."""
    latest = (
        Activity.objects.filter(
            station=tenure.station_id,
            partner=tenure.partner_id,
            business_date__gt=last_day,
            kind__in=("paid", "parcel"),
        )
        .order_by("-business_date")
        .values_list("business_date", flat=True)
        .first()
    )
    if latest is None:
        return []
    text = _("There was work here until %(day)s: choose that day or a later one.")
    page = at_the_desk("partners_activity", station__id__exact=tenure.station_id)
    return [Blocker(text % {"day": wording.day(latest)}, page)]
