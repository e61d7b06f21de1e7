"""A few lots of produce at each county's first station, with steps and a drawn photo."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import Any

from django.db import transaction
from PIL import Image, ImageDraw

from orders.produce.farmers import agree_to_name, farmer_of
from orders.produce.handling import add_event
from orders.produce.lifecycle import Fertiliser, Handling, Spraying, Unit, Water
from orders.produce.models import ProduceLot
from orders.produce.offering import offer_lot, sell_out_lot, withdraw_lot
from orders.produce.photographing import add_photos
from orders.produce.recording import NewLot, record_lot
from orders.villagers.models import Villager
from partners.accounts.models import User
from partners.journal.kinds import ProduceCategory
from partners.people.models import Tenure
from stations.clock import day_start, today
from stations.network.models import Station

SEED = 20151121


@dataclass(frozen=True, slots=True)
class _Goods:
    """A lot as it stands some days after its harvest; the colours are for its photos."""

    product: str
    category: str
    quantity: str
    age: int
    state: str
    colours: tuple[str, str]
    plot: str
    unit: str = Unit.JIN
    grown: dict[str, Any] = field(default_factory=dict)


_ORGANIC = {"fertiliser": Fertiliser.MANURE, "spraying": Spraying.NONE, "water": Water.SPRING}
_SPRAYED = {
    "fertiliser": Fertiliser.BOTH,
    "spraying": Spraying.CHEMICAL,
    "waiting_days": 21,
    "water": Water.RIVER,
}
_GOODS = (
    _Goods(
        "高山红茶 特级",
        ProduceCategory.TEA,
        "36",
        9,
        "offered",
        ("#7a3b1d", "#4f6b2a"),
        "后山茶园 3 号",
        grown=_ORGANIC | {"quality_notes": "条索紧细，汤色红亮，密封防潮。"},
    ),
    _Goods(
        "金柑 大果",
        ProduceCategory.FRUIT,
        "480",
        4,
        "offered",
        ("#f08c1a", "#3f7a33"),
        "溪边果园",
        grown=_SPRAYED | {"quality_notes": "果径 30 毫米以上，皮薄味甜。"},
    ),
    _Goods("干香菇 花菇", ProduceCategory.MUSHROOMS, "62.5", 20, "sold_out", ("#8a6a48", "#5b4630"), "菇棚"),
    _Goods(
        "土鸡蛋",
        ProduceCategory.MEAT_EGGS,
        "40",
        1,
        "recorded",
        ("#e9cfa9", "#9a7b4f"),
        "山脚散养",
        unit=Unit.BOX,
    ),
    _Goods(
        "冬笋",
        ProduceCategory.VEGETABLES,
        "130",
        6,
        "withdrawn",
        ("#d9b36a", "#4d6b3a"),
        "竹山",
        grown=_ORGANIC,
    ),
)


def make_produce() -> int:
    """Records the lots through the verbs of the counter; returns how many. One transaction."""
    chance = Random(SEED)  # noqa: S311 a demo, not a secret
    count = 0
    with transaction.atomic():
        for station in Station.objects.filter(code__endswith="001").order_by("code"):
            tenure = Tenure.objects.covering(today()).select_related("partner__user").get(station=station)
            farmers = list(Villager.objects.on_file().filter(station=station).order_by("pk")[:3])
            for goods in _GOODS:
                _make(chance, station, tenure.partner.user, chance.choice(farmers), goods)
                count += 1
    return count


def _make(
    chance: Random, station: Station, actor: User | None, villager: Villager, goods: _Goods
) -> ProduceLot:
    farmer = farmer_of(actor=actor, villager=villager)
    if not farmer.display_name and goods.state != "recorded":
        farmer = agree_to_name(actor=actor, farmer=farmer, name=f"{villager.name[0]}师傅", agreed=True)
    lot = record_lot(
        actor=actor,
        lot=NewLot(
            station=station,
            farmer=farmer,
            category=goods.category,
            product=goods.product,
            quantity=Decimal(goods.quantity),
            unit=goods.unit,
            harvested_on=today() - dt.timedelta(days=goods.age),
            plot=goods.plot,
            **goods.grown,
        ),
    )
    _handle(actor, lot, goods)
    add_photos(actor=actor, lot=lot, files=[_drawn(chance, goods.colours)])
    if goods.state != "recorded":
        offer_lot(actor=actor, lot=lot)
    if goods.state == "sold_out":
        sell_out_lot(actor=actor, lot=lot)
    if goods.state == "withdrawn":
        withdraw_lot(actor=actor, lot=lot, reason="路上受潮，怕发霉")
    return lot


def _handle(actor: User | None, lot: ProduceLot, goods: _Goods) -> None:
    steps = (
        (Handling.HARVESTED, 0, 7, goods.plot, "晴天采收"),
        (Handling.SORTED, 0, 16, "", "去杂质，按大小分级"),
        (Handling.PACKED, 1, 10, "", "食品级包装，贴标签"),
        (Handling.INSPECTED, 2, 9, "县级运营中心", "抽检合格"),
        (Handling.SHIPPED, 3, 15, "县级运营中心", "随班车发往城里"),
    )
    for kind, later, hour, place, words in steps:
        if later < goods.age:
            at = day_start(lot.harvested_on + dt.timedelta(days=later)) + dt.timedelta(hours=hour)
            add_event(actor=actor, lot=lot, kind=kind, place=place, words=words, at=at)


def _drawn(chance: Random, colours: tuple[str, str], size: tuple[int, int] = (640, 480)) -> BytesIO:
    """A hill, a sun and a heap of something round: nobody's photo."""
    goods, hill = colours
    width, height = size
    image = Image.new("RGB", size, "#dcebf2")
    draw = ImageDraw.Draw(image)
    sun = chance.randint(60, width - 120)
    draw.ellipse((sun, 40, sun + 70, 110), fill="#f7d774")
    for step in range(3):
        top = 150 + 50 * step + chance.randint(-20, 20)
        peak = chance.randint(0, width)
        draw.polygon([(0, top + 90), (peak, top), (width, top + 90), (width, height), (0, height)], fill=hill)
    draw.rectangle((0, 330, width, height), fill="#c9a877")
    for _ in range(60):
        x, y, radius = chance.randint(60, width - 60), chance.randint(320, 440), chance.randint(18, 30)
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=goods, outline="#3a2a1c")
    file = BytesIO()
    image.save(file, "PNG", compress_level=1)
    file.seek(0)
    return file
