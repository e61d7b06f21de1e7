"""The demo's places and people, through the verbs that open stations and logins at the desk."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from orders.seeding.demo_contracts import Desk, ask_for_damage
from orders.seeding.demo_growth import make_ready, make_standards
from orders.seeding.demo_names import Phones, full_name
from orders.seeding.demo_plan import COUNTIES, STATIONS_PER_COUNTY, County, PlannedStation, stations
from orders.seeding.demo_training import certify
from partners.accounts.codes import PasswordCode
from partners.accounts.enrolling import LoginDetails, enrol_partner, open_login
from partners.accounts.models import Role, User
from partners.contracts.models import Contract
from partners.contracts.terms import load_standard_deposits
from partners.people.identity import check_digit
from partners.people.joining import PersonDetails
from partners.people.models import Partner, Tenure
from stations.centers.advancing import assess_center, open_center, sign_center
from stations.centers.models import CountyCenter
from stations.centers.proposing import propose_center
from stations.clock import today
from stations.network.applying import apply_station, approve_station
from stations.network.models import Station
from stations.network.opening import fit_out_station, open_station
from stations.refusals import Refused
from stations.regions.models import Region

# A demo is for looking around: everybody has the same password, and it is printed.
PASSWORD = "cunzhan-demo-2015"  # noqa: S105
ADMIN, OPS = "admin", "ops"
SEED = 19850214

# Stations that changed hands: the first person's last day. One in the middle of a month.
FORMER = {
    "FJYX001": dt.date(2015, 6, 30),
    "FJYX004": dt.date(2015, 10, 15),
    "ZJTL002": dt.date(2015, 3, 31),
    "ZJLA003": dt.date(2015, 8, 31),
}
# Village shops (mode 1.0) that became full-time partners (2.0) in May 2015 or later.
CONVERTED = {"ZJTL001": dt.date(2015, 5, 18), "ZJLA001": dt.date(2015, 6, 1)}
SHOPS = {"ZJTL003", "HNNX003"}  # still 1.0
HELPER_AT = "FJYX001"
LEAD = "youxi-lead"
SUCCESSOR_AT = "FJYX003"


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """A login to show for one audience."""

    audience: str
    username: str


def demo_logins() -> list[DemoLogin]:
    return [
        DemoLogin(_("partner"), "youxi01"),
        DemoLogin(_("helper"), "youxi-helper"),
        DemoLogin(_("county staff"), "youxi"),
        DemoLogin(_("county lead"), LEAD),
        DemoLogin(_("head-office ops"), OPS),
        DemoLogin(_("superuser"), ADMIN),
    ]


def check_empty() -> None:
    """Raises Refused when somebody works here already: demo logins have a known password."""
    if CountyCenter.objects.exists() or User.objects.exists():
        raise Refused(
            _("This database is in use. The demo needs an empty one and was left out."), code="in_use"
        )
    missing = [county.region for county in COUNTIES if not Region.objects.filter(pk=county.region).exists()]
    if missing:
        raise Refused(_("Import the national register first: manage.py import_regions."), code="register")


def make_places_and_people() -> None:
    """Six counties, 36 stations, who runs them and who logs in; one transaction."""
    chance = Random(SEED)  # noqa: S311 a demo, not a secret
    phones = Phones(chance)
    with transaction.atomic():
        make_standards()
        load_standard_deposits()
        _login(phones, ADMIN, "系统管理员", Role.SUPERUSER)
        _login(phones, OPS, "总部运营", Role.OPS)
        for county in COUNTIES:
            center = _center(county)
            _login(phones, _slug(county), county.staff, Role.COUNTY_STAFF, center=center)
            villages = iter(_villages(county))
            fitted = []
            for planned in (one for one in stations() if one.county == county):
                station = _station(planned, center, next(villages))
                _partners(chance, phones, planned, station)
                fitted.append((station, planned.opened_on))
            certify(center)
            for station, opened_on in fitted:
                open_station(actor=None, station=station, opened_on=opened_on)
        _successor(chance, phones)
        helper_at = Station.objects.get(code=HELPER_AT)
        _login(phones, "youxi-helper", "肖梅", Role.HELPER, station=helper_at)
        _login(phones, LEAD, "郭主任", Role.COUNTY_STAFF, center=helper_at.center, is_lead=True)
        # One hash for all: hashing forty times the same would be most of the time spent here.
        User.objects.update(password=make_password(PASSWORD))
        PasswordCode.objects.all().delete()


def _slug(county: County) -> str:
    return {
        "ZJTL": "tonglu",
        "ZJLA": "linan",
        "FJYX": "youxi",
        "ZJFH": "fenghua",
        "GDSX": "suixi",
        "HNNX": "nanxian",
    }[county.letters]


def _login(
    phones: Phones,
    username: str,
    name: str,
    role: Role,
    *,
    center: CountyCenter | None = None,
    station: Station | None = None,
    is_lead: bool = False,
) -> None:
    details = LoginDetails(
        username=username,
        name=name,
        role=role,
        phone=phones.new(),
        center=center,
        station=station,
        is_lead=is_lead,
    )
    open_login(actor=None, details=details)


def _center(county: County) -> CountyCenter:
    region = Region.objects.get(pk=county.region)
    center = propose_center(
        actor=None,
        county=region,
        code=county.letters,
        name=f"{region.name}农村淘宝县级运营中心",
        address=f"{region.name}电商产业园 1 号楼",
        phone=county.phone,
    )
    center = assess_center(actor=None, center=center)
    center = sign_center(actor=None, center=center, agreement_date=county.agreed_on)
    return open_center(actor=None, center=center, opening_date=county.opened_on)


def _villages(county: County) -> list[Region]:
    """As many villages as stations, each in another town, from the register."""
    firsts = (
        Region.objects.within(county.region)
        .filter(
            level=Region.Level.VILLAGE,
            name__regex="(村委会|村民委员会|村)$",
            parent__name__regex="(镇|乡|街道)$",
        )
        .order_by("parent_id", "code")
        .distinct("parent_id")
        .select_related("parent")
    )
    found = list(firsts)
    step = len(found) // STATIONS_PER_COUNTY or 1
    return found[::step][:STATIONS_PER_COUNTY]


def _station(planned: PlannedStation, center: CountyCenter, village: Region) -> Station:
    name = re.sub("(村民委员会|村委会|委会|村)$", "", village.name) + "村"
    latitude, longitude = planned.county.position
    spread = planned.number / 40
    station = apply_station(
        actor=None,
        center=center,
        village=village,
        name=f"{name}服务站",
        code=planned.code,
        address=f"{village.parent.name if village.parent else ''}{name}村口",
        latitude=_degrees(latitude + spread / 2),
        longitude=_degrees(longitude + spread),
    )
    station = approve_station(actor=None, station=station)
    station = fit_out_station(actor=None, station=station)
    make_ready(station, planned.opened_on)
    return station


def _degrees(value: float) -> Decimal:
    return Decimal(f"{value:.5f}")


def _partners(chance: Random, phones: Phones, planned: PlannedStation, station: Station) -> None:
    desk, starts_on = Desk(station), planned.opened_on
    before: Contract | None = None
    if planned.code in FORMER:
        former = _partner(chance, phones, station, username=f"{_slug(planned.county)}-former{planned.number}")
        before = desk.begin(former, starts_on, Tenure.Mode.PARTNER)
        starts_on = FORMER[planned.code] + dt.timedelta(days=1)
    partner = _partner(
        chance,
        phones,
        station,
        username=f"{_slug(planned.county)}{planned.number:02d}",
        young=chance.random() < 0.7,
    )
    shop = planned.code in SHOPS or planned.code in CONVERTED
    mode = Tenure.Mode.SHOP if shop else Tenure.Mode.PARTNER
    if before:
        desk.hand_over(before, partner, starts_on, mode)
        return
    contract = desk.begin(partner, starts_on, mode)
    if planned.code in CONVERTED:
        contract = desk.convert(contract, CONVERTED[planned.code])
    ask_for_damage(planned, contract, desk)


def _successor(chance: Random, phones: Phones) -> None:
    """The next one of a station has signed, and not paid in: the hand-over is blocked, also by work."""
    station = Station.objects.select_related("center").get(code=SUCCESSOR_AT)
    partner = _partner(chance, phones, station, username="youxi-next3", young=True)
    Desk(station).signed(partner, today(), Tenure.Mode.PARTNER)


def _partner(
    chance: Random, phones: Phones, station: Station, *, username: str, young: bool = False
) -> Partner:
    born = dt.date(1982 if young else 1965, 1, 1) + dt.timedelta(days=chance.randrange(365 * 12))
    person = PersonDetails(
        center=station.center,
        name=full_name(chance),
        phone=phones.new(),
        identity_number=_identity_number(chance, born),
        returning_youth=young,
    )
    partner, _code = enrol_partner(actor=None, details=person, username=username)
    return partner


def _identity_number(chance: Random, born: dt.date) -> str:
    """With a last digit that fits; no place has the code 999999, so it is nobody's."""
    body = f"999999{born:%Y%m%d}{chance.randrange(1000):03d}"
    return body + check_digit(body)
