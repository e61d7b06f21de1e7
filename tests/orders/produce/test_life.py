"""A lot is offered, sold out, withdrawn: by the table, in the code and in the database."""

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from orders.produce.blocking import still_open
from orders.produce.lifecycle import LOT_LIFECYCLE, LotStatus
from orders.produce.models import LotChange, ProduceLot
from orders.produce.offering import offer_lot, sell_out_lot, withdraw_lot
from stations.refusals import Refused
from tests.cast import make_lot


def withdraw(*, actor, lot):
    return withdraw_lot(actor=actor, lot=lot, reason="受潮")


VERBS = {LotStatus.OFFERED: offer_lot, LotStatus.SOLD_OUT: sell_out_lot, LotStatus.WITHDRAWN: withdraw}
WAYS = {
    LotStatus.RECORDED: (),
    LotStatus.OFFERED: (LotStatus.OFFERED,),
    LotStatus.SOLD_OUT: (LotStatus.OFFERED, LotStatus.SOLD_OUT),
    LotStatus.WITHDRAWN: (LotStatus.WITHDRAWN,),
}


@pytest.mark.parametrize("after", VERBS)
@pytest.mark.parametrize("before", WAYS)
def test_each_step_is_allowed_by_the_table_or_refused(lot, lin, before, after):
    for step in WAYS[before]:
        lot = VERBS[step](actor=lin.user, lot=lot)
    steps = LotChange.objects.count()

    if LOT_LIFECYCLE.allows(before, after):
        VERBS[after](actor=lin.user, lot=lot)
        change = LotChange.objects.latest("pk")
        assert (change.before, change.after, change.actor) == (before, after, lin.user)
    else:
        with pytest.raises(Refused) as refused:
            VERBS[after](actor=lin.user, lot=lot)
        assert (refused.value.code, refused.value.conflict) == ("transition", True)
        assert LotChange.objects.count() == steps
        after = before
    lot.refresh_from_db()
    assert lot.status == after


def test_the_page_is_public_since_the_first_offer(lot, lin):
    first = offer_lot(actor=lin.user, lot=lot).published_at
    sell_out_lot(actor=lin.user, lot=lot)
    assert offer_lot(actor=lin.user, lot=lot).published_at == first


def test_withdrawing_wants_a_reason(offered, lin):
    with pytest.raises(Refused) as refused:
        withdraw_lot(actor=lin.user, lot=offered, reason=" ")
    assert refused.value.code == "reason"
    offered.refresh_from_db()
    assert offered.status == "offered"


def test_the_database_knows_the_table_too(lot):
    with pytest.raises(ProgrammingError, match="Invalid transition"), transaction.atomic():
        ProduceLot.objects.filter(pk=lot.pk).update(status="sold_out", published_at=timezone.now())


def test_an_offered_lot_has_its_page(lot):
    with pytest.raises(IntegrityError, match="lot_offered_is_published"), transaction.atomic():
        ProduceLot.objects.filter(pk=lot.pk).update(status="offered")


def test_the_log_is_append_only(offered):
    for write in (LotChange.objects.all().delete, lambda: LotChange.objects.update(reason="x")):
        with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
            write()


def test_open_lots_keep_a_station_from_closing(fjyx001, lot, lin):
    assert list(still_open(fjyx001)) == ["还有 1 批农产品既没售完也没下架。"]
    make_lot(fjyx001, villager=lot.farmer.villager)
    assert list(still_open(fjyx001)) == ["还有 2 批农产品既没售完也没下架。"]
    for one in ProduceLot.objects.all():
        withdraw(actor=lin.user, lot=one)
    assert list(still_open(fjyx001)) == []
