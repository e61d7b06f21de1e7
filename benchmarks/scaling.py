"""The same costs at several sizes, and how each grows with the number of stations.

Point 8 of the plan. Writes docs/scaling.md and its chart when `--write` is given. An exponent of 1
is linear; what does not depend on the size has one near 0. Sizes are those that were really run.
"""

from __future__ import annotations

import math
import os
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.core.management import call_command
from django.urls import reverse

from benchmarks.chart import log_chart
from benchmarks.measuring import Figure, parser_of, report, say, seconds
from benchmarks.nation import seeded
from benchmarks.night_jobs import close_once, increments, price_again, roll_up_again
from benchmarks.orders_a_second import order_at
from benchmarks.pages import reader, times
from orders.agent_orders.models import AgentOrder
from orders.reports.books import verify
from orders.villagers.models import Villager
from partners.accounts.models import Role

DOCS = Path(__file__).resolve().parent.parent / "docs"
# Linear, and what a busy machine adds to it.
LINEAR = 1.1
PLACED = 200
# The least of them: what else the disk does in half a minute is not the roll-up's.
ROLL_UPS = 3
COSTS = {
    "roll-up from nothing": "s",
    "pricing from nothing": "s",
    "closing the month": "s",
    "verify_books": "s",
    "roll-up of 10,000 new rows": "ms",
    "festival report": "ms",
    "list of orders": "ms",
    "placing an order": "ms",
}


@dataclass(frozen=True)
class Size:
    """What one size costs: by name, in the unit of COSTS."""

    stations: int
    orders: int
    load: float
    costs: dict[str, float]


def measure_size(stations: int) -> Size:
    festival = seeded(stations)
    _user, ops = reader(Role.OPS)
    superuser, desk = reader(Role.SUPERUSER)
    orders = AgentOrder.objects.count()
    report_page = reverse("festival_report", args=[festival.slug])
    orders_list = reverse("admin:orders_agentorder_changelist")
    villagers = list(Villager.objects.select_related("station").order_by("phone")[:PLACED])
    costs = {
        "festival report": statistics.median(times(ops, report_page, 10)) * 1000,
        "list of orders": statistics.median(times(desk, orders_list, 10)) * 1000,
        "verify_books": seconds(lambda: list(verify())),
        "placing an order": statistics.median(
            seconds(partial(order_at, superuser, villager)) for villager in villagers
        )
        * 1000,
        "roll-up from nothing": min(roll_up_again() for _ in range(ROLL_UPS)),
        "pricing from nothing": price_again(),
        "closing the month": close_once(),
        "roll-up of 10,000 new rows": statistics.median(increments("more")) * 1000,
    }
    say(f"  {stations:,}: {costs}")
    return Size(stations, orders, os.getloadavg()[0], costs)


def exponent(sizes: Sequence[Size], name: str) -> float:
    """The slope of the best line through the logarithms."""
    points = [(math.log(size.stations), math.log(size.costs[name])) for size in sizes]
    mean_x = statistics.mean(x for x, _y in points)
    mean_y = statistics.mean(y for _x, y in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _y in points)


def document(sizes: Sequence[Size], chart: str) -> str:
    heads = ["", *(f"{size.stations:,} stations" for size in sizes), "exponent"]
    rows = [
        ["orders of the day", *(f"{size.orders:,}" for size in sizes), ""],
        ["load of the machine", *(f"{size.load:.1f}" for size in sizes), ""],
        *(
            [
                f"{name}, {unit}",
                *(f"{size.costs[name]:,.3g}" for size in sizes),
                f"{exponent(sizes, name):.2f}",
            ]
            for name, unit in COSTS.items()
        ),
    ]
    table = "\n".join(
        f"| {' | '.join(row)} |" for row in [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    )
    named = " ".join(str(size.stations) for size in sizes)
    times_larger = 100_000 / sizes[-1].stations
    return f"""# How costs grow

One festival day in the shape of the nation (`seed_network`): as many orders and as much turnover to each
station, at each of these sizes. Measured on {os.cpu_count()} cores on {time.strftime("%Y-%m-%d")} by
`python -m benchmarks scaling --sizes {named} --write`; the load is the
machine's own word for what else ran on it. No other size was run: what is said of larger ones is the slope.

{table}

![Costs by the number of stations, both on logarithmic scales]({chart})

The exponent is the slope of the line through the logarithms: 1 is linear, below 1 is better, 0 does not
depend on the size. The plan's size, 100,000 stations, is {times_larger:,.0f} times the
largest that was run; a cost that is linear is as many times as large there.
"""


def main(arguments: Sequence[str]) -> int:
    parser = parser_of("scaling", __doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[500, 1_000, 2_500, 5_000])
    parser.add_argument("--write", action="store_true", help="write docs/scaling.md and its chart")
    given = parser.parse_args(arguments)
    call_command("collectstatic", interactive=False, verbosity=0)
    sizes = [measure_size(stations) for stations in sorted(given.sizes)]
    if given.write:
        lines = {f"{name}, {unit}": [size.costs[name] for size in sizes] for name, unit in COSTS.items()}
        picture = DOCS / "images" / "scaling.svg"
        picture.write_text(log_chart([size.stations for size in sizes], lines, unit="stations"))
        (DOCS / "scaling.md").write_text(document(sizes, "images/scaling.svg"))
    figures = [
        Figure(
            name,
            exponent(sizes, name),
            LINEAR,
            unit="exp",
            ours=[size.costs[name] for size in sizes],
            note=unit,
        )
        for name, unit in COSTS.items()
    ]
    size = " ".join(f"{one.stations:,}" for one in sizes) + " stations"
    return report(figures, title="Scaling", size=size, to=given.json)
