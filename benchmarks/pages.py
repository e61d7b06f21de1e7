"""Server time of report pages (`report_pages`) and of every list of the admin (`lists.py`).

Point 9 of the plan. Django's test client with the real middleware; the median of the runs.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from benchmarks.lists import admin_lists
from benchmarks.measuring import Figure, parser_of, report, seconds, timed
from benchmarks.nation import STATIONS, filled, seeded
from orders.festivals.models import Festival
from orders.festivals.places import COUNTED
from orders.festivals.rolling_up import roll_up_turnover
from partners.accounts.models import Role, User
from partners.journal.kinds import Kind
from partners.journal.models import Activity
from partners.journal.posting import post_many
from partners.people.models import Partner
from stations.centers.models import CountyCenter

ANY_PAGE = 0.15  # seconds


def reader(role: str, **fields: Any) -> tuple[User, Client]:
    """Somebody who reads reports, logged in."""
    user = User.objects.create_user(username=f"bench-{role}", role=role, name=f"bench {role}", **fields)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return user, client


def times(
    client: Client, address: str, runs: int, before: Callable[[], object] = lambda: None
) -> list[float]:
    """Seconds of each run, each after `before`; the first one, which compiles templates, is not counted."""

    def ask() -> None:
        response = client.get(address)
        body = b"".join(response)
        if response.status_code != 200 or not body:
            raise AssertionError(f"{address} answers {response.status_code}")

    ask()
    taken = []
    for _ in range(runs):
        before()
        taken.append(seconds(ask))
    return taken


# --- reports ---------------------------------------------------------------------------


def sell_again(center: CountyCenter, festival: Festival) -> None:
    """One payment more in a county, as early in the festival as its first, rolled up."""
    sold = Activity.objects.filter(station=center.stations.first(), business=COUNTED, kind=Kind.PAID)
    row = sold.filter(turnover_at__gte=festival.starts_at, turnover_at__lt=festival.ends_at).earliest(
        "turnover_at"
    )
    row.pk, row.source_key = None, f"bench:{uuid.uuid4().hex}"
    with transaction.atomic():
        post_many([row])
    roll_up_turnover()


def report_pages(festival: Festival, runs: int) -> Iterator[Figure]:
    """The limits are those of an ordinary request, which finds the page as the last reader left it.

    Whoever comes first after a roll-up reads what has moved, and is held to the limit of any page.
    """
    _user, ops = reader(Role.OPS)
    center = CountyCenter.objects.order_by("pk").first()
    assert center is not None
    _user, staff = reader(Role.COUNTY_STAFF, center=center)
    page = reverse("festival_report", args=[festival.slug])
    csv = reverse("festival_file", args=[festival.slug, "csv"])
    stations = reverse("festival_places", args=[festival.slug, "stations"])
    for name, client, address, limit in (
        ("festival report, the nation", ops, page, 0.05),
        ("festival report, a county", staff, page, 0.02),
        ("all stations, page 1", ops, stations, ANY_PAGE),
        ("all stations, page 100", ops, f"{stations}?page=100", ANY_PAGE),
        ("CSV of every station", ops, csv, 1),
    ):
        note = "read since the last roll-up" if address == page else ""
        yield timed(name, limit=limit, times=times(client, address, runs), note=note)
        if address == page:
            first = times(client, address, runs, before=lambda: sell_again(center, festival))
            yield timed(f"{name}, moved", limit=ANY_PAGE, times=first, note="the first after a roll-up")


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
