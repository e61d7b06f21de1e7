"""The cast: the same few places and people in every test.

Youxi in Fujian has the stations FJYX001 (Lin, before him Wang; the helper Xiao) and FJYX002
(Chen); Tonglu in Zhejiang has ZJTL001 (Zhou). Each county has its staff; ops and the
superuser see both. The fixtures give single people and places; the plain functions make more.

`User.scope` is worked out once an object: take a fresh user after you changed a tenure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from orders.villagers.models import Villager
from partners.accounts.models import Role, User
from partners.commission.models import CommissionRate
from partners.people.models import Partner
from stations.centers.models import CountyCenter
from stations.network.models import Station
from tests.making import (
    DOUBLE_ELEVEN,
    HANDED_ON,
    NATIONAL_RATES,
    OPENED,
    PASSWORD,
    REGIONS,
    CenterFactory,
    PartnerFactory,
    StationFactory,
    UserFactory,
    VillagerFactory,
    advance,
    make_activity,
    make_carrier,
    make_center,
    make_certified,
    make_listing,
    make_lot,
    make_notice,
    make_order,
    make_partner,
    make_picture,
    make_rates,
    make_ready,
    make_region,
    make_sale,
    make_station,
    make_user,
    make_villager,
    put_cash,
    set_float,
    top_up,
)

__all__ = [
    "BACKEND",
    "DOUBLE_ELEVEN",
    "HANDED_ON",
    "NATIONAL_RATES",
    "OPENED",
    "PASSWORD",
    "REGIONS",
    "Cast",
    "CenterFactory",
    "PartnerFactory",
    "StationFactory",
    "UserFactory",
    "VillagerFactory",
    "advance",
    "api_client_of",
    "client_of",
    "make_activity",
    "make_carrier",
    "make_center",
    "make_certified",
    "make_listing",
    "make_lot",
    "make_notice",
    "make_order",
    "make_partner",
    "make_picture",
    "make_rates",
    "make_ready",
    "make_region",
    "make_sale",
    "make_station",
    "make_user",
    "make_villager",
    "put_cash",
    "set_float",
    "top_up",
]

BACKEND = "partners.accounts.backends.RoleBackend"


# --- the named ones --------------------------------------------------------------

TONGLU = {"code": "ZJTL", "phone": "0571-64621234"}
WANG = {
    "until": HANDED_ON - dt.timedelta(days=1),
    "username": "wang",
    "name": "王建国",
    "phone": "13900000009",
    "identity_number": "350426198502143311",
}
LIN = {
    "since": HANDED_ON,
    "username": "lin",
    "name": "林小芳",
    "phone": "13900000001",
    "identity_number": "350426199003071215",
    "returning_youth": True,
}
CHEN = {
    "username": "chen",
    "name": "陈志强",
    "phone": "13900000002",
    "identity_number": "350426198805123414",
}
ZHOU = {
    "username": "zhou",
    "name": "周敏",
    "phone": "13900000003",
    "identity_number": "330122199109232210",
}
XIAO = {"username": "xiao", "name": "肖梅", "phone": "13900000004"}
ZHENG = {"username": "youxi", "name": "郑华", "phone": "13900000005"}
WU = {"username": "tonglu", "name": "吴军", "phone": "13900000006"}
OPS = {"username": "ops", "name": "总部运营", "phone": "13900000007"}
ROOT = {"username": "root", "name": "管理员", "phone": "13900000008"}


@pytest.fixture
def youxi(db: None) -> CountyCenter:
    return make_center()


@pytest.fixture
def tonglu(db: None) -> CountyCenter:
    return make_center(county=make_region("330122"), **TONGLU)


@pytest.fixture
def fjyx001(youxi: CountyCenter) -> Station:
    return make_station(code="FJYX001", center=youxi, village=make_region("350426102201"))


@pytest.fixture
def fjyx002(youxi: CountyCenter) -> Station:
    return make_station(code="FJYX002", center=youxi, village=make_region("350426102202"))


@pytest.fixture
def zjtl001(tonglu: CountyCenter) -> Station:
    return make_station(code="ZJTL001", center=tonglu, village=make_region("330122102201"))


@pytest.fixture
def wang(fjyx001: Station) -> Partner:
    """Ran FJYX001 before Lin, and is a former partner now."""
    return make_partner(fjyx001, **WANG)


@pytest.fixture
def lin(fjyx001: Station, wang: Partner) -> Partner:
    """Runs FJYX001."""
    return make_partner(fjyx001, **LIN)


@pytest.fixture
def chen(fjyx002: Station) -> Partner:
    """Runs FJYX002, in the same county as Lin."""
    return make_partner(fjyx002, **CHEN)


@pytest.fixture
def zhou(zjtl001: Station) -> Partner:
    """Runs ZJTL001, in the other county."""
    return make_partner(zjtl001, **ZHOU)


@pytest.fixture
def helper(fjyx001: Station) -> User:
    return make_user(Role.HELPER, station=fjyx001, **XIAO)


@pytest.fixture
def youxi_staff(youxi: CountyCenter) -> User:
    return make_user(Role.COUNTY_STAFF, center=youxi, **ZHENG)


@pytest.fixture
def tonglu_staff(tonglu: CountyCenter) -> User:
    return make_user(Role.COUNTY_STAFF, center=tonglu, **WU)


@pytest.fixture
def ops(db: None) -> User:
    return make_user(Role.OPS, **OPS)


@pytest.fixture
def superuser(db: None) -> User:
    return make_user(Role.SUPERUSER, **ROOT)


@pytest.fixture
def villager(fjyx001: Station) -> Villager:
    """Known at FJYX001."""
    return make_villager(fjyx001, name="黄阿婆", phone="13800000001")


@pytest.fixture
def foreign_villager(zjtl001: Station) -> Villager:
    """Known at ZJTL001."""
    return make_villager(zjtl001, name="何师傅", phone="13800000002")


@pytest.fixture
def commission_rates(db: None) -> dict[str, CommissionRate]:
    """The national rates, by category. Fixtures and not a migration: transaction tests flush."""
    return {rate.category: rate for rate in make_rates()}


@dataclass(frozen=True)
class Cast:
    """Everybody who can knock, by what they are called in the tables of tests/scope."""

    partner: User
    same_county: User
    other_county: User
    former: User
    helper: User
    staff: User
    other_staff: User
    ops: User
    superuser: User
    anonymous: None = None


def make_cast() -> Cast:
    """All of them at once, for tests that share one world."""
    youxi = make_center()
    tonglu = make_center(county=make_region("330122"), **TONGLU)
    first, second, third = (
        make_station(code=code, center=center, village=make_region(village))
        for code, center, village in (
            ("FJYX001", youxi, "350426102201"),
            ("FJYX002", youxi, "350426102202"),
            ("ZJTL001", tonglu, "330122102201"),
        )
    )
    former = make_partner(first, **WANG)
    return Cast(
        partner=make_partner(first, **LIN).user,
        same_county=make_partner(second, **CHEN).user,
        other_county=make_partner(third, **ZHOU).user,
        former=former.user,
        helper=make_user(Role.HELPER, station=first, **XIAO),
        staff=make_user(Role.COUNTY_STAFF, center=youxi, **ZHENG),
        other_staff=make_user(Role.COUNTY_STAFF, center=tonglu, **WU),
        ops=make_user(Role.OPS, **OPS),
        superuser=make_user(Role.SUPERUSER, **ROOT),
    )


@pytest.fixture
def cast(
    lin: Partner,
    chen: Partner,
    zhou: Partner,
    wang: Partner,
    helper: User,
    youxi_staff: User,
    tonglu_staff: User,
    ops: User,
    superuser: User,
) -> Cast:
    return Cast(
        partner=lin.user,
        same_county=chen.user,
        other_county=zhou.user,
        former=wang.user,
        helper=helper,
        staff=youxi_staff,
        other_staff=tonglu_staff,
        ops=ops,
        superuser=superuser,
    )


# --- knocking --------------------------------------------------------------------


def client_of(who: User | Partner | None, **defaults: Any) -> Client:
    """A browser in which `who` is logged in; None is nobody."""
    client = Client(**defaults)
    if who is not None:
        client.force_login(who.user if isinstance(who, Partner) else who, backend=BACKEND)
    return client


def api_client_of(who: User | Partner | None) -> APIClient:
    """An API client that acts as `who`."""
    client = APIClient()
    if who is not None:
        client.force_authenticate(who.user if isinstance(who, Partner) else who)
    return client


@pytest.fixture
def login() -> Callable[..., Client]:
    return client_of


@pytest.fixture
def api_login() -> Callable[..., APIClient]:
    return api_client_of
