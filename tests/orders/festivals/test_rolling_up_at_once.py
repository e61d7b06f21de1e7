"""Several roll-ups at once, rebuilds in between, and workers that die: nothing lost, nothing twice."""

import random
import threading
from decimal import Decimal

import pytest
from django.db import connection, connections, transaction
from django.db.models import F

from orders.festivals.models import StationDay
from orders.festivals.rolling_up import rebuild_turnover, roll_up_turnover
from partners.journal.kinds import Business, Category, Kind
from partners.journal.models import Activity, PendingActivity
from partners.journal.posting import post_many
from tests.cast import DOUBLE_ELEVEN, make_activity
from tests.concurrency.racing import all_at_once
from tests.orders.festivals.rolled_up import KEYS, everything_is_counted_once, kept
from tests.workers import gate_before, running_worker, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def post(stations, count, *, start=0):
    """`count` payments spread over the stations, categories and a few hours, seeded."""
    dice = random.Random(start)
    rows = []
    for number in range(start, start + count):
        station = stations[dice.randrange(len(stations))]
        moment = DOUBLE_ELEVEN + dice.randrange(3 * 3600) * (DOUBLE_ELEVEN.resolution * 1_000_000)
        rows.append(
            Activity(
                station=station,
                center=station.center,
                business=Business.AGENT_ORDER,
                kind=Kind.PAID,
                category=dice.choice(Category.values),
                amount=Decimal(dice.randrange(1, 99_999)) / 100,
                orders=1,
                category_orders=1,
                occurred_at=moment,
                turnover_at=moment,
                subject=f"agent-order:{number}",
                source_key=f"agent-order:{number}:paid",
            )
        )
    with transaction.atomic():
        post_many(rows)


def roll_up_without_claiming(both_have_read):
    """The control: looks what waits, adds it to the sum, takes it away."""
    waiting = list(PendingActivity.objects.filter(consumer="turnover").select_related("activity"))
    both_have_read.wait(120)
    StationDay.objects.update(paid_amount=F("paid_amount") + sum(row.activity.amount for row in waiting))
    PendingActivity.objects.filter(pk__in=[row.pk for row in waiting]).delete()


def test_the_race_is_real(fjyx001):
    make_activity(fjyx001, amount="1.00")
    roll_up_turnover()
    make_activity(fjyx001, amount="10.00")

    both_have_read = threading.Barrier(2)
    all_at_once([lambda: roll_up_without_claiming(both_have_read)] * 2)

    assert StationDay.objects.get().paid_amount == Decimal("21.00")


@pytest.mark.parametrize("runners", [2, 4])
def test_several_at_once_count_each_row_once(runners, fjyx001, fjyx002, zjtl001, monkeypatch):
    monkeypatch.setattr("orders.festivals.rolling_up.CHUNK", 40)
    post([fjyx001, fjyx002, zjtl001], 1200)

    all_at_once([roll_up_turnover] * runners)

    assert everything_is_counted_once()


def test_orders_go_on_while_several_roll_up_and_one_rebuilds(fjyx001, fjyx002, zjtl001, monkeypatch):
    monkeypatch.setattr("orders.festivals.rolling_up.CHUNK", 30)
    stations = [fjyx001, fjyx002, zjtl001]
    post(stations, 300)

    def sell(start):
        for number in range(20):
            post(stations, 15, start=start + number * 15)

    def keep_rolling_up():
        for _ in range(15):
            roll_up_turnover()

    all_at_once(
        [
            lambda: sell(10_000),
            lambda: sell(20_000),
            keep_rolling_up,
            keep_rolling_up,
            lambda: [rebuild_turnover() for _ in range(4)],
        ]
    )
    roll_up_turnover(wait=True)

    assert Activity.objects.count() == 900
    assert everything_is_counted_once()


def test_with_wait_nothing_that_another_one_holds_is_missed(fjyx001):
    make_activity(fjyx001, amount="5.00")
    held, go = threading.Event(), threading.Event()

    def hold_and_let_go():
        with transaction.atomic():
            PendingActivity.objects.select_for_update().get(consumer="turnover")
            held.set()
            go.wait(10)

    holder = threading.Thread(target=lambda: (hold_and_let_go(), connections.close_all()))
    holder.start()
    held.wait(10)
    assert roll_up_turnover() == 0  # passed over
    threading.Timer(0.3, go.set).start()
    assert roll_up_turnover(wait=True) == 1
    holder.join(10)
    assert everything_is_counted_once()


def test_a_worker_killed_in_the_middle_of_rolling_up_leaves_nothing_half(fjyx001, fjyx002):
    post([fjyx001, fjyx002], 200)
    roll_up_turnover()
    before = {model: kept(model) for model in KEYS}
    post([fjyx001, fjyx002], 300, start=5_000)

    # The last but one table: rows are claimed and three tables written when the worker comes to it.
    with gate_before("orders_stationday") as gate, running_worker() as worker:
        worker.ring("orders.roll_up_turnover")
        gate.wait_for()
        worker.kill()
        gate.open()
        # PostgreSQL ends the dead worker's statement, finds nobody to commit it and undoes it.
        wait_until(lambda: not unfinished_transactions(), what="the end of the dead session")

    assert {model: kept(model) for model in KEYS} == before
    assert PendingActivity.objects.filter(consumer="turnover").count() == 300

    with running_worker() as worker:
        worker.ring("orders.roll_up_turnover")
        wait_until(lambda: not PendingActivity.objects.filter(consumer="turnover").exists())
    assert everything_is_counted_once()


def unfinished_transactions():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"
        )
        return cursor.fetchone()[0]
