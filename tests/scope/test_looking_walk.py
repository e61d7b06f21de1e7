"""Every address, asked for by somebody who looks as somebody else: nothing passes but reading."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.urls import reverse

from partners.accounts.models import User
from tests.cast import client_of
from tests.scope.expected_pages import PAGES
from tests.scope.test_admin_walk import about_a_row, own_urls, url
from tests.scope.test_pages_walk import ENTERED, MODELS, address, is_api

LOGS = {"partners_look", "partners_lookstep", "django_session", "cache_limits", "stations_requestcount"}


def looking(world, whom):
    client = client_of(world.cast.superuser)
    client.post(
        reverse("admin:partners_user_look_as", args=[whom.pk]), {"token": f"w{whom.pk}", "reason": "walk"}
    )
    return client


def counts():
    found = {}
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names()) - LOGS:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


def test_every_page_is_shown_with_the_banner_and_takes_nothing(world):
    client = looking(world, world.cast.partner)
    code = world.here.order.pickup_code
    rows = {name: world.pair(MODELS[PAGES[name].model])[0] for name in ENTERED if PAGES[name].row}
    before = counts()

    for name in sorted(set(ENTERED) - {"end_look"}):
        where = address(name, rows.get(name))
        posted = client.post(where, {"token": "walk", "reason": "walk"})
        assert posted.status_code == (403 if is_api(name) else 405), name
        shown = client.get(where)
        if is_api(name) or where.startswith("/accounts/"):
            assert shown.status_code == 403, name
        assert shown.status_code < 500, name
        text = "" if shown.streaming else shown.content.decode(errors="ignore")
        if "</html>" in text:
            assert 'class="looking"' in text, name
        assert not code or f">{code}<" not in text, name

    assert counts() == before


@pytest.mark.parametrize("whom", ["staff"])
def test_nothing_of_the_admin_takes_a_post(world, whom):
    client = looking(world, getattr(world.cast, whom))
    tables = sorted(admin.site._registry, key=lambda model: model._meta.label)
    rows = {model: world.pair(model)[0] for model in tables}
    before = counts()
    for model in tables:
        for view in sorted(name for name, _ in own_urls(model)):
            where = url(model, view, *([rows[model].pk] if view in about_a_row(model) else []))
            assert client.post(where, {"token": "walk"}).status_code == 405, where
    told = client.get(reverse("admin:index")).content.decode()
    assert 'class="looking"' in told
    assert counts() == before


def test_a_lead_reaches_what_their_colleagues_reach(world):
    staff = world.cast.staff
    lead = User.objects.create_user(
        "lead", role="county_staff", center=staff.center, is_lead=True, name="主任"
    )
    for model in apps.get_models():
        if hasattr(model, "scope_paths"):
            mine, theirs = (
                set(model._default_manager.visible_to(user).values_list("pk", flat=True))
                for user in (lead, staff)
            )
            assert mine == theirs or model._meta.label == "partners.ScoreSheet", model
