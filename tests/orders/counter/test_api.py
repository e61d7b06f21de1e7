"""The API does what the pages do, once."""

import pytest

from orders.counter.models import CounterService
from tests.cast import api_client_of
from tests.orders.counter.sandbox import TYPED, drive

NEW = {"station": "FJYX001", "kind": "mobile", "details": TYPED["mobile"]}
URL = "/api/v1/counter-services/"


@pytest.fixture
def program(lin, fjyx001, sandbox):
    return api_client_of(lin)


def send(client, url, body=None, key="k-1"):
    return client.post(url, body, format="json", headers={"Idempotency-Key": key, "Accept-Language": "en"})


def test_price_confirm_and_read_again(program):
    priced = send(program, URL, NEW)
    assert (priced.status_code, priced.data["status"], priced.data["total"]) == (201, "draft", "50.00")
    assert priced.data["next_steps"] == ["confirm", "cancel"]
    own = f"{URL}{priced.data['id']}/"

    first = send(program, f"{own}confirm/", key="k-2")
    again = send(program, f"{own}confirm/", key="k-2")
    assert (first.data["status"], again.headers["Idempotent-Replayed"]) == ("charged", "true")
    drive(CounterService.objects.get())
    assert program.get(own).data["status"] == "succeeded"


def test_the_same_key_makes_one_service(program):
    first, second = (send(program, URL, NEW) for _time in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.data["id"] == second.data["id"]
    assert send(program, URL, NEW | {"details": TYPED["mobile"] | {"amount": "51"}}).status_code == 409
    assert CounterService.objects.count() == 1


def test_what_is_wrong_is_named(program):
    answer = send(program, URL, NEW | {"details": TYPED["mobile"] | {"phone": "1"}})
    assert (answer.status_code, answer.data["code"]) == (400, "phone")
    assert not CounterService.objects.exists()


def test_staff_look_and_do_not_confirm(program, youxi_staff):
    own = f"{URL}{send(program, URL, NEW).data['id']}/"
    desk = api_client_of(youxi_staff)
    assert desk.get(own).status_code == 200
    assert send(desk, f"{own}confirm/").status_code == 403
    assert CounterService.objects.get().status == "draft"
