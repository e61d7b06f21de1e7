"""Server time of report pages (`report_pages`) and of every list of the admin (`lists.py`).

Point 9 of the plan. Django's test client with the real middleware; the median of the runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from benchmarks.lists import admin_lists
from benchmarks.measuring import Figure, parser_of, report, seconds, timed
from benchmarks.nation import STATIONS, filled, seeded
from orders.festivals.models import Festival
from partners.accounts.models import Role, User
from partners.people.models import Partner
from stations.centers.models import CountyCenter


def reader(role: str, **fields: Any) -> tuple[User, Client]:
    """Somebody who reads reports, logged in."""
    user = User.objects.create_user(username=f"bench-{role}", role=role, name=f"bench {role}", **fields)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return user, client


def times(client: Client, address: str, runs: int) -> list[float]:
    """Seconds of each run; the first one, which compiles templates and plans, is not counted."""

    def ask() -> None:
        response = client.get(address)
        body = b"".join(response)
        if response.status_code != 200 or not body:
            raise AssertionError(f"{address} answers {response.status_code}")

    ask()
    return [seconds(ask) for _ in range(runs)]


# --- reports ---------------------------------------------------------------------------


def report_pages(festival: Festival, runs: int) -> Iterator[Figure]:
    _user, ops = reader(Role.OPS)
    center = CountyCenter.objects.order_by("pk").first()
    _user, staff = reader(Role.COUNTY_STAFF, center=center)
    page = reverse("festival_report", args=[festival.slug])
    csv = reverse("festival_file", args=[festival.slug, "csv"])
    stations = reverse("festival_places", args=[festival.slug, "stations"])
    for name, client, address, limit in (
        ("festival report, the nation", ops, page, 0.05),
        ("festival report, a county", staff, page, 0.02),
        ("all stations, page 1", ops, stations, 0.15),
        ("all stations, page 100", ops, f"{stations}?page=100", 0.15),
        ("CSV of every station", ops, csv, 1),
    ):
        yield timed(name, limit=limit, times=times(client, address, runs))


def measure(*, stations: int, runs: int, only: Sequence[str]) -> list[Figure]:
    call_command("collectstatic", interactive=False, verbosity=0)
    figures: list[Figure] = []
    if "reports" in only:
        figures += report_pages(seeded(stations), runs)
    if "lists" in only:
        filled(stations)
        center = CountyCenter.objects.order_by("pk").first()
        readers = {"nation": reader(Role.SUPERUSER), "county": reader(Role.COUNTY_STAFF, center=center)}
        figures += admin_lists(readers)
    return figures


PARTS = ("reports", "lists")


def main(arguments: Sequence[str]) -> int:
    parser = parser_of("pages", __doc__)
    parser.add_argument("--stations", type=int, default=STATIONS)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    given = parser.parse_args(arguments)
    figures = measure(stations=given.stations, runs=given.runs, only=given.only)
    partners = Partner.objects.count()
    size = f"{given.stations:,} stations, {partners:,} partners, {given.runs} runs"
    return report(figures, title="Pages", size=size, to=given.json)
