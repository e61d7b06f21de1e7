"""Every page of the admin, walked by the whole cast."""

import itertools
from dataclasses import fields

import pytest
from django.contrib import admin
from django.forms import ModelChoiceField
from django.test import RequestFactory
from django.urls import URLPattern, reverse

from orders.reports.levels.models import LevelRule
from tests.cast import Cast
from tests.scope.expected_admin import ADMIN, DESK, SITE, Table
from tests.scope.world import ROWS

PEOPLE = [field.name for field in fields(Cast)]
TABLES = sorted(admin.site._registry, key=lambda model: model._meta.label)
by_table = pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.label)
STANDARD = {"changelist", "add", "change", "delete", "history"}
UNKNOWN = "987654321987"


def named(model, view):
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}"


def url(model, view, *args):
    return reverse(named(model, view), args=args)


def expected(model) -> Table:
    return ADMIN[model._meta.label]


def request_of(user):
    request = RequestFactory().get("/")
    request.user = user
    return request


def own_urls(model):
    """The names of a table's pages, without the prefix, and whether they are about one row."""
    prefix = f"{model._meta.app_label}_{model._meta.model_name}_"
    for pattern in admin.site._registry[model].urls:
        if isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name.removeprefix(prefix), "object_id" in pattern.pattern.converters


def about_a_row(model):
    return sorted({name for name, about_row in own_urls(model) if about_row})


def test_every_table_of_the_admin_is_entered():
    assert {model._meta.label for model in TABLES} == set(ADMIN)
    assert set(ADMIN) <= set(ROWS)


@by_table
def test_every_page_of_a_table_is_entered(model):
    assert {name for name, _ in own_urls(model)} - STANDARD == set(expected(model).pages)


def test_every_page_of_the_site_is_entered():
    names = {pattern.name for pattern in admin.site.get_urls() if isinstance(pattern, URLPattern)}
    assert {name for name in names if name} == SITE


@by_table
def test_a_list_opens_to_whom_it_should_and_shows_their_rows(world, model):
    here, there = world.pair(model)
    both = {here.pk, there.pk}
    for who in PEOPLE:
        response = world.client(who).get(url(model, "changelist"))
        assert response.status_code == status_for(who, expected(model).see), who
        if response.status_code == 200:
            rows = set(response.context["cl"].queryset.values_list("pk", flat=True))
            seen = {"staff": {here.pk}, "other_staff": {there.pk}}.get(who, both)
            assert rows & both == (both if expected(model).public else seen), who


def status_for(who, allowed):
    """200 for whom it is meant; 403 for others at a desk; the way to the login for the rest."""
    if who in allowed:
        return 200
    return 403 if who in DESK else 302


@by_table
def test_adding_and_changing_are_for_whom_they_should_be(world, model):
    here, _there = world.pair(model)
    table = expected(model)
    for who in ("staff", "ops", "superuser"):
        client = world.client(who)
        assert client.get(url(model, "add")).status_code == status_for(who, table.add), who
        assert client.get(url(model, "change", here.pk)).status_code == status_for(who, table.see), who
        if who not in table.change:
            assert client.post(url(model, "change", here.pk), {}).status_code == 403, who


@pytest.mark.parametrize(
    "model", [model for model in TABLES if expected(model).add], ids=lambda model: model._meta.label
)
def test_an_address_fills_in_only_what_its_field_can_read(world, model):
    who = min(expected(model).add)
    fields = admin.site._registry[model].get_form(request_of(getattr(world.cast, who))).base_fields
    keys = {name: field.queryset.first() for name, field in fields.items() if type(field) is ModelChoiceField}

    for said in ("x", "99999999999999999999", "0\0"):
        page = world.client(who).get(url(model, "add"), dict.fromkeys([*fields, "unknown"], said))
        assert page.status_code == 200, said
        assert said not in {page.context["adminform"].form.initial.get(name) for name in keys}, said
    asked = {name: str(row.pk) for name, row in keys.items() if row is not None}
    page = world.client(who).get(url(model, "add"), asked)
    assert page.context["adminform"].form.initial.items() >= asked.items() or model is LevelRule


@by_table
def test_nobody_deletes(world, model):
    here, there = world.pair(model)
    for who in ("staff", "superuser"):
        person = getattr(world.cast, who)
        for row in (here, there):
            answer = world.client(who).post(url(model, "delete", row.pk), {"post": "yes"})
            seen = admin.site._registry[model].get_queryset(request_of(person)).filter(pk=row.pk).exists()
            assert answer.status_code == (403 if seen else 404), who
    assert "delete_selected" not in admin.site._registry[model].get_actions(request_of(world.cast.superuser))
    assert model._default_manager.filter(pk__in=[here.pk, there.pk]).count() == len({here.pk, there.pk})


@by_table
def test_a_foreign_row_answers_like_one_that_never_was(world, model):
    _here, there = world.pair(model)
    if expected(model).public:
        pytest.skip("every row is everybody's")
    client = world.client("staff")

    for view, method in itertools.product(about_a_row(model), ("get", "post")):
        foreign = getattr(client, method)(url(model, view, there.pk))
        unknown = getattr(client, method)(url(model, view, UNKNOWN))
        assert foreign.status_code == unknown.status_code, view
        assert foreign.status_code in {403, 404}, view
        assert foreign.content == unknown.content, view
        assert list(foreign.headers.items()) == list(unknown.headers.items()), view
    assert not list(client.get(reverse("admin:index")).context["messages"])


@by_table
def test_an_own_row_opens(world, model):
    """The other half of the test above: 404 for everything would pass it too."""
    here, _there = world.pair(model)
    client = world.client("staff")

    for view in {"change", "history"} | {
        name for name in expected(model).pages if name in about_a_row(model)
    }:
        if "staff" in expected(model).see:
            closed = expected(model).head_pages | expected(model).lead_pages
            status = 403 if view in closed else 200
            assert client.get(url(model, view, here.pk)).status_code == status, view
    head = world.client("ops")
    for view in expected(model).head_pages:
        assert head.get(url(model, view, here.pk)).status_code == 200, view
    for view in expected(model).lead_pages:
        assert head.get(url(model, view, here.pk)).status_code == 403, view
        assert world.client("superuser").get(url(model, view, here.pk)).status_code == 200, view


@pytest.mark.parametrize("who", ["partner", "helper", "former", "anonymous"])
def test_the_site_itself_is_closed_to_those_without_a_desk(world, who):
    client = world.client(who)
    for name in sorted(SITE - {"login", "logout", "app_list"}):
        response = client.get(reverse(f"admin:{name}"))
        assert response.status_code == 302, name
        assert "/admin/login/" in response.url or "/accounts/" in response.url, name
