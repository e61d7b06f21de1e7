"""A side's rows of what partners are told, asked and measured by."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from orders.reports.levels.models import LevelMonth, LevelRule, StationLevel
from orders.reports.levels.ruling import load_standard_rule
from partners.announcements.announcing import draft_announcement
from partners.announcements.models import Announcement
from partners.complaints.kinds import load_standard_kinds
from partners.complaints.models import Complaint, ComplaintKind
from partners.complaints.receiving import receive_complaint
from stations.clock import today

if TYPE_CHECKING:
    from tests.scope.world import Side


def kind_of(side: Side) -> ComplaintKind:
    load_standard_kinds()
    return ComplaintKind.objects.get(code="late_parcel")


def complaint_of(side: Side) -> Complaint:
    """What a villager says of the station, who is to stay unknown there."""
    found = Complaint.objects.filter(station=side.station).first()
    return found or receive_complaint(
        actor=None,
        station=side.station,
        kind=kind_of(side),
        subject="包裹没到",
        text="等了一个星期",
        name="黄阿婆",
        phone="13800000001",
    )


def announcement_of(side: Side) -> Announcement:
    """A county's draft."""
    found = Announcement.objects.filter(owner=side.center).first()
    return found or draft_announcement(
        actor=side.staff, title="春节放假", text="初一到初三休息", valid_from=today(), must_confirm=True
    )


def rule_of(side: Side) -> LevelRule:
    load_standard_rule()
    return LevelRule.objects.earliest("pk")


def level_month_of(side: Side) -> LevelMonth:
    return LevelMonth.objects.get_or_create(
        month=dt.date(2015, 10, 1),
        defaults={
            "rule": rule_of(side),
            "counted_up_to": timezone.now(),
            "scored_at": timezone.now(),
            "stations": 2,
        },
    )[0]


def station_level_of(side: Side) -> StationLevel:
    return StationLevel.objects.get_or_create(
        of=level_month_of(side),
        station=side.station,
        defaults={
            "center": side.center,
            "partner": side.partner,
            "turnover": Decimal("100.00"),
            "orders": 1,
            "villagers": 1,
            "parcels": 0,
            "parcels_in_time": 0,
            "complaints": 0,
            "orders_percentile": Decimal(50),
            "villagers_percentile": Decimal(50),
            "complaints_percentile": Decimal(50),
            "score": Decimal(50),
            "rank": 1,
            "compared": 1,
        },
    )[0]
