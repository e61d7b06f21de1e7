"""Produce sold to the cities over the last months, in every state; most of it settled with its farmers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from django.db import transaction
from django.utils import timezone

from orders.agent_orders.platforms import TAOBAO, TMALL
from orders.logistics.handing_over import give_to_carrier
from orders.logistics.models import Carrier
from orders.logistics.receiving import receive_at_county
from orders.produce.farmers import farmer_of
from orders.produce.offering import offer_lot
from orders.produce.recording import NewLot, record_lot
from orders.produce.sales.listing import NewListing, list_lot, pause_listing
from orders.produce.sales.models import ProduceListing, ProduceSale
from orders.produce.sales.receiving import receive_sales
from orders.produce.sales.refunding import NewRefund, refund_sales
from orders.produce.sales.selling import NewSale, cancel_sale, record_sales
from orders.produce.sales.settlement import FarmerSettlement
from orders.produce.sales.settling import settle_sales
from orders.produce.sales.shipping import Packing, pack_sale
from orders.villagers.models import Villager
from partners.accounts.models import User
from partners.journal.kinds import ProduceCategory
from partners.people.models import Tenure
from stations.clock import day_start, today
from stations.network.models import Station
from stations.regions.models import Region

SEED = 20151215
CITIES = ("1101", "3101", "3201", "3205", "3301", "3302", "3501", "3502", "4201", "4401", "4403", "5101")
_EACH = 2  # parcels at each place on their way
CASH, OWN = FarmerSettlement.PaidHow.CASH, FarmerSettlement.PaidHow.OWN_ACCOUNT


@dataclass(frozen=True, slots=True)
class _Season:
    """A harvest, when it was, and what a jin of it costs in the city."""

    product: str
    category: str
    quantity: int
    age: int
    price: str
    plot: str


_SEASONS = (
    _Season("黄桃 当季", ProduceCategory.FRUIT, 600, 110, "7.80", "桃园坡"),
    _Season("野生蜂蜜 土蜂", ProduceCategory.HONEY_OIL, 80, 95, "68.00", "后山蜂场"),
    _Season("新米 梯田", ProduceCategory.GRAIN, 900, 60, "5.60", "上洋梯田"),
    _Season("笋干 手剥", ProduceCategory.DRIED, 120, 45, "39.90", "竹山"),
    _Season("蜜柚 红心", ProduceCategory.FRUIT, 700, 24, "4.90", "溪口果园"),
)


def make_sales() -> int:
    """Sells through the bulk verbs, some of it through parcels; returns how many sales. One transaction."""
    chance = Random(SEED)  # noqa: S311 a demo, not a secret
    cities = list(Region.objects.filter(code__in=CITIES).order_by("code"))
    carrier = Carrier.objects.filter(is_active=True).order_by("pk").first()
    count = 0
    with transaction.atomic():
        for station in Station.objects.filter(code__endswith="001").order_by("code"):
            tenure = Tenure.objects.covering(today()).select_related("partner__user").get(station=station)
            market = _Market(station, tenure.partner.user, chance, cities, carrier)
            count += market.run()
    return count


@dataclass(slots=True)
class _Market:
    """One station's sales, and the chance that makes them."""

    station: Station
    actor: User | None
    chance: Random
    cities: list[Region]
    carrier: Carrier | None

    def run(self) -> int:
        listings = [self._listed(season, at) for at, season in enumerate(_SEASONS)]
        sales = record_sales(
            actor=self.actor, sales=[new for listing in listings for new in self._orders(listing)]
        )
        now = timezone.now()
        older = [sale for sale in sales if sale.sold_at < now - dt.timedelta(days=12)]
        received = receive_sales(
            actor=self.actor,
            received_at={
                sale.pk: sale.sold_at + dt.timedelta(days=self.chance.randint(4, 9)) for sale in older
            },
        )
        self._refund_some(received)
        self._settle(received, before=now - dt.timedelta(days=20))
        self._move_recent([sale for sale in sales if sale not in older])
        if listings[-1].status != "ended":
            pause_listing(actor=self.actor, listing=listings[-2])
        return len(sales)

    def _listed(self, season: _Season, at: int) -> ProduceListing:
        villagers = Villager.objects.on_file().filter(station=self.station).order_by("pk")[3:6]
        farmer = farmer_of(actor=self.actor, villager=villagers[at % len(villagers)])
        lot = record_lot(
            actor=self.actor,
            lot=NewLot(
                station=self.station,
                farmer=farmer,
                category=season.category,
                product=season.product,
                quantity=Decimal(season.quantity),
                harvested_on=today() - dt.timedelta(days=season.age),
                plot=season.plot,
            ),
        )
        lot = offer_lot(actor=self.actor, lot=lot)
        return list_lot(
            actor=self.actor,
            listing=NewListing(
                lot,
                Decimal(season.price),
                Decimal(season.quantity) * 3 / 4,
                TMALL if at % 3 == 2 else TAOBAO,
            ),
        )

    def _orders(self, listing: ProduceListing) -> list[NewSale]:
        """From three days after the harvest on, until yesterday; small parcels, as buyers order them."""
        harvested = listing.lot.harvested_on
        left, orders = listing.quantity, []
        days = max((today() - harvested).days, 4)
        for _each in range(14):
            quantity = Decimal(self.chance.choice((2, 3, 5, 5, 10)))
            if quantity > left:
                break
            left -= quantity
            day = harvested + dt.timedelta(days=self.chance.randint(3, days - 1))
            orders.append(
                NewSale(
                    listing=listing,
                    platform_order_no=f"{self.chance.randrange(10**12, 10**13)}",
                    quantity=quantity,
                    buyer_city=self.chance.choice(self.cities),
                    sold_at=day_start(day) + dt.timedelta(minutes=self.chance.randint(420, 1400)),
                )
            )
        return sorted(orders, key=lambda order: order.sold_at or timezone.now())

    def _refund_some(self, sales: list[ProduceSale]) -> None:
        """One in eight buyers gets a part back, one in thirty all of it."""
        refunds = []
        for sale in sales:
            assert sale.received_at is not None
            at = sale.received_at + dt.timedelta(hours=20)
            if self.chance.random() < 1 / 30:
                refunds.append(NewRefund(sale, sale.amount, "整箱坏果，全额退款", at))
            elif self.chance.random() < 1 / 8:
                refunds.append(NewRefund(sale, sale.amount / 5, "少了一点，协商退款", at))
        refund_sales(actor=self.actor, refunds=refunds)

    def _settle(self, sales: list[ProduceSale], *, before: dt.datetime) -> None:
        """Each farmer once a month; after the last time a buyer complains, so that a claim stays open."""
        due: dict[tuple[int, int], list[ProduceSale]] = {}
        pks = [sale.pk for sale in sales]
        for sale in ProduceSale.objects.to_settle().with_goods().filter(pk__in=pks).order_by("sold_at", "pk"):
            assert sale.received_at is not None
            if sale.received_at < before:
                key = (sale.received_at.month, sale.listing.lot.farmer_id)
                due.setdefault(key, []).append(sale)
        last: ProduceSale | None = None
        for own in due.values():
            at = min(max(sale.received_at for sale in own if sale.received_at) + dt.timedelta(days=2), before)
            settle_sales(
                actor=self.actor,
                farmer=own[0].listing.lot.farmer,
                sales=own,
                paid_how=OWN if self.chance.random() < 0.2 else CASH,
                at=max(at, max(sale.received_at for sale in own if sale.received_at)),
            )
            last = own[-1]
        if last is not None:
            refund_sales(
                actor=self.actor, refunds=[NewRefund(last, Decimal("3.00"), "买家事后投诉，退款 3 元")]
            )

    def _move_recent(self, sales: list[ProduceSale]) -> None:
        """What is young is in our own parcels, at each place on its way; the first of them is cancelled."""
        if self.carrier is None or not sales:
            return
        cancel_sale(actor=self.actor, sale=sales[0], reason="买家拍错了")
        packed = [self._packed(sale) for sale in sales[1 : 1 + 4 * _EACH]]
        gone = packed[_EACH:]
        receive_at_county(actor=None, parcels=[sale.parcel for sale in gone if sale.parcel])
        given = gone[_EACH:]
        give_to_carrier(actor=None, parcels=[sale.parcel for sale in given if sale.parcel])
        receive_sales(actor=self.actor, received_at={sale.pk: timezone.now() for sale in given[_EACH:]})

    def _packed(self, sale: ProduceSale) -> ProduceSale:
        assert self.carrier is not None
        number = f"79{self.chance.randrange(10**11):011d}"
        return pack_sale(actor=self.actor, sale=sale, packing=Packing(self.carrier, number))
