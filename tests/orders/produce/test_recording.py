"""A harvest is recorded as a lot; what makes no sense is refused and leaves nothing behind."""

import datetime as dt
from decimal import Decimal

import pgtrigger
import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError
from django.utils import translation

from orders.produce.models import ProduceLot
from orders.produce.recording import NewLot, record_lot
from stations.clock import today
from stations.network.lifecycle import StationStatus
from stations.network.models import Station
from stations.refusals import Refused
from tests.cast import make_lot, make_region, make_villager

TOMORROW = dt.timedelta(days=1)


@translation.override("zh-hans")
def test_a_lot_knows_where_it_is_from_and_who_recorded_it(fjyx001, lin, villager):
    farmer = make_lot(fjyx001, villager=villager).farmer
    new = NewLot(fjyx001, farmer, "fruit", " 金柑 ", Decimal("480"), today(), plot="溪边")
    lot = record_lot(actor=lin.user, lot=new)

    lot.refresh_from_db()
    assert (lot.product, lot.amount_in_words, lot.village_id) == ("金柑", "480 斤", fjyx001.village_id)
    assert (lot.status, lot.published_at, lot.created_by) == ("recorded", None, lin.user)
    assert lot.farmer == farmer
    assert len(lot.code) == 12
    assert lot.grouped_code.replace("-", "") == lot.code


def test_another_village_of_the_county_will_do(fjyx001, villager):
    village = make_region("350426103201")
    assert make_lot(fjyx001, villager=villager, village=village).village == village


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"harvested_on": today() + TOMORROW}, "harvested_on"),
        ({"harvested_on": today() - dt.timedelta(days=1200)}, "harvested_on"),
        ({"quantity": Decimal(0)}, "quantity"),
        ({"spraying": "chemical"}, "waiting_days"),
        ({"spraying": "none", "waiting_days": 3}, "waiting_days"),
        ({"spraying": "chemical", "waiting_days": 400}, "waiting_days"),
        ({"product": " "}, "invalid"),
        ({"category": "cars"}, "invalid"),
        ({"product": "茶" * 61}, "invalid"),
        ({"quality_notes": "订货电话 138 0000 0001"}, "number"),
        ({"quality_notes": "电话１３８００００００９９"}, "number"),
        ({"plot": "身份证 35042619850214331X"}, "number"),
        ({"plot": "黄阿婆家后面"}, "name"),
    ],
)
def test_what_makes_no_sense_is_refused(fjyx001, villager, given, code):
    with pytest.raises(Refused) as refused:
        make_lot(fjyx001, villager=villager, **given)
    assert refused.value.code == code
    assert not ProduceLot.objects.exists()


def test_a_village_of_another_county_is_refused(fjyx001, villager):
    for village in (make_region("330122102201"), make_region("350426102")):
        with pytest.raises(Refused) as refused:
            make_lot(fjyx001, villager=villager, village=village)
        assert refused.value.code == "village"
    assert not ProduceLot.objects.exists()


def test_a_farmer_of_another_station_is_refused(fjyx001, fjyx002):
    foreign = make_lot(fjyx002).farmer
    with pytest.raises(Refused) as refused:
        record_lot(actor=None, lot=NewLot(fjyx001, foreign, "tea", "茶", Decimal(1), today()))
    assert refused.value.code == "farmer"


def test_a_station_that_is_not_open_records_nothing(fjyx001, villager):
    Station.objects.filter(pk=fjyx001.pk).update(status=StationStatus.SUSPENDED)
    fjyx001.refresh_from_db()
    with pytest.raises(Refused) as refused:
        make_lot(fjyx001, villager=villager)
    assert refused.value.code == "station"


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"code": "ABC"}, "lot_code_is_drawn"),
        ({"quantity": 0}, "lot_quantity_positive"),
        ({"harvested_on": today() + TOMORROW}, "lot_is_not_harvested_tomorrow"),
        ({"spraying": "chemical"}, "lot_waiting_days_of_sprayed_goods"),
        ({"waiting_days": 3}, "lot_waiting_days_of_sprayed_goods"),
    ],
)
def test_the_database_has_the_last_word(lot, change, constraint):
    with (
        pgtrigger.ignore("orders.ProduceLot:lot_facts_stay"),
        pytest.raises(IntegrityError, match=constraint),
        transaction.atomic(),
    ):
        ProduceLot.objects.filter(pk=lot.pk).update(**change)


@pytest.mark.parametrize("change", [{"product": "红茶"}, {"quantity": 99}, {"code": "23456789ABCD"}])
def test_what_a_label_says_stays(lot, change):
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        ProduceLot.objects.filter(pk=lot.pk).update(**change)


def test_each_villager_is_one_farmer(fjyx001, villager):
    first, second = make_lot(fjyx001, villager=villager), make_lot(fjyx001, villager=villager)
    assert first.farmer == second.farmer
    assert make_lot(fjyx001, villager=make_villager(fjyx001)).farmer != first.farmer
    assert first.code != second.code
