"""Two phones take one balance; the balance meets the job; the last piece; the float bears ten."""

import datetime as dt

import pytest
from django.utils import timezone

from orders.agent_orders import changing
from orders.presale import ordering
from orders.presale.balancing import take_balance
from orders.presale.models import PresaleGood, PresaleOrder
from orders.presale.overdue import settle_ended
from partners.ledger.models import Balance, Transfer
from stations.refusals import Refused
from tests.cast import make_villager, set_float
from tests.concurrency.racing import at_once, read_without_lock
from tests.orders.presale.making import END, PAID, make_festival, make_good, make_presale

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tv(fjyx001, lin):
    return make_good(make_festival())


def outcomes(said):
    return sorted(type(one["error"]).__name__ if "error" in one else one["result"].state for one in said)


def test_ten_phones_take_a_balance_once(fjyx001, villager, tv):
    presale = make_presale(fjyx001, tv, villager)
    said = at_once([lambda: take_balance(actor=None, presale=presale, at=PAID) for _ in range(10)])
    assert outcomes(said) == ["Refused"] * 9 + ["converted"]
    assert Transfer.objects.filter(subject=presale.order.subject).count() == 2


def test_without_the_lock_the_database_has_the_last_word(fjyx001, villager, tv, monkeypatch):
    """The control: read without a lock, others get past the check and run into key or trigger."""
    monkeypatch.setattr("orders.presale.changing.lock_orders", read_without_lock)
    monkeypatch.setattr("orders.agent_orders.paying.lock_orders", read_without_lock)
    assert changing.lock_orders is not read_without_lock
    presale = make_presale(fjyx001, tv, villager)
    said = at_once([lambda: take_balance(actor=None, presale=presale, at=PAID) for _ in range(10)])
    errors = [one["error"] for one in said if "error" in one]
    assert len(errors) == 9
    assert any(not isinstance(error, Refused) for error in errors)
    assert Transfer.objects.filter(subject=presale.order.subject).count() == 2


def test_the_balance_meets_the_job_and_one_of_them_has_it(fjyx001, villager, tv):
    presales = [make_presale(fjyx001, tv, villager) for _ in range(8)]
    works = [lambda row=row: take_balance(actor=None, presale=row, at=PAID) for row in presales]
    jobs = [lambda: settle_ended(at=END) for _ in range(3)]
    said = at_once([*works, *jobs])
    assert all(isinstance(one["error"], Refused) for one in said if "error" in one)
    settled = sum(one["result"] for one in said[8:])
    states = list(PresaleOrder.objects.values_list("state", flat=True))
    assert states.count("forfeited") == settled
    assert states.count("converted") == 8 - settled == sum("result" in one for one in said[:8])
    kinds = list(Transfer.objects.values_list("kind", flat=True))
    assert (kinds.count("presale_kept"), kinds.count("order_paid")) == (settled, 8 - settled)


def rush(station, good, count):
    buyers = [make_villager(station, name=f"村民{n}", phone=f"1390000{n:04d}") for n in range(count)]
    return [lambda buyer=buyer: make_presale(station, good, buyer) for buyer in buyers]


def test_of_twenty_for_the_last_three_three_get_it(fjyx001, tv):
    PresaleGood.objects.update(stock=3)
    tv.refresh_from_db()
    assert outcomes(at_once(rush(fjyx001, tv, 20))) == ["Refused"] * 17 + ["held"] * 3


def test_without_the_goods_lock_too_many_are_sold(fjyx001, tv, monkeypatch):
    """The control: this rule has no constraint behind it, the lock is all."""
    monkeypatch.setattr(ordering, "lock_good", lambda pk: PresaleGood.objects.get(pk=pk))
    PresaleGood.objects.update(stock=3)
    tv.refresh_from_db()
    assert outcomes(at_once(rush(fjyx001, tv, 20))).count("held") > 3


def test_a_float_that_bears_ten_deposits_bears_ten(fjyx001, tv):
    set_float(fjyx001, "2000.00")
    assert outcomes(at_once(rush(fjyx001, tv, 20))) == ["Refused"] * 10 + ["held"] * 10
    assert Balance.objects.get().amount == 0


def test_the_job_goes_on_where_another_one_was_killed(fjyx001, villager, tv, monkeypatch):
    """A chunk that dies is undone whole; the next ring finds it again."""
    for _ in range(3):
        make_presale(fjyx001, tv, villager)
    monkeypatch.setattr("orders.presale.giving_up.keep_deposits", _dies)
    with pytest.raises(SystemExit):
        settle_ended(at=END)
    assert set(PresaleOrder.objects.values_list("state", "order__status")) == {("held", "placed")}
    monkeypatch.undo()
    assert settle_ended(at=END) == 3
    assert timezone.now() - dt.timedelta(days=1) > END


def _dies(**kwargs):
    raise SystemExit
