"""One command shows what is held about a person, or erases it."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from orders.agent_orders.refunding import refund_lines
from orders.villagers.models import Villager
from stations.requests.models import RequestDraft

pytestmark = pytest.mark.django_db(transaction=True)


def villager_data(*arguments):
    said = StringIO()
    call_command("villager_data", *arguments, stdout=said)
    return said.getvalue()


def test_everything_is_shown(fetched, lin):
    line = fetched.lines.get()
    refund_lines(actor=lin.user, order=fetched, amounts={line.pk: line.amount}, reason="有污渍")
    RequestDraft.objects.create(
        key_hash="k", owner=lin.user, path="/orders/new/", fields={"phone": ["13800000001"]}
    )

    told = json.loads(villager_data("138 0000 0001"))

    (station,) = told["stations"]
    (order,) = station["orders"]
    assert (told["phone"], station["station"], station["name"]) == ("13800000001", "FJYX001", "黄阿婆")
    assert (order["number"], order["status"], order["amount"]) == (fetched.number, "refunded", "40.00")
    (told_line,) = order["lines"]
    assert (told_line["title"], told_line["refunds"][0]["amount"]) == (line.title, "40.00")
    assert [step["status"] for step in order["steps"]][-2:] == ["handed_over", "refunded"]
    assert told["unfinished_forms"][0]["typed"] == {"phone": ["13800000001"]}


def test_erased_at_the_request_of_somebody(fetched, ops):
    said = villager_data("13800000001", "--erase", "--reason", "本人要求", "--user", "ops")
    assert said == "Erased at 1 station.\n"
    assert not Villager.objects.on_file().exists()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["13800009999"], "Nobody is on file with this number."),
        (["13800000001", "--erase"], "Say why."),
        (["13800000001", "--erase", "--reason", "x", "--user", "nobody"], "There is no login nobody."),
    ],
)
def test_refused(fetched, arguments, complaint):
    with pytest.raises(CommandError, match=complaint):
        villager_data(*arguments)
    assert Villager.objects.on_file().count() == 1
