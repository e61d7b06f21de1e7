"""No log line carries a number, a text or a code, whatever goes wrong."""

import json
import logging
import uuid

import pytest

from stations.notices.delivering import deliver_notices
from stations.notices.forgetting import forget_notices_to, forget_old_notices
from stations.notices.gateways.console import ConsoleGateway
from stations.notices.gateways.protocol import Message
from stations.notices.models import masked_text
from tests.making import make_notice
from tests.stations.notices.conftest import NOON

pytestmark = pytest.mark.django_db(transaction=True)

PHONE, CODE = "13800000001", "480215"
SECRETS = (PHONE, CODE, "您代买的货")


def logged(caplog):
    return "\n".join(json.dumps(str(record.__dict__), ensure_ascii=False) for record in caplog.records)


@pytest.mark.parametrize("way", ["accept", "accept_and_reset", "refuse", "echo", "fail"])
def test_whatever_the_gateway_does(fjyx001, stub, asking, clock, caplog, way):
    notice = make_notice(fjyx001, at=NOON, phone=PHONE)
    ways = {
        "refuse": lambda call: call.say(False, status=422, reason=f"{PHONE} {CODE}"),
        "echo": lambda call: call.write(500, call.body),
        "fail": lambda call: call.say(False, status=503),
    }
    stub.behave = ways.get(way) or getattr(stub, way)
    with caplog.at_level(logging.DEBUG):
        deliver_notices(gateway=asking, now=clock)
        clock.forward(minutes=4)
        deliver_notices(gateway=asking, now=clock)
    told = logged(caplog)
    assert str(notice.pk) in told
    for secret in SECRETS:
        assert secret not in told


def test_the_console_says_it_masked(caplog):
    with caplog.at_level(logging.INFO):
        ConsoleGateway().send(
            Message(id=uuid.uuid4(), phone=PHONE, text=f"货到了，取件码{CODE}", valid_until=NOON)
        )
    told = logged(caplog)
    assert "138 **** 0001" in told
    assert "取件码****" in told
    assert PHONE not in told
    assert CODE not in told


def test_forgetting_says_only_how_many(fjyx001, caplog, settings):
    settings.NOTICES_KEPT_DAYS = 0
    make_notice(fjyx001, phone=PHONE)
    with caplog.at_level(logging.DEBUG):
        forget_notices_to(PHONE)
        forget_old_notices()
    assert PHONE not in logged(caplog)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("取件码480215，请来取。", "取件码****，请来取。"),
        ("放了3天，货款¥100.00", "放了3天，货款¥100.00"),
        ("13800000001", "****"),
        ("", "—"),
    ],
)
def test_masked_text(text, masked):
    assert masked_text(text) == masked
