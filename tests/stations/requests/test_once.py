"""One request, one result, however often and however close together it arrives."""

import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection, transaction

from orders.villagers.models import Villager
from stations.refusals import Refused
from stations.requests.claiming import new_token, once
from stations.requests.models import RequestToken
from tests.cast import make_villager
from tests.concurrency.racing import all_at_once

TAPS = 50


def write(station, name="黄阿婆"):
    """Something that the database itself would let happen twice."""
    return make_villager(station, name=name).pk


def ask(actor, station, token, **changes):
    request = {
        "actor": actor,
        "token": token,
        "purpose": "test",
        "content": {"name": "黄阿婆", "amount": Decimal("12.50")},
        "work": lambda: {"villager": write(station)},
    }
    return once(**request | changes)


@pytest.mark.django_db(transaction=True)
def test_control_without_the_claim_every_tap_writes(fjyx001):
    all_have_looked = threading.Barrier(10)

    def look_then_write():
        with transaction.atomic():
            there = Villager.objects.filter(name="黄阿婆").exists()
            all_have_looked.wait(timeout=60)
            if not there:
                write(fjyx001)

    all_at_once([look_then_write] * 10)
    assert Villager.objects.count() == 10, "the race is not there: the test below proves nothing"


@pytest.mark.django_db(transaction=True)
def test_fifty_taps_with_one_token_do_the_work_once_and_all_get_its_result(fjyx001, lin):
    token = new_token()
    answers = all_at_once([lambda: ask(lin.user, fjyx001, token)] * TAPS)
    villager = Villager.objects.get()
    assert [result for result, _repeat in answers] == [{"villager": villager.pk}] * TAPS
    assert sorted(repeat for _result, repeat in answers) == [False] + [True] * (TAPS - 1)
    assert RequestToken.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_waits_for_a_request_that_is_refused_does_the_work_instead(fjyx001, lin):
    token, started, go_on = new_token(), threading.Event(), threading.Event()

    def refused_late():
        started.set()
        assert go_on.wait(20)
        raise Refused("too late")

    def first():
        try:
            with pytest.raises(Refused):
                ask(lin.user, fjyx001, token, work=refused_late)
        finally:
            connection.close()

    def second():
        try:
            return ask(lin.user, fjyx001, token)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(first)
        assert started.wait(20)
        two = pool.submit(second)
        while not _somebody_waits():
            assert not two.done(), "the second request did not wait for the first"
        go_on.set()
        one.result(20)
        result, repeat = two.result(20)
    assert repeat is False
    assert Villager.objects.get().pk == result["villager"]


def _somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0] > 0


def test_a_repeat_reads_what_the_first_one_read(fjyx001, lin):
    work = lambda: {"amount": Decimal("12.50"), "pair": (1, 2)}  # noqa: E731
    first = ask(lin.user, fjyx001, "token", work=work)
    again = ask(lin.user, fjyx001, "token", work=work)
    assert first == ({"amount": "12.50", "pair": [1, 2]}, False)
    assert again == (first[0], True)


def test_work_without_a_result_is_not_done_again(fjyx001, lin):
    done = []
    for _ in range(2):
        ask(lin.user, fjyx001, "token", work=lambda: done.append(1))
    assert done == [1]


def test_refused_work_leaves_no_claim_and_may_be_sent_again(fjyx001, lin):
    def refuse():
        write(fjyx001)
        raise Refused("no")

    with pytest.raises(Refused):
        ask(lin.user, fjyx001, "token", work=refuse)
    assert not RequestToken.objects.exists()
    assert not Villager.objects.exists()
    # Corrected: other content under the token of the same form.
    result, repeat = ask(lin.user, fjyx001, "token", content={"name": "林"})
    assert not repeat
    assert Villager.objects.get().pk == result["villager"]


@pytest.mark.parametrize("change", [{"content": {"name": "别人"}}, {"purpose": "other"}])
def test_the_same_token_for_something_else_is_refused(fjyx001, lin, change):
    ask(lin.user, fjyx001, "token")
    with pytest.raises(Refused) as refused:
        ask(lin.user, fjyx001, "token", **change)
    assert (refused.value.code, refused.value.conflict) == ("token_reused", True)
    assert Villager.objects.count() == 1


def test_the_order_of_the_fields_is_not_content(fjyx001, lin):
    ask(lin.user, fjyx001, "token", content={"a": 1, "b": 2})
    assert ask(lin.user, fjyx001, "token", content={"b": 2, "a": 1})[1] is True


def test_a_token_belongs_to_who_sends_it(fjyx001, lin, chen):
    ask(lin.user, fjyx001, "token")
    assert ask(chen.user, fjyx001, "token")[1] is False
    assert Villager.objects.count() == 2


@pytest.mark.parametrize("token", ["", "x" * 101])
def test_no_token_no_work(fjyx001, lin, token):
    with pytest.raises(Refused) as refused:
        ask(lin.user, fjyx001, token)
    assert (refused.value.code, refused.value.field) == ("token", "token")
    assert not Villager.objects.exists()


def test_new_tokens_differ():
    assert len({new_token() for _ in range(1000)}) == 1000
