"""Server time of report pages and of every list of the admin, filters and search box included.

Point 9 of the plan. Django's test client with the real middleware; the median of the runs. A list is
asked for as it opens, in each column's order, with each filter's first choices, with a search that
finds and one that does not, and on a deep page.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import reverse

from benchmarks.measuring import Figure, parser_of, report, say, seconds, timed
from benchmarks.nation import STATIONS, seeded
from orders.festivals.models import Festival
from partners.accounts.models import Role, User
from partners.people.models import Partner
from stations.centers.models import CountyCenter

CHOICES = 3  # of each filter
DEEP = 200
SLOWEST = 12


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


# --- lists of the admin ------------------------------------------------------------------


def addresses(model_admin: Any, user: User) -> Iterator[str]:
    """A list as it opens, sorted, filtered, searched and deep."""
    opts = model_admin.opts
    base = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
    yield base
    request = RequestFactory().get(base)
    request.user = user
    if not model_admin.has_view_permission(request):
        return
    changes = model_admin.get_changelist_instance(request)
    yield f"{base}?p={DEEP}"
    for number, name in enumerate(changes.list_display, start=0):
        if changes.get_ordering_field(name) and number:
            yield f"{base}?o={number}"
    for spec in changes.filter_specs:
        yield from (f"{base}?{query}" for query in _choices(spec))
    if model_admin.search_fields:
        for text in ("1", "王", "DM000000001", "1600010000", "nobody-is-called-so"):
            yield f"{base}?{urlencode({'q': text})}"


def _choices(spec: Any) -> Iterator[str]:
    """The first and the last choices of a filter."""
    lookups = list(getattr(spec, "lookup_choices", ()))
    if lookups and hasattr(spec, "parameter_name") and spec.parameter_name:
        offered = [{spec.parameter_name: value} for value, _title in lookups]
    else:
        offered = _of_field(spec) if getattr(spec, "field", None) else []
    for query in [*offered[:CHOICES], *offered[CHOICES:][-CHOICES:]]:
        if query:
            yield urlencode(query)


def _of_field(spec: Any) -> list[dict[str, Any]]:
    field, path = spec.field, spec.field_path
    kind = type(spec).__name__
    if "Range" in kind or "Date" in kind:
        return [{f"{path}_from": "2015-11-11", f"{path}_to": "2015-11-11"}]
    if field.is_relation:
        keys = list(field.related_model._default_manager.values_list("pk", flat=True)[:2])
        return [{f"{path}__{field.target_field.name}__exact": key} for key in keys]
    if field.choices:
        return [{f"{path}__exact": value} for value, _label in field.flatchoices]
    return [{f"{path}__exact": value} for value in ("1", "0")]


def admin_lists(runs: int) -> Iterator[Figure]:
    """The slowest addresses of all lists; each is judged by itself."""
    user, client = reader(Role.SUPERUSER)
    found: list[Figure] = []
    for model, model_admin in sorted(admin.site._registry.items(), key=lambda item: item[0]._meta.label):
        for address in dict.fromkeys(addresses(model_admin, user)):
            try:
                took = times(client, address, runs)
            except AssertionError as error:
                say(f"  {error}")
                continue
            found.append(timed(address.removeprefix("/admin/"), limit=0.15, times=took))
        say(f"  {model._meta.label}: {len(found)} addresses so far")
    found.sort(key=lambda one: -one.value)
    yield Figure(
        f"any of {len(found)} lists",
        found[0].value,
        0.15,
        unit="s",
        ours=[statistics.median(one.ours) for one in found],
    )
    yield from found[:SLOWEST]


def measure(*, stations: int, runs: int, only: Sequence[str]) -> list[Figure]:
    festival = seeded(stations)
    call_command("collectstatic", interactive=False, verbosity=0)
    figures: list[Figure] = []
    if "reports" in only:
        figures += report_pages(festival, runs)
    if "lists" in only:
        figures += admin_lists(min(runs, 5))
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
