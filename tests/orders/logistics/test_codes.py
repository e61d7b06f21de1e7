"""The pick-up code: one parcel a code and station, few wrong ones, counted whatever is undone."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from orders.logistics import codes
from orders.logistics.codes import MOST_WRONG_CODES, prove_code, unlock_code
from orders.logistics.handing_over import hand_over_parcel
from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.models import Parcel
from stations.refusals import Refused
from tests.cast import client_of, make_order
from tests.orders.logistics.parcels import fresh, make_parcel

S = ParcelStatus


@pytest.fixture
def parcel(fjyx001):
    """A villager's own, waiting."""
    return make_parcel(fjyx001, S.AT_STATION)


def wrong(parcel):
    return f"{(int(parcel.pickup_code or 0) + 1) % 100_000:05d}"


def test_the_code_fits_and_the_parcel_is_handed_over(parcel, lin):
    assert len(parcel.pickup_code) == 5
    prove_code(actor=lin.user, parcel=parcel, code=parcel.pickup_code)
    hand_over_parcel(actor=lin.user, parcel=parcel, code=f" {parcel.pickup_code} ")
    assert fresh(parcel).status == S.HANDED_OVER
    with pytest.raises(Refused) as refused:
        hand_over_parcel(actor=lin.user, parcel=parcel, code=parcel.pickup_code)
    assert refused.value.code == "transition"


def test_two_that_wait_here_never_share_a_code(fjyx001, fjyx002, parcel, monkeypatch):
    drawn = iter([int(parcel.pickup_code), int(parcel.pickup_code), 7, int(parcel.pickup_code)])
    monkeypatch.setattr(codes.secrets, "randbelow", lambda _limit: next(drawn))
    assert make_parcel(fjyx001, S.AT_STATION).pickup_code == "00007"
    assert make_parcel(fjyx002, S.AT_STATION).pickup_code == parcel.pickup_code  # another counter


def test_the_database_keeps_it_too(fjyx001, parcel):
    other = make_parcel(fjyx001, S.AT_STATION)
    with pytest.raises(IntegrityError, match="parcel_pickup_code_once_waiting"), transaction.atomic():
        Parcel.objects.filter(pk=other.pk).update(pickup_code=parcel.pickup_code)
    with pytest.raises(IntegrityError, match="parcel_code_is_the_orders"), transaction.atomic():
        Parcel.objects.filter(pk=other.pk).update(order=make_order(fjyx001))


def test_after_some_wrong_codes_not_even_the_right_one_is_taken(parcel, lin, youxi_staff):
    for count in range(1, MOST_WRONG_CODES + 1):
        with pytest.raises(Refused) as refused:
            prove_code(actor=lin.user, parcel=parcel, code=wrong(parcel))
        assert refused.value.code == "pickup_code"
        assert fresh(parcel).wrong_codes == count
    for verb in (prove_code, hand_over_parcel):
        with pytest.raises(Refused) as refused:
            verb(actor=lin.user, parcel=parcel, code=parcel.pickup_code)
        assert refused.value.code == "codes_used_up"
    assert parcel.events.filter(kind="wrong_code", actor=lin.user).count() == MOST_WRONG_CODES

    old = parcel.pickup_code
    unlock_code(actor=youxi_staff, parcel=parcel)
    assert fresh(parcel).wrong_codes == 0
    assert parcel.pickup_code != old
    hand_over_parcel(actor=lin.user, parcel=parcel, code=parcel.pickup_code)


@pytest.mark.django_db(transaction=True)
def test_the_count_outlives_the_refusal(fjyx001, lin):
    parcel = make_parcel(fjyx001, S.AT_STATION)
    client = client_of(lin)
    address = reverse("parcel_step", args=[parcel.pk, "hand_over"])
    for number in range(MOST_WRONG_CODES):
        answer = client.post(address, {"token": f"try-{number}", "code": wrong(parcel)})
        assert answer.status_code == 422
        assert fresh(parcel).wrong_codes == number + 1
    answer = client.post(address, {"token": "right", "code": parcel.pickup_code})
    assert answer.status_code == 409
    assert fresh(parcel).status == S.AT_STATION


def test_the_parcels_of_an_order_go_by_its_code(fjyx001, lin):
    order = make_order(fjyx001)
    parcel = make_parcel(fjyx001, S.AT_STATION, order=order)
    with pytest.raises(Refused):
        prove_code(actor=lin.user, parcel=parcel, code="")
    prove_code(actor=lin.user, parcel=parcel, code=order.pickup_code)
    assert fresh(order).wrong_codes == 1


def test_only_what_waits_is_unlocked(fjyx001, youxi_staff):
    parcel = make_parcel(fjyx001)
    with pytest.raises(Refused):
        unlock_code(actor=youxi_staff, parcel=parcel)
    assert not parcel.events.filter(kind="new_code").exists()
