"""Four stations of Youxi in November 2015, with figures that are worked out by hand below."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from orders.agent_orders.refunding import NewRefund, refund_orders
from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.models import Parcel, ParcelEvent
from orders.reports.levels.ruling import load_standard_rule
from orders.reports.levels.scoring import score_month
from partners.complaints.answering import answer_complaint
from partners.complaints.kinds import load_standard_kinds
from partners.complaints.models import ComplaintKind
from partners.complaints.receiving import receive_complaint
from partners.journal.kinds import Category
from stations.clock import SHANGHAI
from stations.surveying.models import VillageSurvey
from tests.cast import DOUBLE_ELEVEN, make_carrier, make_order, make_region, make_station, make_villager

NOVEMBER = dt.date(2015, 11, 1)
_numbers = iter(range(1, 10**6))


def at(text):
    """A moment in Shanghai."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def survey(station, households, day=dt.date(2014, 11, 20)):
    return VillageSurvey.objects.create(
        station=station,
        surveyed_on=day,
        households=households,
        residents=households * 3,
        broadband_households=0,
        mobile="3g",
        road_km=Decimal(10),
        room_m2=Decimal(40),
        fit=True,
    )


def parcel(station, arrived, handed_over=None):
    """A parcel of the past by its log alone: the verbs know only now."""
    made = Parcel.objects.create(
        carrier=make_carrier(),
        tracking_number=f"LV{next(_numbers):08d}",
        station=station,
        status=ParcelStatus.EXPECTED,
        announced_at=arrived,
    )
    steps = [("expected", "at_station", "at_station", arrived)]
    if handed_over:
        steps.append(("at_station", "handed_over", "handed_over", handed_over))
    for before, after, kind, moment in steps:
        ParcelEvent.objects.create(parcel=made, kind=kind, before=before, after=after, at=moment)
    return made


def upheld(station, moment, *, verdict=True):
    load_standard_kinds()
    complaint = receive_complaint(
        actor=None,
        station=station,
        kind=ComplaintKind.objects.get(code="manners"),
        subject="态度",
        text="不理人",
        at=moment - dt.timedelta(days=2),
    )
    return answer_complaint(actor=None, complaint=complaint, answer="好", upheld=verdict, at=moment)


@pytest.fixture
def rule(db):
    load_standard_rule()


@pytest.fixture
def stations(rule, youxi, fjyx001, fjyx002, lin, chen):
    """A to D; C's village was not surveyed and had no parcel."""
    others = [
        make_station(code=f"FJYX00{number}", center=youxi, village=make_region(f"35042610320{number - 2}"))
        for number in (3, 4)
    ]
    return [fjyx001, fjyx002, *others]


@pytest.fixture
def november(stations):
    """What happened, and the moment after it."""
    a, b, c, d = stations
    for station, households in ((a, 100), (b, 200), (d, 50)):
        survey(station, households)
    often = make_villager(a)
    for amount, villager in (("100", often), ("200", often), ("300", make_villager(a))):
        make_order(a, (Category.FOOD, amount), villager=villager)
    undone = make_order(a, (Category.FOOD, "50.00"))
    line = undone.lines.get()
    refund_orders(
        actor=None,
        refunds={undone.pk: [NewRefund(line.pk, Decimal("50.00"), DOUBLE_ELEVEN + dt.timedelta(days=2))]},
        reason="退货",
    )
    for _order in range(2):
        make_order(b, (Category.FOOD, "600"))
    make_order(c, (Category.FOOD, "1000"))
    noon = at("2015-11-10 12:00")
    for station, in_time, late in ((a, 2, 0), (b, 2, 2), (d, 0, 1)):
        for _parcel in range(in_time):
            parcel(station, noon, noon + dt.timedelta(days=2))
        for _parcel in range(late):
            parcel(station, noon, noon + dt.timedelta(days=3))
    upheld(b, at("2015-11-20 10:00"))
    upheld(a, at("2015-11-20 10:00"), verdict=False)
    return timezone.now()


@pytest.fixture
def scored(november):
    return score_month(month=NOVEMBER, up_to=november)
