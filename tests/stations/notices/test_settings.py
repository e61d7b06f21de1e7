"""Which gateway is used, and what a check says of it."""

import pytest

from stations.notices.checks import gateway_is_set
from stations.notices.gateways import configured_gateway
from stations.notices.gateways.console import ConsoleGateway
from stations.notices.gateways.http import HttpGateway

HTTPS = "https://sms.example.org/send"


@pytest.fixture
def production(settings):
    settings.DEBUG, settings.SMS_GATEWAY_PRIVATE = False, False
    settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_KEY, settings.SMS_GATEWAY_STATUS_URL = HTTPS, "k", ""
    return settings


def test_an_address_is_called(production):
    gateway = configured_gateway()
    assert gateway == HttpGateway(url=HTTPS, key="k", status_url="", private=False)
    assert not gateway.can_ask
    assert gateway_is_set() == []


def test_without_one_the_demo_writes_to_the_log(settings):
    settings.DEBUG, settings.SMS_GATEWAY_URL = True, ""
    assert isinstance(configured_gateway(), ConsoleGateway)
    assert gateway_is_set() == []


def test_without_one_production_says_so(production):
    production.SMS_GATEWAY_URL = ""
    assert configured_gateway() is None
    (said,) = gateway_is_set()
    assert said.id == "cunzhan.W010"


@pytest.mark.parametrize("url", ["http://sms.example.org/", "https:///send", "sms.example.org"])
@pytest.mark.parametrize("name", ["SMS_GATEWAY_URL", "SMS_GATEWAY_STATUS_URL"])
def test_numbers_do_not_go_in_the_clear(production, name, url):
    setattr(production, name, url)
    (said,) = gateway_is_set()
    assert said.id == "cunzhan.E010"
    assert name in said.msg
