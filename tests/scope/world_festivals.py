"""A festival, which is everybody's, and a snapshot of it, of which each county has its own part."""

from __future__ import annotations

import datetime as dt
from typing import Any

from orders.festivals.by_county import OfCenter
from orders.festivals.freezing.document import Reading, checksum_of, document_of
from orders.festivals.freezing.models import FestivalSnapshot, SnapshotPart
from orders.festivals.models import Festival
from orders.festivals.report import festival_report


def festival(side: Any) -> Festival:
    start = dt.datetime(2015, 11, 10, 16, tzinfo=dt.UTC)
    return Festival.objects.get_or_create(
        slug="double-eleven-2015",
        defaults={"name": "双十一", "starts_at": start, "ends_at": start + dt.timedelta(days=1)},
    )[0]


def snapshot(side: Any) -> FestivalSnapshot:
    """With a part of the nation and one of this county, and none of the other."""
    taken, new = FestivalSnapshot.objects.get_or_create(
        festival=festival(side), reason=side.center.code, defaults={"as_of": dt.datetime.now(dt.UTC)}
    )
    if new:
        for center in (None, side.center):
            report = festival_report(taken.festival, center and OfCenter(center.pk))
            document = document_of(Reading(report, {}))
            SnapshotPart.objects.create(
                snapshot=taken,
                center=center,
                stations=report.stations_in_service,
                paid_amount=report.turnovers.paid_amount,
                net_amount=report.turnovers.net_amount,
                document=document,
                checksum=checksum_of(document),
            )
    return taken
