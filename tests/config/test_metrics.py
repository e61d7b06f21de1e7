"""The figures of the traffic are read with a token, and by nobody where there is none."""

import pytest
from django.test import Client

FIGURE = b"django_http_requests_total_by_method_total"


@pytest.fixture
def prometheus(settings) -> Client:
    settings.METRICS_TOKEN = "tea-hills"
    return Client()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_prometheus_reads_them_with_the_token(prometheus, scheme, settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = prometheus.get(
        "/metrics", headers={"authorization": "Bearer tea-hills"}, secure=scheme == "https"
    )
    assert answer.status_code == 200
    assert FIGURE in answer.content
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "shown", [None, "", "Bearer", "Bearer ", "Bearer tea-hill", "Token tea-hills", "Bearer 茶"]
)
def test_another_token_reads_nothing(prometheus, shown):
    answer = prometheus.get("/metrics", headers={} if shown is None else {"authorization": shown})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert FIGURE not in answer.content


@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer "])
def test_without_a_token_there_is_no_such_page(client, shown, settings):
    settings.METRICS_TOKEN = ""
    answer = client.get("/metrics", headers={"authorization": shown})
    assert answer.status_code == 404
    assert FIGURE not in answer.content


def test_on_ones_own_machine_they_are_open(client, settings):
    settings.METRICS_TOKEN, settings.DEBUG = "", True
    assert FIGURE in client.get("/metrics").content
