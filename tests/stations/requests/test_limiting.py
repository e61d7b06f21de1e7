"""The API's limits: by person and by address, exact under a race, and without Redis."""

import pytest
from django.db import connection
from django.test import Client

from partners.accounts.models import User
from stations.requests.limiting import count_request
from stations.requests.models import RequestCount
from tests.cast import api_client_of, client_of
from tests.concurrency.racing import at_once

ASKED = "/api/v1/stations/"


@pytest.fixture
def three(settings):
    settings.API_PER_PERSON = 3


@pytest.fixture(autouse=True)
def one_minute(monkeypatch):
    monkeypatch.setattr("stations.requests.limiting._this_minute", lambda: 24_120_000)


def statuses(client, number, path=ASKED):
    return [client.get(path).status_code for _ in range(number)]


def test_a_person_is_refused_after_the_limit_and_another_is_not(three, lin, chen):
    api = api_client_of(lin)
    assert statuses(api, 4) == [200, 200, 200, 429]
    refused = api.get(ASKED, headers={"accept-language": "en"})
    assert refused.json()["code"] == "throttled"
    assert 0 < int(refused["Retry-After"]) <= 60
    assert statuses(api_client_of(chen), 1) == [200]


def test_another_token_of_the_same_person_counts_with_it(three, lin):
    assert statuses(client_of(lin), 3) == [200] * 3
    assert statuses(api_client_of(lin), 1) == [429]


def test_the_next_minute_starts_from_nothing(three, lin, monkeypatch):
    assert statuses(api_client_of(lin), 4)[-1] == 429
    monkeypatch.setattr("stations.requests.limiting._this_minute", lambda: 24_120_001)
    assert statuses(api_client_of(lin), 1) == [200]


def test_strangers_who_try_tokens_are_refused_by_their_address(settings, db):
    settings.API_PER_ADDRESS = 2
    guessing = Client(headers={"authorization": "Token 0000", "accept-language": "zh-hans"})
    assert statuses(guessing, 3) == [401, 401, 429]
    refused = guessing.get(ASKED)
    assert refused.json()["code"] == "throttled"
    assert "请求" in refused.json()["detail"]
    assert [
        guessing.get(ASKED, REMOTE_ADDR="10.0.0.9").status_code,
        guessing.get("/health/").status_code,
    ] == [
        401,
        200,
    ]


def test_behind_proxies_the_address_before_them_counts(settings, db):
    settings.API_PER_ADDRESS, settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1, 1
    ask = Client()
    said = [
        ask.get(ASKED, headers={"x-forwarded-for": chain}).status_code
        for chain in ("1.1.1.1, 2.2.2.2", "9.9.9.9, 2.2.2.2", "1.1.1.1, 3.3.3.3")
    ]
    assert said == [401, 429, 401]


def test_it_goes_on_without_redis(three, lin, settings):
    settings.CACHES = settings.CACHES | {
        "redis": settings.CACHES["redis"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    }
    assert statuses(api_client_of(lin), 4) == [200, 200, 200, 429]


@pytest.mark.django_db(transaction=True)
def test_requests_at_once_count_one_by_one():
    said = at_once([lambda: count_request(who="user:1")] * 20)
    assert sorted(one["result"] for one in said) == list(range(1, 21))
    assert RequestCount.objects.get().requests == 20


@pytest.mark.django_db(transaction=True)
def test_the_control_counts_too_few():
    """Reading and writing apart, as DRF's own throttles do in the cache."""
    User.objects.exists()
    RequestCount.objects.create(who="user:1", minute=1, requests=0)

    def read_then_write():
        count = RequestCount.objects.get()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.05)")
        RequestCount.objects.update(requests=count.requests + 1)

    at_once([read_then_write] * 5)
    assert RequestCount.objects.get().requests < 5
