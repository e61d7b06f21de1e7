"""A station does not close over the heads of those who run it or wait for goods."""

from __future__ import annotations

import datetime as dt

import pytest

from orders.agent_orders.lifecycle import OrderStatus
from partners.accounts.models import User
from partners.people.models import Partner, Tenure
from stations.clock import today
from stations.network.checks import Act, what_blocks
from stations.network.closing import close_station
from stations.network.models import Station
from stations.refusals import Refused
from tests.making import advance, make_order, set_float
from tests.stations.states import places

pytestmark = pytest.mark.django_db


def test_all_that_blocks_is_named(youxi_staff: User, lin: Partner, fjyx001: Station) -> None:
    make_order(fjyx001)
    make_order(fjyx001, paid=False)
    state = places()

    with pytest.raises(Refused) as caught:
        close_station(actor=youxi_staff, station=fjyx001, reason="合伙人离村")

    assert caught.value.code == "blocked"
    assert "林小芳" in str(caught.value)
    assert "2" in str(caught.value)
    assert places() == state


def test_nothing_blocks_when_goods_are_fetched_and_the_tenure_ended(
    youxi_staff: User, lin: Partner, fjyx001: Station
) -> None:
    # Paid by the villager's own account: cash would have to be counted and banked first.
    advance(make_order(fjyx001, pay_how="own_account"), OrderStatus.HANDED_OVER)
    set_float(fjyx001, "0")
    assert len(what_blocks(fjyx001, Act.CLOSE)) == 1
    Tenure.objects.filter(partner=lin).update(ends_on=today())

    close_station(actor=youxi_staff, station=fjyx001, reason="合伙人离村")

    assert Station.objects.get(pk=fjyx001.pk).status == "closed"


def test_a_tenure_that_ends_later_blocks_still(lin: Partner, fjyx001: Station) -> None:
    Tenure.objects.filter(partner=lin).update(ends_on=today() + dt.timedelta(days=1))
    set_float(fjyx001, "0")
    assert len(what_blocks(fjyx001, Act.CLOSE)) == 1


def test_a_suspension_is_not_blocked(lin: Partner, fjyx001: Station) -> None:
    make_order(fjyx001)
    assert what_blocks(fjyx001, Act.SUSPEND) == []
