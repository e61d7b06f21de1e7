"""Every page and endpoint outside the admin, walked by the whole cast."""

import pytest
from django.apps import apps
from django.urls import URLPattern, get_resolver, reverse

from tests.cast import client_of, make_order
from tests.scope.expected_pages import DEBUG_ONLY, EVERYBODY, PAGES

UNKNOWN = 987654321
# Who reaches the row in Youxi of those whom a page serves.
REACH = {"partner", "helper", "staff", "ops", "superuser"}
# An answer to the person, if only that something is missing in the question.
SERVED = {200, 302, 400, 404, 405, 409, 422}
MODELS = {model._meta.label: model for model in apps.get_models()}


def walk(patterns, prefix=""):
    """Every address by its name, or by its route where it has none."""
    for one in patterns:
        if getattr(one, "namespace", None) == "admin":
            continue  # its own walk
        route = prefix + str(one.pattern)
        if not isinstance(one, URLPattern):
            yield from walk(one.url_patterns, route)
        elif "format" not in one.pattern.converters and "<format>" not in route:
            yield one.name or route, route


ROUTES = dict(walk(get_resolver().url_patterns))
ENTERED = sorted(set(ROUTES) & set(PAGES))
plain = pytest.mark.parametrize("name", [name for name in ENTERED if PAGES[name].row is None])
about_a_row = pytest.mark.parametrize("name", [name for name in ENTERED if PAGES[name].row])


def address(name, row=None):
    page = PAGES[name]
    if name == ROUTES[name]:
        return f"/{name}"
    return reverse(name, kwargs=page.row(row) if page.row else page.fixed)


def is_api(name):
    return ROUTES[name].startswith("api/")


# Enough for each endpoint to get as far as looking for the row.
BODY = {
    "code": "000000",
    "lines": [{"line_no": 1, "amount": "1.00"}],
    "pay_how": "cash",
    "reason": "walk",
}


def knock(client, name, method, row):
    if method == "get":
        return client.get(address(name, row))
    if not is_api(name):
        return client.post(address(name, row), {"token": "walk", "reason": "walk"})
    key = {"Idempotency-Key": f"walk-{name}"}
    return client.post(address(name, row), BODY, content_type="application/json", headers=key)


def told(response):
    """All that an answer says, but for what is new with every answer."""
    return response.status_code, response.content, list(response.headers.items())


def assert_not_for(who, name, response):
    if is_api(name):
        assert response.status_code in {401, 403}, who
    elif who == "anonymous":
        assert response.status_code == 302, who
        assert "/login/" in response["Location"], who
    else:
        assert response.status_code == 403, who


def test_every_address_is_entered():
    assert set(ROUTES) - DEBUG_ONLY == set(PAGES)


@plain
def test_a_page_opens_to_whom_it_should(world, name):
    page = PAGES[name]
    for who in sorted(EVERYBODY):
        response = world.client(who).get(address(name))
        if who in page.who:
            assert response.status_code in SERVED, who
            assert "/login/" not in response.get("Location", "") or who == "anonymous", who
        else:
            # What takes POST only says so to whoever may see its neighbours.
            if response.status_code == 405:
                response = knock(world.client(who), name, "post", None)
            assert_not_for(who, name, response)


@about_a_row
def test_a_row_is_there_for_those_who_reach_it_and_for_nobody_else(world, name):
    page = PAGES[name]
    here, _there = world.pair(MODELS[page.model])
    unknown = type(here)(pk=UNKNOWN)
    for who in sorted(EVERYBODY):
        client = world.client(who)
        method = "post" if knock(client, name, "get", here).status_code == 405 else "get"
        response, nothing = (knock(client, name, method, row) for row in (here, unknown))
        if who not in page.who:
            assert_not_for(who, name, response)
        elif who in REACH:
            assert response.status_code in SERVED - {404, 405}, who
        else:
            assert response.status_code == 404, who
            assert told(response) == told(nothing), who


@about_a_row
def test_a_foreign_row_answers_like_one_that_never_was(world, name):
    page = PAGES[name]
    here, there = world.pair(MODELS[page.model])
    foreign = [there]
    if page.model == "orders.AgentOrder":
        foreign.append(make_order(world.cast.same_county.partner.tenures.get().station))
    asker = world.cast.partner if "partner" in page.who else world.cast.staff
    foreign = foreign if "partner" in page.who else foreign[:1]
    client = client_of(asker)

    for method in ("get", "post"):
        nothing = told(knock(client, name, method, type(here)(pk=UNKNOWN)))
        assert nothing[0] in {404, 405}
        for row in foreign:
            assert told(knock(client, name, method, row)) == nothing, method


def test_a_look_up_knows_the_villagers_of_the_station_only(world):
    client = world.client("partner")
    for name in ("villager_lookup", "api-villager-list"):
        for side, known in ((world.here, True), (world.there, False)):
            villager = side.order.villager
            body = client.get(reverse(name), {"phone": villager.phone}).content.decode()
            assert (villager.name in body) == known, name


def test_lists_hold_the_readers_rows_only(world):
    for name in ("api-agent-order-list", "order_list"):
        body = world.client("partner").get(reverse(name), {"view": "all"}).content.decode()
        assert world.here.order.villager.name in body, name
        assert world.there.order.villager.name not in body, name


def test_a_program_cannot_name_a_foreign_station(world):
    """The same words for a station of another county and for one that never was."""
    client = world.client("partner")
    answers = []
    for code in (world.there.station.code, "ZZZZ999"):
        body = {"station": code, "villager": {"name": "x", "phone": "13800000000"}, "lines": []}
        response = client.post(
            reverse("api-agent-order-list"),
            body,
            content_type="application/json",
            headers={"Idempotency-Key": f"station-{code}"},
        )
        assert response.status_code == 400
        answers.append(response.content.decode().replace(code, "CODE"))
        found = client.get(reverse("api-agent-order-list"), {"station": code})
        answers.append(found.content.decode().replace(code, "CODE"))
    assert answers[:2] == answers[2:]
