"""Making places, people and events: what the cast and single tests are made of."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import Any

import factory
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from factory.django import DjangoModelFactory
from PIL import Image

from orders.agent_orders.handing_over import hand_over_order
from orders.agent_orders.lifecycle import OrderStatus
from orders.agent_orders.models import AgentOrder
from orders.agent_orders.placing import NewLine, NewOrder, place_orders
from orders.agent_orders.travelling import receive_at_county, receive_at_station, ship_orders
from orders.cash.handling import put_in
from orders.logistics.handing_over import give_to_carrier
from orders.logistics.models import Carrier
from orders.logistics.receiving import receive_at_county as receive_parcels_at_county
from orders.produce.farmers import agree_to_name, farmer_of
from orders.produce.models import ProduceLot
from orders.produce.offering import offer_lot
from orders.produce.recording import NewLot, record_lot
from orders.produce.sales.listing import NewListing, list_lot
from orders.produce.sales.models import ProduceListing, ProduceSale
from orders.produce.sales.receiving import receive_sales
from orders.produce.sales.selling import NewSale, record_sale
from orders.produce.sales.settling import settle_sales
from orders.produce.sales.shipping import Packing, pack_sale
from orders.villagers.models import Villager
from partners.accounts.models import Role, User
from partners.commission.models import CommissionRate
from partners.journal.kinds import Business, Category, Kind, ProduceCategory
from partners.journal.models import Activity
from partners.journal.posting import post_many
from partners.ledger.models import Balance
from partners.ledger.topping_up import pay_out_float, top_up_float
from partners.people.identity import fingerprint
from partners.people.incumbents import Incumbents
from partners.people.models import Partner, Tenure
from partners.training.models import Certificate, Course, Enrolment, TrainingSession
from stations.centers.lifecycle import CenterStatus
from stations.centers.models import CountyCenter
from stations.clock import SHANGHAI, business_date, today
from stations.fitting_out.finishing import tasks_left
from stations.fitting_out.models import FitOutStep, FitOutTask
from stations.network.lifecycle import StationStatus
from stations.network.models import Station
from stations.notices.lifecycle import NoticeKind
from stations.notices.models import Notification
from stations.notices.telling import NewNotice, tell
from stations.regions.models import Region
from stations.surveying.models import VillageSurvey

PASSWORD = "tea-hills-of-Youxi-2015"

OPENED = dt.date(2014, 12, 20)
HANDED_ON = dt.date(2015, 7, 1)  # Wang left, Lin came
DOUBLE_ELEVEN = dt.datetime(2015, 11, 11, 10, 0, tzinfo=SHANGHAI)

# The register's own rows, as far as the cast needs them.
REGIONS = {
    "33": "浙江省",
    "3301": "杭州市",
    "330122": "桐庐县",
    "330122102": "横村镇",
    "330122102201": "孙家村村委会",
    "330122110": "瑶琳镇",
    "330122110203": "姚村村委会",
    "35": "福建省",
    "3504": "三明市",
    "350426": "尤溪县",
    "350426102": "西滨镇",
    "350426102201": "西洋村委会",
    "350426102202": "三连村委会",
    "350426102203": "下墩村委会",
    "350426103": "洋中镇",
    "350426103201": "后楼村委会",
    "350426103202": "康林村委会",
}

# domain.md, section 3: rate, and what an order and category may earn at most.
NATIONAL_RATES = {
    Category.LARGE_APPLIANCES: ("0.025", "80"),
    Category.SMALL_APPLIANCES: ("0.04", None),
    Category.PHONES: ("0.015", None),
    Category.CLOTHING: ("0.05", None),
    Category.SHOES_BAGS: ("0.05", None),
    Category.DAILY_GOODS: ("0.04", None),
    Category.FOOD: ("0.04", None),
    Category.MOTHER_BABY: ("0.04", None),
    Category.FURNITURE: ("0.04", None),
    Category.FARM_INPUTS: ("0.03", None),
    Category.TOOLS: ("0.03", None),
}


@cache
def _hashed(password: str) -> str:
    return make_password(password)


# --- places ----------------------------------------------------------------------


def make_region(code: str, name: str = "") -> Region:
    """A region with all above it; known ones by their real names."""
    levels = [code[:length] for length in (2, 4, 6, 9, 12) if length <= len(code)]
    regions = [
        Region(
            code=one,
            name=name if one == code and name else REGIONS.get(one, one),
            level=len(one),
            parent_id=above,
        )
        for above, one in zip([None, *levels], levels, strict=False)
    ]
    # In one statement: nearly every test begins with it.
    Region.objects.bulk_create(regions, ignore_conflicts=True)
    return regions[-1]


class CenterFactory(DjangoModelFactory):
    class Meta:
        model = CountyCenter
        django_get_or_create = ("code",)

    code = "FJYX"
    county = factory.LazyFunction(lambda: make_region("350426"))
    name = factory.LazyAttribute(lambda center: f"{center.county.name}运营中心")
    agreement_date = dt.date(2014, 11, 1)
    opening_date = OPENED
    phone = "0598-6321234"
    status = CenterStatus.OPERATING


class StationFactory(DjangoModelFactory):
    class Meta:
        model = Station
        django_get_or_create = ("code",)

    center = factory.SubFactory(CenterFactory)
    code = factory.Sequence(lambda n: f"FJYX{100 + n % 900}")
    village = factory.LazyFunction(lambda: make_region("350426103202"))
    name = factory.LazyAttribute(lambda station: station.village.name)
    status = StationStatus.OPEN
    opened_on = OPENED


def make_center(**fields: Any) -> CountyCenter:
    """An operating center; Youxi's unless told otherwise."""
    return CenterFactory(**fields)


def make_station(*, prepaid: str = "500000.00", **fields: Any) -> Station:
    """An open station with a well filled float; another one of Youxi unless told otherwise."""
    station: Station = StationFactory(**fields)
    if station.status == StationStatus.OPEN and Decimal(prepaid) and not station.accounts.exists():
        top_up(station, prepaid)
    return station


def make_certified(partner: Partner, *, issued_on: dt.date = OPENED, code: str = "start") -> Certificate:
    """A certificate of a course, the required one unless told otherwise, from the day the station opened."""
    course = Course.objects.get_or_create(
        code=code, defaults={"name": "合伙人上岗培训", "subject": "start", "required": code == "start"}
    )[0]
    session = TrainingSession.objects.create(
        course=course, center=partner.center, held_on=issued_on, room="201", seats=20, status="held"
    )
    place = Enrolment.objects.create(session=session, partner=partner, status="passed", score=88)
    return Certificate.objects.create(
        enrolment=place, partner=partner, course=course, score=88, pass_mark=60, issued_on=issued_on
    )


def make_ready(station: Station) -> Station:
    """A station that may open: village fit, fit-out finished, and up to today a certified partner."""
    if not station.tenures.exists():
        make_certified(make_partner(station, until=today()))
    return survey_and_fit_out(station)


def survey_and_fit_out(station: Station) -> Station:
    """Its village surveyed and found fit, its fit-out finished; a partner is another matter."""
    VillageSurvey.objects.create(
        station=station,
        surveyed_on=OPENED,
        households=300,
        residents=1000,
        broadband_households=120,
        mobile=VillageSurvey.Mobile.G3,
        road_km=Decimal("12.5"),
        room_m2=Decimal("40.0"),
        fit=True,
    )
    if not FitOutTask.objects.exists():
        FitOutTask.objects.create(code="broadband", name="接通宽带")
    tasks = tasks_left(station)
    FitOutStep.objects.bulk_create(FitOutStep(station=station, task=one, done_on=OPENED) for one in tasks)
    return station


def top_up(station: Station, amount: str) -> None:
    """Fills a float through the verb of the desk."""
    top_up_float(actor=None, station=station, amount=Decimal(amount), receipt=f"IN{next(_numbers)}")


def set_float(station: Station, amount: str) -> None:
    """Tops a float up or pays it out until it holds so much."""
    balance = Balance.objects.filter(account__station=station).first()
    missing = Decimal(amount) - (balance.amount if balance else 0)
    if missing > 0:
        top_up(station, str(missing))
    elif missing < 0:
        pay_out_float(actor=None, station=station, amount=-missing, receipt=f"OUT{next(_numbers)}")


def put_cash(station: Station, amount: str = "1000.00") -> None:
    """Puts so much cash into a drawer, now."""
    put_in(actor=None, station=station, amount=Decimal(amount), reason="备用零钱")


# --- people ----------------------------------------------------------------------


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"someone-{n}")
    name = factory.LazyAttribute(lambda user: user.username)
    phone = factory.Sequence(lambda n: f"134{n:08d}")
    password = factory.LazyFunction(lambda: _hashed(PASSWORD))
    role = Role.PARTNER
    is_superuser = factory.LazyAttribute(lambda user: user.role == Role.SUPERUSER)
    is_staff = factory.LazyAttribute(lambda user: user.role not in {Role.PARTNER, Role.HELPER})


class PartnerFactory(DjangoModelFactory):
    class Meta:
        model = Partner

    center = factory.SubFactory(CenterFactory)
    name = factory.Sequence(lambda n: f"合伙人{n}")
    phone = factory.Sequence(lambda n: f"135{n:08d}")
    identity_fingerprint = factory.LazyAttribute(
        lambda partner: fingerprint(partner.identity_number) if partner.identity_number else ""
    )
    identity_number = ""


class VillagerFactory(DjangoModelFactory):
    class Meta:
        model = Villager

    station = factory.SubFactory(StationFactory)
    name = factory.Sequence(lambda n: f"村民{n}")
    phone = factory.Sequence(lambda n: f"136{n:08d}")
    consented_at = DOUBLE_ELEVEN - dt.timedelta(days=90)


def make_user(role: str, **fields: Any) -> User:
    """A login with the password PASSWORD; county staff need `center`, helpers `station`."""
    return UserFactory(role=role, **fields)


def make_partner(
    station: Station | None = None,
    *,
    since: dt.date = OPENED,
    until: dt.date | None = None,
    username: str | None = None,
    **fields: Any,
) -> Partner:
    """A partner, with a tenure at `station` and a login called `username` where these are given."""
    if station is not None:
        fields.setdefault("center", station.center)
    partner = PartnerFactory(**fields)
    if username is not None:
        partner.user = make_user(Role.PARTNER, username=username, name=partner.name, phone=partner.phone)
        partner.save(update_fields=["user"])
    if station is not None:
        Tenure.objects.create(partner=partner, station=station, starts_on=since, ends_on=until)
    return partner


def make_villager(station: Station | None = None, **fields: Any) -> Villager:
    """A villager known at `station`."""
    return VillagerFactory(**({"station": station} if station else {}), **fields)


# --- what happened ---------------------------------------------------------------

_numbers = iter(range(1, 10**9))


def make_activity(
    station: Station,
    kind: Kind = Kind.PAID,
    amount: Decimal | str | int = "100.00",
    *,
    at: dt.datetime = DOUBLE_ELEVEN,
    subject: str = "",
    category: Category = Category.CLOTHING,
    **fields: Any,
) -> Activity:
    """One journal row through the journal's own door.

    Partner and center are those of the moment and `turnover_at` is `at` unless given: give a
    refund or hand-over the `partner`, `center` and `turnover_at` of its payment.
    """
    number = next(_numbers)
    subject = subject or f"agent-order:{1_000_000 + number}"
    if "partner" not in fields:
        fields["partner_id"] = Incumbents([station.pk]).on(station.pk, business_date(at))
    counted = {Kind.PLACED: 1, Kind.PAID: 1}.get(kind, 0)
    row = Activity(
        station=station,
        center=fields.pop("center", station.center),
        business=fields.pop("business", Business.AGENT_ORDER),
        kind=kind,
        category=category,
        amount=Decimal(amount),
        orders=fields.pop("orders", counted),
        category_orders=fields.pop("category_orders", counted),
        occurred_at=at,
        turnover_at=fields.pop("turnover_at", at),
        subject=subject,
        source_key=fields.pop("source_key", f"{subject}:{kind}:{category}:{number}"),
        **fields,
    )
    with transaction.atomic():
        post_many([row])
    return row


def make_order(
    station: Station,
    *lines: tuple[Category, str],
    at: dt.datetime = DOUBLE_ELEVEN,
    paid: bool = True,
    villager: Villager | None = None,
    status: OrderStatus | None = None,
    **fields: Any,
) -> AgentOrder:
    """An order placed at `at` through the verb, and paid a minute later unless told otherwise.

    Lines are category and amount; one piece of clothing for 100 yuan unless given. `status`
    lets the order travel so far, now.
    """
    order = NewOrder(
        station=station,
        villager=villager or make_villager(station),
        lines=[
            NewLine(
                title=f"{category.label} {number}", category=category, quantity=1, unit_price=Decimal(amount)
            )
            for number, (category, amount) in enumerate(lines or [(Category.CLOTHING, "100.00")], start=1)
        ],
        pay_when=AgentOrder.PayWhen.NOW if paid else AgentOrder.PayWhen.ON_ARRIVAL,
        placed_at=at,
        paid_at=at + dt.timedelta(minutes=1) if paid else None,
        **fields,
    )
    made = place_orders(actor=None, orders=[order])[0]
    return advance(made, status) if status else made


def advance(order: AgentOrder, status: OrderStatus, *, actor: User | None = None) -> AgentOrder:
    """Lets an order travel through its verbs until it has `status`."""
    for reached, verb in (
        (OrderStatus.SHIPPED, ship_orders),
        (OrderStatus.AT_COUNTY, receive_at_county),
        (OrderStatus.AT_STATION, receive_at_station),
    ):
        if order.status == status:
            return order
        order = verb(actor=actor, orders=[order])[0]
        assert order.status == reached
    if status == OrderStatus.HANDED_OVER:
        return hand_over_order(actor=actor, order=order, code=order.pickup_code)
    assert order.status == status
    return order


def make_notice(
    station: Station,
    kind: NoticeKind = NoticeKind.ARRIVED,
    *,
    subject: str = "",
    phone: str = "13800000001",
    text: str = "【村站】您代买的货到了，取件码480215，请来取。",
    at: dt.datetime | None = None,
) -> Notification:
    """A notice that waits to be sent, written at `at`, now unless given; once a subject and kind."""
    new = NewNotice(station, kind, subject or f"agent-order:{2_000_000 + next(_numbers)}", phone, text)
    tell([new], at=at)
    return Notification.objects.get(source_key=new.source_key)


def make_lot(
    station: Station,
    *,
    villager: Villager | None = None,
    display_name: str = "",
    offered: bool = False,
    **fields: Any,
) -> ProduceLot:
    """A lot of spring tea harvested yesterday; with a name that the farmer agreed to where it is given."""
    farmer = farmer_of(actor=None, villager=villager or make_villager(station))
    if display_name:
        farmer = agree_to_name(actor=None, farmer=farmer, name=display_name, agreed=True)
    given = {
        "category": ProduceCategory.TEA,
        "product": "高山春茶",
        "quantity": Decimal("12.50"),
        "harvested_on": today() - dt.timedelta(days=1),
    }
    lot = record_lot(actor=None, lot=NewLot(station=station, farmer=farmer, **(given | fields)))
    return offer_lot(actor=None, lot=lot) if offered else lot


def make_carrier(code: str = "YTO") -> Carrier:
    """A carrier of the second leg."""
    return Carrier.objects.get_or_create(code=code, defaults={"name": "圆通"})[0]


def make_listing(
    lot: ProduceLot, *, price: str = "80.00", quantity: str = "10.00", **fields: Any
) -> ProduceListing:
    """A part of an offered lot on Taobao; the farmer leaves 6% of it."""
    given = {"share": Decimal("0.06")} | fields
    new = NewListing(lot=lot, price=Decimal(price), quantity=Decimal(quantity), **given)
    return list_lot(actor=None, listing=new)


def make_sale(listing: ProduceListing, *, quantity: str = "2.00", to: str = "", **fields: Any) -> ProduceSale:
    """A sale to Hangzhou, brought as far as `to`; what is received went past our parcels."""
    given = {"platform_order_no": f"N{next(_numbers)}", "buyer_city": make_region("3301")} | fields
    sale = record_sale(actor=None, sale=NewSale(listing=listing, quantity=Decimal(quantity), **given))
    if to in ("packed", "at_county", "sent"):
        sale = pack_sale(actor=None, sale=sale, packing=Packing(make_carrier(), f"YT{sale.pk:09d}"))
        if to in ("at_county", "sent"):
            receive_parcels_at_county(actor=None, parcels=[sale.parcel])
        if to == "sent":
            give_to_carrier(actor=None, parcels=[sale.parcel])
        sale.refresh_from_db()
    if to in ("received", "settled"):
        (sale,) = receive_sales(actor=None, received_at={sale.pk: timezone.now()})
    if to == "settled":
        settle_sales(actor=None, farmer=sale.listing.lot.farmer, sales=[sale], paid_how="cash")
        sale.refresh_from_db()
    return sale


def make_picture(kind: str = "PNG", size: tuple[int, int] = (640, 480), **options: Any) -> BytesIO:
    """A picture as a phone would give it."""
    file = BytesIO()
    Image.new("RGB", size, "#6b8e23").save(file, kind, **options)
    file.name = f"picture.{kind.lower()}"
    file.seek(0)
    return file


def make_rates(since: dt.date = dt.date(2014, 10, 1)) -> list[CommissionRate]:
    """The national rates of agent orders."""
    return [
        CommissionRate.objects.create(
            business=Business.AGENT_ORDER,
            category=category,
            rate=Decimal(rate),
            cap=Decimal(cap) if cap else None,
            valid_from=since,
        )
        for category, (rate, cap) in NATIONAL_RATES.items()
    ]
