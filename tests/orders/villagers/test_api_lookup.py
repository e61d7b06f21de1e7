"""A villager is found by the whole number, at one's own station only."""

import pytest

from tests.cast import api_client_of, make_villager

URL = "/api/v1/villagers/"


def ask(who, phone=None):
    return api_client_of(who).get(
        URL, {"phone": phone} if phone is not None else {}, HTTP_ACCEPT_LANGUAGE="en"
    )


def test_each_finds_their_own_villager_only(cast, villager, zjtl001):
    make_villager(zjtl001, name="何师傅", phone=villager.phone)

    def names(who):
        return [(row["station"], row["name"], row["phone"]) for row in ask(who, "138 0000 0001").json()]

    here, there = ("FJYX001", "黄阿婆", "13800000001"), ("ZJTL001", "何师傅", "13800000001")
    assert names(cast.partner) == names(cast.helper) == names(cast.staff) == [here]
    assert names(cast.other_county) == names(cast.other_staff) == [there]
    assert names(cast.same_county) == names(cast.former) == []


@pytest.mark.parametrize("phone", [None, "", "138", "1380000000", "*"])
def test_nobody_leafs_through_villagers(lin, villager, phone):
    answer = ask(lin, phone)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["phone"])


def test_a_stranger_asks_in_vain(villager):
    assert ask(None, villager.phone).status_code == 401
