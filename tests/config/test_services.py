"""The tests' own Redis numbers, beside those of development and of each other."""

import os

import pytest

from tests.services import redis_url


@pytest.mark.parametrize(
    ("url", "number", "expected"),
    [
        ("unix:///run/redis.sock?db=0", 8, "unix:///run/redis.sock?db=8"),
        ("unix:///run/redis.sock", 1, "unix:///run/redis.sock?db=1"),
        ("redis://127.0.0.1:6379/3", 2, "redis://127.0.0.1:6379/5"),
        ("rediss://:word@host:6379", 1, "rediss://:word@host:6379/1"),
    ],
)
def test_a_number_further(url: str, number: int, expected: str) -> None:
    assert redis_url(url, number) == expected


def test_settings_took_what_the_plugin_gave(settings) -> None:
    assert os.environ["REDIS_URL"] == settings.REDIS_URL
    assert settings.SECRET_KEY.startswith("only-for-tests")
