"""Lists over tables that grow with the orders: pages by key, no counting, no order but the key's."""

import datetime as dt
import re

import pytest
from django.contrib import admin
from django.db import connection
from django.urls import reverse

from orders.agent_orders.models import AgentOrder
from orders.cash.models import CashDay, CashMovement
from orders.counter.models import CounterService
from orders.logistics.models import Parcel
from orders.villagers.models import Villager
from partners.income.models import Earning
from partners.journal.models import Activity
from partners.ledger.models import Transfer
from stations.clock import SHANGHAI
from stations.exporting.models import ExportLog
from stations.notices.models import Notification
from stations.scope.large_lists import LargeAdmin
from tests.cast import client_of, make_order
from tests.scope.test_query_counts import statements

LIST = reverse("admin:orders_agentorder_changelist")
LARGE = [
    model
    for model in sorted(admin.site._registry, key=lambda model: model._meta.label)
    if isinstance(admin.site._registry[model], LargeAdmin)
]


@pytest.fixture
def five(fjyx001):
    return [make_order(fjyx001).pk for _ in range(5)]


@pytest.fixture
def two_a_page(monkeypatch):
    monkeypatch.setattr(admin.site._registry[AgentOrder], "list_per_page", 2)


def shown(client, address):
    listed = client.get(address).context["cl"]
    return [row.pk for row in listed.result_list], listed


def test_pages_follow_each_other_by_key_and_back(five, two_a_page, superuser):
    client, newest = client_of(superuser), five[::-1]

    first, listed = shown(client, LIST)
    assert (first, listed.first, listed.back) == (newest[:2], "", "")
    second, listed = shown(client, LIST + listed.further)
    assert second == newest[2:4]
    last, listed_last = shown(client, LIST + listed.further)
    assert (last, listed_last.further) == (newest[4:], "")
    again, listed = shown(client, LIST + listed_last.back)
    assert again == second
    assert shown(client, LIST + listed.back)[0] == first
    assert shown(client, LIST + listed_last.first)[0] == first


def test_a_page_that_follows_keeps_its_filter_and_its_order(five, two_a_page, superuser):
    client = client_of(superuser)
    oldest, listed = shown(client, f"{LIST}?o=1&status__exact=paid")
    assert oldest == five[:2]
    assert "status__exact=paid" in listed.further
    assert shown(client, LIST + listed.further)[0] == five[2:4]
    assert shown(client, f"{LIST}?status__exact=draft")[1].further == ""


@pytest.mark.parametrize("said", ["after.x", "before.", "after.\0", "7", "x", "after.99999999999999999999"])
def test_a_page_that_is_none_is_answered_all_the_same(five, two_a_page, superuser, said):
    assert client_of(superuser).get(LIST, {"p": said}).status_code == 200


def test_only_the_key_is_an_order(five, superuser):
    client = client_of(superuser)
    listed = client.get(LIST, {"o": "7"}).context["cl"]  # the amount
    assert listed.sortable_by == ["number"]
    assert [row.pk for row in listed.result_list] == five[::-1]


@pytest.mark.parametrize("model", LARGE, ids=lambda model: model._meta.label)
def test_no_page_counts_skips_or_sorts_by_anything_but_the_key(world, model):
    world.pair(model)
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    asked, _answer = statements(world.client("superuser"), address)
    (page,) = [sql for sql in asked if sql.startswith("SELECT") and "LIMIT 51" in sql]
    key = f'"{model._meta.db_table}"."{model._meta.pk.column}"'
    assert re.search(rf"ORDER BY {re.escape(key)} (ASC|DESC) LIMIT 51$", page), page
    assert not [sql for sql in asked if "COUNT(" in sql or "OFFSET" in sql]


# --- indexes -------------------------------------------------------------------------------

NUMBER = "16000100001"
FOUND_BY = {
    "agent_order_platform_number_once": lambda: AgentOrder.objects.filter(platform_order_no="S1"),
    "agent_order_pickup_code_once_while_open": lambda: AgentOrder.objects.on_the_way().filter(
        pickup_code="123456"
    ),
    "agent_order_refunded": lambda: AgentOrder.objects.filter(refunded__gt=0),
    "agent_order_in_cash": lambda: AgentOrder.objects.filter(pay_how="cash"),
    "agent_order_unpaid": lambda: AgentOrder.objects.waiting_for_money(),
    "villager_name": lambda: Villager.objects.search("王"),
    "villager_phone": lambda: Villager.objects.search("1600"),
    "parcel_recipient": lambda: Parcel.objects.search("王"),
    "parcel_phone": lambda: Parcel.objects.search("1600"),
    "parcel_pickup_code_once_waiting": lambda: Parcel.objects.filter(
        status="at_station", pickup_code="123456"
    ),
    "parcel_going_up": lambda: Parcel.objects.filter(direction="up"),
    "parcel_going_back": lambda: Parcel.objects.filter(returning=True),
    "parcel_to_the_house": lambda: Parcel.objects.filter(to_the_house=True),
    "cash_other_kind": lambda: CashMovement.objects.filter(kind="banked"),
    "cash_note": lambda: CashMovement.objects.filter(note="R1"),
    "cash_day_explained": lambda: CashDay.objects.with_a_difference(),
    "service_kind": lambda: CounterService.objects.filter(kind="gas"),
    "service_other_status": lambda: CounterService.objects.filter(status="suspense"),
    "service_reference": lambda: CounterService.objects.search("R1"),
    "service_details": lambda: CounterService.objects.search("R1"),
    "activity_other_kind": lambda: Activity.objects.filter(kind="event"),
    "activity_other_category": lambda: Activity.objects.filter(category="training"),
    "earning_other_category": lambda: Earning.objects.filter(category="training"),
    "earning_earned_on": lambda: Earning.objects.filter(earned_on=dt.date(2015, 11, 18)),
    "transfer_other_kind": lambda: Transfer.objects.filter(kind="top_up"),
    "transfer_note": lambda: Transfer.objects.filter(note="R1"),
    "notice_other_state": lambda: Notification.objects.filter(state="failed"),
    "notice_other_kind": lambda: Notification.objects.filter(kind="reminder"),
    "notice_problem": lambda: Notification.objects.filter(problem="late"),
    "notice_phone": lambda: Notification.objects.filter(phone=NUMBER),
}


@pytest.mark.django_db
@pytest.mark.parametrize("index", FOUND_BY)
def test_what_the_desk_looks_for_has_an_index_that_fits(index):
    """A partial index is used only where the question implies its condition, word for word."""
    rows = FOUND_BY[index]().order_by()
    with connection.cursor() as cursor:
        # Tables of no rows are read whole, index or not.
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = rows.explain()
    assert index in plan, plan


# --- days ----------------------------------------------------------------------------------


def test_days_of_a_moment_count_both_ends_in_shanghai(superuser):
    for hour, day in ((23, 10), (0, 11), (23, 11), (0, 12)):
        at = dt.datetime(2015, 11, day, hour, 30, tzinfo=SHANGHAI)
        ExportLog.objects.create(actor=superuser, what="stations", format="csv", rows=day, masked=True, at=at)
    address = reverse("admin:stations_exportlog_changelist")
    found = client_of(superuser).get(address, {"at_from": "2015-11-11", "at_to": "2015-11-11"})
    assert [row.rows for row in found.context["cl"].result_list] == [11, 11]
