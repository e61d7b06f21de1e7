import datetime as dt

import pytest

from partners.complaints.kinds import load_standard_kinds
from partners.complaints.models import ComplaintKind
from partners.complaints.receiving import ask_question, receive_complaint
from stations.clock import SHANGHAI


@pytest.fixture
def kinds(db):
    """The standard kinds, by code."""
    load_standard_kinds()
    return {kind.code: kind for kind in ComplaintKind.objects.all()}


@pytest.fixture
def complaint(kinds, fjyx001, youxi_staff):
    """Huang complains of FJYX001 about a parcel, late in the evening of 9 November."""
    return receive_complaint(
        actor=youxi_staff,
        station=fjyx001,
        kind=kinds["late_parcel"],
        subject="包裹没到 13800000001",
        text="等了一个星期，打电话没人接。",
        name="黄阿婆",
        phone="138 0000 0001",
        at=dt.datetime(2015, 11, 9, 23, 59, 59, 999999, SHANGHAI),
    )


@pytest.fixture
def question(kinds, lin, fjyx001):
    """Lin asks about income."""
    return ask_question(
        actor=lin.user,
        station=fjyx001,
        kind=kinds["my_income"],
        subject="少了两单",
        text="十月的佣金少了两单。",
    )
