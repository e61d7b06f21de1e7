"""What each way of answering means: only the gateway's own word is a word."""

import hashlib
import hmac
import socket
import uuid

import pytest

from stations.notices.gateways import http
from stations.notices.gateways.http import HttpGateway
from stations.notices.gateways.protocol import ACCEPTED, Answer, Fate, Message
from stations.notices.lifecycle import Problem
from stations.outbound.addresses import NoAddress, address_of
from tests.stations.notices.conftest import NOON
from tests.stations.notices.gateway import KEY

NO_CONNECTION = Answer(Fate.NOT_NOW, Problem.NO_CONNECTION)
NO_ANSWER = Answer(Fate.UNKNOWN, Problem.NO_ANSWER)
NONSENSE = Answer(Fate.UNKNOWN, Problem.NONSENSE)
NOT_NOW = Answer(Fate.NOT_NOW, Problem.NOT_NOW)
REFUSED = Answer(Fate.NEVER, Problem.REFUSED)


def message():
    return Message(uuid.uuid4(), "13800000001", "【村站】取件码480215", NOON)


def test_what_is_sent(stub, mute):
    one = message()
    assert mute.send(one) == ACCEPTED
    (call,) = stub.calls
    assert call.path == "/sms"
    assert call.headers["Host"] == f"127.0.0.1:{stub.port}"
    assert (
        call.headers["X-Signature"]
        == "sha256=" + hmac.new(KEY.encode(), call.body, hashlib.sha256).hexdigest()
    )
    assert call.told.pop("timestamp")
    assert call.told == {
        "message_id": one.id.hex,
        "to": "13800000001",
        "text": "【村站】取件码480215",
        "valid_until": "2015-11-16T12:00:00+08:00",
    }


@pytest.mark.parametrize(
    ("status", "accepted", "answer"),
    [
        (200, True, ACCEPTED),
        (409, True, ACCEPTED),  # it has the message already
        (400, False, REFUSED),
        (422, False, REFUSED),
        (401, False, NOT_NOW),
        (429, False, NOT_NOW),
        (503, False, NOT_NOW),
    ],
)
def test_the_gateways_own_word(stub, mute, status, accepted, answer):
    stub.behave = lambda call: call.say(accepted, status=status)
    assert mute.send(message()) == answer


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>OK</html>",
        b"[" * 16_000,
        b"[]",
        b'{"accepted": true}',
        b'{"accepted": true, "message_id": "another"}',
        b"\xff\xfe",
    ],
)
@pytest.mark.parametrize("status", [200, 404, 500])
def test_nonsense_is_unknown(stub, mute, body, status):
    stub.behave = lambda call: call.write(status, body)
    assert mute.send(message()) == NONSENSE


def test_neither_yes_nor_no_is_unknown(stub, mute):
    stub.behave = lambda call: call.say("yes")
    assert mute.send(message()) == NONSENSE


def test_a_redirect_is_not_followed(stub, mute):
    stub.behave = lambda call: call.write(307, b"", Location=stub.status_url)
    assert mute.send(message()) == NONSENSE
    assert [call.path for call in stub.calls] == ["/sms"]


def test_too_long_an_answer_is_not_read(stub, mute, monkeypatch):
    padding = "x" * http.LARGEST
    stub.behave = lambda call: call.say(True, padding=padding)
    assert mute.send(message()) == NONSENSE
    monkeypatch.setattr(http, "LARGEST", 2 * http.LARGEST)
    assert mute.send(message()) == ACCEPTED  # it was the size


def test_a_packed_answer_is_not_unpacked(stub, mute):
    stub.behave = lambda call: call.write(200, b"\x1f\x8b", **{"Content-Encoding": "gzip"})
    assert mute.send(message()) == NONSENSE


def test_a_reset_is_unknown(stub, mute):
    stub.behave = stub.accept_and_reset
    assert mute.send(message()) == NO_ANSWER


def test_a_timeout_is_unknown(stub, mute, monkeypatch):
    monkeypatch.setattr(http, "READ", 0.2)
    stub.behave = stub.accept_and_hold
    assert mute.send(message()) == NO_ANSWER
    assert stub.held.is_set()


def test_an_answer_that_drips_for_ever_is_left(stub, mute, monkeypatch):
    monkeypatch.setattr(http, "LONGEST", 0.2)
    stub.behave = stub.accept_and_hold
    assert mute.send(message()) == NO_ANSWER


def test_nobody_there_is_no_connection():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: refused
        gateway = HttpGateway(url=f"http://127.0.0.1:{taken.getsockname()[1]}/", key=KEY, private=True)
        assert gateway.send(message()) == NO_CONNECTION


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "10.0.0.8", "192.168.1.1", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]"],
)
def test_our_own_network_is_no_place_for_a_gateway(host):
    gateway = HttpGateway(url=f"http://{host}:9/", key=KEY, private=False)
    assert gateway.send(message()) == NO_CONNECTION


def test_an_open_address_is_one():
    assert address_of("1.1.1.1", 443, private=False) == "1.1.1.1"
    with pytest.raises(NoAddress):
        address_of("224.0.0.1", 443, private=False)
    with pytest.raises(NoAddress):
        address_of("a" * 64 + ".invalid", 443, private=True)


def test_the_private_stub_is_not_called(stub):
    gateway = HttpGateway(url=stub.url, key=KEY, private=False)
    assert gateway.send(message()) == NO_CONNECTION
    assert stub.calls == []


# --- asking ----------------------------------------------------------------------


def test_asked_by_message_id(stub, asking):
    one = message()
    assert asking.ask(one.id) == NOT_NOW
    asking.send(one)
    assert asking.ask(one.id) == ACCEPTED
    assert stub.calls[-1].path == "/status"
    assert set(stub.calls[-1].told) == {"message_id", "timestamp"}


@pytest.mark.parametrize("status", [401, 404, 503])
def test_a_refused_question_says_nothing_about_the_message(stub, asking, status):
    stub.on_status = lambda call: call.say(False, status=status)
    assert asking.ask(message().id) == NO_ANSWER


def test_out_of_reach_says_nothing_either(stub):
    gateway = HttpGateway(url=stub.url, status_url="http://127.0.0.1:1/", key=KEY, private=True)
    assert gateway.ask(message().id) == NO_ANSWER


def test_the_key_is_not_shown(asking):
    assert KEY not in repr(asking)
