"""Server time of every list of the admin, by a sample of its addresses that its own options lay down.

Of each list: as it opens, its last page, each order that its heads offer, each filter with its first and
its last choice (a day of a range), and three searches: a name, the beginning of a number, and what nobody
is called. No address is left out because it is slow.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin import DateFieldListFilter, EmptyFieldListFilter
from django.db import models
from django.test import Client, RequestFactory
from django.urls import reverse

from benchmarks.measuring import Figure, say, seconds
from benchmarks.nation import DAY
from stations.scope.large_lists import AFTER, PAGE, LargeAdmin
from stations.scope.rows import visible_rows

LIMIT = 0.15  # seconds
DOUBTFUL = 0.1  # seconds of a first answer; beyond them the address is asked again
AGAIN = 3  # times; and so many again when all others have been asked, where it is still beyond
SLOWEST = 12
Tables = Mapping[type[models.Model], Any]
SEARCHED = ("王", "1600010", "nobody-is-called-so")


# --- addresses -----------------------------------------------------------------------------


def addresses(model_admin: Any, user: Any) -> Iterator[str]:
    """The sample of one list, for somebody who may see it."""
    opts = model_admin.opts
    base = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
    request = RequestFactory().get(base)
    request.user = user
    if not model_admin.has_view_permission(request):
        return
    changes = model_admin.get_changelist_instance(request)
    yield base
    yield f"{base}?{urlencode({PAGE: _last_page(model_admin, changes)})}"
    for number, name in enumerate(changes.list_display):
        if changes.get_ordering_field(name):
            yield f"{base}?o={number}"
    for spec in changes.filter_specs:
        offered = choices(spec, user)
        yield from (f"{base}?{urlencode(one)}" for one in (offered[:1] + offered[1:][-1:]))
    if model_admin.search_fields:
        yield from (f"{base}?{urlencode({'q': text})}" for text in SEARCHED)


def _last_page(model_admin: Any, changes: Any) -> str:
    """The deepest page: by its key, or by its number."""
    if not isinstance(model_admin, LargeAdmin):
        return str(changes.paginator.num_pages)
    ends = changes.queryset.reverse().values_list("pk", flat=True)[: changes.list_per_page + 1]
    return f"{AFTER}.{list(ends)[-1]}" if ends else "1"


def choices(spec: Any, user: Any) -> list[dict[str, Any]]:
    """What a filter of the sidebar may be set to."""
    if isinstance(spec, DateFieldListFilter):
        return [query for _title, query in spec.links[1:]]
    if isinstance(spec, EmptyFieldListFilter):
        return [{spec.lookup_kwarg: value} for value in ("1", "0")]
    if lookups := getattr(spec, "lookup_choices", None):
        name = getattr(spec, "parameter_name", None) or spec.lookup_kwarg
        return [{name: value} for value, _title in lookups]
    field, path = getattr(spec, "field", None), getattr(spec, "field_path", None)
    if field is None:
        return []
    if isinstance(field, models.DateField):
        return [{f"{path}_from": DAY, f"{path}_to": DAY}]
    if field.is_relation:
        keys = visible_rows(field.related_model, user).order_by("pk").values_list("pk", flat=True)[:1]
        return [{f"{path}__{field.target_field.name}__exact": key} for key in keys]
    values = [value for value, _title in field.flatchoices] or ["1", "0"]
    return [{f"{path}__exact": value} for value in values]


# --- times ---------------------------------------------------------------------------------


@dataclass
class Page:
    """One address as somebody opens it, and the seconds of its answers: judged by their median."""

    reader: str
    client: Client
    address: str
    times: list[float] = field(default_factory=list)

    def ask(self) -> float:
        def answer() -> None:
            response = self.client.get(self.address)
            body = b"".join(response)
            if response.status_code != 200 or not body:
                raise AssertionError(f"{self.address} answers {response.status_code}")

        return seconds(answer)

    def ask_again(self) -> None:
        self.times += [self.ask() for _ in range(AGAIN)]

    @property
    def figure(self) -> Figure:
        name = f"{self.reader} {self.address.removeprefix('/admin/')}"
        return Figure(name, statistics.median(self.times), LIMIT, unit="s", ours=self.times)


def walked(reader: str, user: Any, client: Client, tables: Tables) -> Iterator[Page]:
    """Every address that this reader may open: by its first answer, or where that was doubtful by others."""
    for _model, model_admin in sorted(tables.items(), key=lambda item: item[0]._meta.label):
        sample = list(dict.fromkeys(addresses(model_admin, user)))
        if sample:
            client.get(sample[0])  # compiles templates and plans
        for address in sample:
            page = Page(reader, client, address)
            first = page.ask()
            if first < DOUBTFUL:
                page.times.append(first)
            else:
                page.ask_again()
            yield page


def admin_lists(readers: dict[str, tuple[Any, Client]], tables: Tables | None = None) -> list[Figure]:
    """The slowest of all lists, or of those of `tables`, and how many addresses are beyond the limit."""
    pages: list[Page] = []
    for reader, (user, client) in readers.items():
        pages += walked(reader, user, client, tables or admin.site._registry)
        say(f"  {reader}: {len(pages)} addresses so far")
    for page in pages:
        # Beyond in a slow minute of the machine, or in any.
        if not page.figure.met:
            page.ask_again()
    found = sorted((page.figure for page in pages), key=lambda one: -one.value)
    beyond = sum(not one.met for one in found)
    medians = [one.value for one in found]
    whole = f"{len(found)} addresses of lists, {beyond} beyond"
    return [Figure(whole, medians[0], LIMIT, unit="s", ours=medians), *found[:SLOWEST]]
