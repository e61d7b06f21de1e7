"""What was kept long enough is erased by the clock, and not a day earlier."""

import datetime as dt
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from orders.agent_orders.importing.models import OrderImport
from orders.agent_orders.importing.queueing import run_next_import, submit_import
from orders.personal_data import erasing
from orders.personal_data.erasing import erase_long_kept
from orders.presale.giving_up import call_off_order, give_back
from orders.tasks import forget_personal_data_task
from orders.villagers.models import Villager
from tests.cast import make_order, make_villager
from tests.orders.agent_orders.importing.files import csv_of, row
from tests.orders.presale.making import make_festival, make_good, make_presale

pytestmark = pytest.mark.django_db(transaction=True)


def on_file():
    return set(Villager.objects.on_file().values_list("phone", flat=True))


def test_three_years_after_the_last_order_came_into_the_house(fetched, fjyx001, villager, long_ago):
    newcomer = make_villager(fjyx001, phone="13800000002")  # no order yet
    waiting = make_order(fjyx001, villager=make_villager(fjyx001, phone="13800000003"))
    idle = make_villager(fjyx001, phone="13800000004")
    long_ago(villager, fetched, waiting, waiting.villager, idle)

    assert erase_long_kept() == 2
    assert on_file() == {newcomer.phone, waiting.villager.phone}
    assert erase_long_kept() == 0


def test_a_later_order_keeps_the_villager(fetched, fjyx001, villager, long_ago):
    long_ago(villager, fetched)
    make_order(fjyx001, villager=villager)
    assert erase_long_kept() == 0


def test_who_has_a_deposit_to_fetch_is_kept_until_they_have_it(fjyx001, lin, villager, long_ago):
    presale = make_presale(fjyx001, make_good(make_festival()), villager)
    call_off_order(actor=None, presale=presale, reason="断货")
    long_ago(villager, presale.order)
    assert erase_long_kept() == 0
    give_back(actor=lin.user, presale=presale)
    assert erase_long_kept() == 1


def test_many_are_erased_chunk_by_chunk(fjyx001, long_ago, monkeypatch):
    monkeypatch.setattr(erasing, "AT_ONCE", 2)
    long_ago(*(make_villager(fjyx001) for _ in range(5)))
    assert erase_long_kept() == 5
    assert on_file() == set()


@pytest.fixture
def tried(youxi_staff, lin, settings, tmp_path):
    """A file that was tried, had a bad row, and was never imported."""
    settings.MEDIA_ROOT = tmp_path
    file = ContentFile(csv_of(row(), row(order_no="2", phone="1")).getvalue(), name="双十一.csv")
    job = submit_import(actor=youxi_staff, file=file, dry_run=True, skip_bad=True)
    assert run_next_import()
    return job


@pytest.mark.parametrize(("days", "kept"), [(29, True), (31, False)])
def test_a_tried_file_is_dropped_after_a_month(tried, tmp_path, days, kept):
    OrderImport.objects.update(finished_at=timezone.now() - dt.timedelta(days=days))
    forget_personal_data_task()
    tried.refresh_from_db()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert (bool(tried.file), bool(tried.refusals), len(files)) == (kept, kept, int(kept))
    assert tried.refused == 1  # the count stays


def test_the_command_says_what_went(tried, fetched, villager, long_ago):
    long_ago(villager, fetched)
    OrderImport.objects.update(finished_at=timezone.now() - dt.timedelta(days=31))
    said = StringIO()
    call_command("forget_personal_data", stdout=said)
    assert said.getvalue() == "villagers: 1; imports: 1; services: 0; applications: 0\n"
