"""A snapshot is taken: the report of the nation and of each county, as of one moment, kept for ever."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from orders.festivals.by_county import county_reports
from orders.festivals.freezing.document import Reading, checksum_of, document_of
from orders.festivals.freezing.models import FestivalSnapshot, SnapshotPart
from orders.festivals.freezing.refunds import added_up, refunds_by_county
from orders.festivals.models import Festival
from orders.festivals.report import FestivalReport, festival_report
from orders.festivals.rolling_up import roll_up_turnover
from partners.accounts.models import User
from stations.centers.models import CountyCenter
from stations.refusals import Refused, check_reason
from stations.turns import ROLLING_UP, wait_turn

# Documents are written some hundreds at a time: a county's has a few kilobytes, the nation's megabytes.
BATCH = 200

log = structlog.get_logger(__name__)


def freeze_festival(*, actor: User | None, festival: Festival, reason: str) -> FestivalSnapshot:
    """Keeps the report of a festival as it is now, with its definitions and a checksum for each part.

    Counts what waits first. Takes the turn of the roll-up, so that the figures stand still while they
    are read; orders go on coming in. Raises Refused: no reason, a festival that has not begun.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        wait_turn(ROLLING_UP)
        roll_up_turnover(wait=True)
        return keep(actor=actor, festival=festival, reason=reason, as_of=None)


def keep(
    *, actor: User | None, festival: Festival, reason: str, as_of: dt.datetime | None
) -> FestivalSnapshot:
    """Keeps what the turnover tables say. `as_of` is the story's where a demo tells one, else now.

    The caller has the turn of the roll-up alone. Raises Refused for a festival that has not begun.
    """
    report = festival_report(festival)
    if as_of is not None:
        report = replace(report, as_of=as_of, pending=0)
    if report.as_of < festival.starts_at:
        raise Refused(_("%(festival)s has not begun.") % {"festival": festival}, code="not_begun")
    snapshot = FestivalSnapshot(festival=festival, as_of=report.as_of, reason=reason, taken_by=actor)
    snapshot.save(force_insert=True)
    SnapshotPart.objects.bulk_create(_parts(snapshot, report), batch_size=BATCH)
    log.info("festival_frozen", festival=festival.pk, snapshot=snapshot.pk, actor=actor and actor.pk)
    return snapshot


def _parts(snapshot: FestivalSnapshot, report: FestivalReport) -> Iterator[SnapshotPart]:
    refunds = refunds_by_county(report.festival)
    yield _part(snapshot, None, Reading(report, added_up(refunds)))
    centers = dict(CountyCenter.objects.order_by().values_list("county_id", "pk"))
    for own in county_reports(report):
        county = own.counties[0].code
        yield _part(snapshot, centers[county], Reading(own, refunds.get(county, {})))


def _part(snapshot: FestivalSnapshot, center_id: int | None, reading: Reading) -> SnapshotPart:
    document = document_of(reading)
    return SnapshotPart(
        snapshot=snapshot,
        center_id=center_id,
        stations=reading.report.stations_in_service,
        paid_amount=reading.report.turnovers.paid_amount,
        net_amount=reading.report.turnovers.net_amount,
        document=document,
        checksum=checksum_of(document),
    )
