"""The desk's list of orders: found, sorted, exported."""

import csv
import io
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from orders.agent_orders.cancelling import cancel_order
from orders.agent_orders.lifecycle import OrderStatus
from orders.agent_orders.refunding import refund_lines
from stations.exporting.models import ExportLog
from stations.scope import exports
from tests.cast import client_of, make_order, make_user, make_villager

LIST = reverse("admin:orders_agentorder_changelist")


@pytest.fixture
def desk(youxi_staff):
    return client_of(youxi_staff)


def found(response):
    return [order.pk for order in response.context["cl"].result_list]


def test_an_order_is_found_by_all_that_people_read_out(desk, fjyx001, fjyx002):
    order = make_order(
        fjyx001,
        villager=make_villager(fjyx001, name="黄阿婆", phone="13800000001"),
        platform_order_no="1357924680",
        status=OrderStatus.AT_STATION,
    )
    make_order(fjyx002, villager=make_villager(fjyx002, name="林大叔", phone="13911111111"))

    for words in (order.number, "1357924680", "黄阿", "1380000", order.pickup_code):
        assert found(desk.get(LIST, {"q": words})) == [order.pk], words
    assert found(desk.get(LIST, {"q": "nobody"})) == []


def test_the_list_shows_only_the_ends_of_a_phone(desk, fjyx001):
    make_order(fjyx001, villager=make_villager(fjyx001, phone="13812345678"))
    body = desk.get(LIST).content.decode()

    assert "138 **** 5678" in body
    assert "13812345678" not in body
    assert "1234 5678" not in body


def test_filters_tell_money_and_days_apart(desk, fjyx001):
    old = make_order(fjyx001)  # Double Eleven 2015
    unpaid = make_order(fjyx001, paid=False, at=timezone.now())

    assert found(desk.get(LIST, {"money": "waiting"})) == [unpaid.pk]
    assert found(desk.get(LIST, {"money": "paid"})) == [old.pk]
    assert found(desk.get(LIST, {"placed": "today"})) == [unpaid.pk]
    assert found(desk.get(LIST, {"status__exact": "paid"})) == [old.pk]


def test_the_money_is_told_as_it_stands_and_filtered_by_the_same_words(fjyx001, youxi_staff):
    desk = client_of(youxi_staff, headers={"accept-language": "en"})
    paid, partly, back, cancelled, given_up, unpaid = (
        make_order(fjyx001, paid=settled) for settled in (True, True, True, True, False, False)
    )
    for order, amount in ((partly, "25.00"), (back, "100.00")):
        amounts = {order.lines.get().pk: Decimal(amount)}
        refund_lines(actor=youxi_staff, order=order, amounts=amounts, reason="scratched")
    for order in (cancelled, given_up):
        cancel_order(actor=youxi_staff, order=order, reason="changed her mind")

    listed = desk.get(LIST).context["cl"]
    told = {order.pk: listed.model_admin.money(order) for order in listed.result_list}
    assert told == {
        paid.pk: "paid",
        partly.pk: "partly given back",
        back.pk: "given back",
        cancelled.pk: "given back",
        given_up.pk: "—",
        unpaid.pk: "waiting for money",
    }
    for value, orders in {
        "paid": [paid],
        "partly": [partly],
        "refunded": [cancelled, back],
        "waiting": [unpaid],
    }.items():
        assert found(desk.get(LIST, {"money": value})) == [order.pk for order in orders], value


def test_a_page_costs_the_same_however_many_orders(desk, fjyx001, django_assert_max_num_queries):
    for _ in range(12):
        make_order(fjyx001)
    desk.get(LIST)
    with django_assert_max_num_queries(14):
        desk.get(LIST)


def test_an_export_masks_phones_disarms_formulas_and_is_written_down(desk, youxi_staff, fjyx001, zjtl001):
    villager = make_villager(fjyx001, name="=HYPERLINK(1)", phone="13812345678")
    order = make_order(fjyx001, villager=villager)
    make_order(zjtl001)

    response = desk.post(reverse("admin:orders_agentorder_export"), {"format": "1", "resource": ""})

    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["订单号"] for row in rows] == [order.number]
    assert rows[0]["手机号"] == "138 **** 5678"
    assert rows[0]["村民"] == "'=HYPERLINK(1)"
    assert rows[0]["金额"] == "100.00"
    assert rows[0]["状态"] == "已支付"
    entry = ExportLog.objects.get()
    assert (entry.actor, entry.center, entry.what) == (youxi_staff, youxi_staff.center, "agent_orders")
    assert (entry.format, entry.rows, entry.masked, entry.filtered) == ("csv", 1, True, "")


def test_an_export_nobody_could_open_is_refused(desk, fjyx001, monkeypatch):
    monkeypatch.setattr(exports, "MOST", 1)
    make_order(fjyx001)
    make_order(fjyx001)

    response = desk.post(reverse("admin:orders_agentorder_export"), {"format": "1", "resource": ""})

    assert response.status_code == 302
    assert not ExportLog.objects.exists()


@pytest.mark.parametrize("name", ["=1+1", "==1+1", "+1+1", "-2+3", "@SUM(1)", "\t=1"])
def test_no_name_in_an_export_becomes_a_formula(youxi_staff, fjyx001, name):
    order = make_order(fjyx001, villager=make_villager(fjyx001, name=name))
    for chosen in ("0", "1"):  # XLSX, CSV
        response = client_of(youxi_staff).post(
            reverse("admin:orders_agentorder_export"),
            {
                "format": chosen,
                "resource": "0",
                "agentorderresource_villager": "on",
                "export_items": [order.pk],
            },
        )
        if chosen == "1":
            rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
        else:
            sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
            assert all(cell.data_type != "f" for cells in sheet.iter_rows() for cell in cells)
            rows = [list(cells) for cells in sheet.iter_rows(values_only=True)]
        assert f"'{name}" in rows[1]


def test_a_lead_is_offered_full_numbers_and_the_log_says_so(youxi, youxi_staff, fjyx001):
    make_order(fjyx001, villager=make_villager(fjyx001, phone="13812345678"))
    lead = client_of(make_user("county_staff", center=youxi, username="lead", is_lead=True))
    address = reverse("admin:orders_agentorder_export")
    assert "完整手机号" in lead.get(address).content.decode()
    assert "完整手机号" not in client_of(youxi_staff).get(address).content.decode()
    chosen = {f"fullagentorderresource_{name}": "on" for name in ("number", "phone")}

    response = lead.post(f"{address}?q=13812345678", {"format": "1", "resource": "1"} | chosen)

    (row,) = csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))
    assert row["手机号"] == "13812345678"
    entry = ExportLog.objects.get()
    assert (entry.masked, entry.rows, entry.filtered) == (False, 1, "q=138 **** 5678")
    masked = lead.post(address, {"format": "1", "resource": "0", "agentorderresource_phone": "on"})
    assert "138 **** 5678" in masked.content.decode("utf-8-sig")
    # What is only offered to a lead is not to be had by naming it.
    client_of(youxi_staff).post(address, {"format": "1", "resource": "1"} | chosen)
    assert list(ExportLog.objects.values_list("masked", flat=True)) in ([True, False], [True, True, False])
