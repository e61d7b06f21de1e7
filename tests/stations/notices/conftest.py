import datetime as dt

import pytest

from stations.clock import SHANGHAI
from stations.notices.gateways.http import HttpGateway
from tests.stations.notices.gateway import KEY, running_gateway

NOON = dt.datetime(2015, 11, 16, 12, 0, tzinfo=SHANGHAI)


@pytest.fixture
def stub():
    with running_gateway() as stub:
        yield stub


@pytest.fixture
def asking(stub):
    """The gateway at the stub, which can be asked."""
    return HttpGateway(url=stub.url, status_url=stub.status_url, key=KEY, private=True)


@pytest.fixture
def mute(stub):
    """The gateway at the stub, which cannot be asked."""
    return HttpGateway(url=stub.url, key=KEY, private=True)


class Clock:
    def __init__(self, at):
        self.at = at

    def __call__(self):
        return self.at

    def forward(self, **delta):
        self.at += dt.timedelta(**delta)


@pytest.fixture
def clock():
    return Clock(NOON)
