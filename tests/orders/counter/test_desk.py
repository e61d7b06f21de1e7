"""The county's desk: switches, fees, what is unknown, suspense, differences."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from orders.counter.fees import fee_of, load_standard_fees, set_fee
from orders.counter.gateways.models import GatewayState
from orders.counter.hearing import keep_callback
from orders.counter.kinds import KINDS
from orders.counter.lifecycle import ServiceStatus as S
from orders.counter.models import ServiceFee, ServiceSwitch
from orders.counter.reconciling.models import Discrepancy, Reconciliation
from orders.counter.switching import kinds_on, switch_service
from stations.clock import today
from stations.refusals import Refused
from tests.cast import client_of
from tests.orders.counter.test_states import make

TOMORROW = dt.timedelta(days=1)


def url(model, view, *args):
    return reverse(f"admin:orders_{model}_{view}", args=args)


def do(client, model, row, verb, **answers):
    return client.post(url(model, verb, row.pk), {"token": f"{verb}-{row.pk}", **answers})


def test_staff_switch_a_service_for_their_county_only(youxi, tonglu, youxi_staff):
    desk = client_of(youxi_staff)
    before = kinds_on(tonglu.pk)
    desk.post(url("serviceswitch", "add"), {"center": youxi.pk, "kind": "diagnosis", "on": "on"})
    assert "diagnosis" in kinds_on(youxi.pk)
    assert ServiceSwitch.objects.get().changed_by == youxi_staff

    desk.post(url("serviceswitch", "add"), {"center": tonglu.pk, "kind": "diagnosis", "on": "on"})
    assert kinds_on(tonglu.pk) == before

    row = ServiceSwitch.objects.get()
    desk.post(url("serviceswitch", "change", row.pk), {})
    assert "diagnosis" not in kinds_on(youxi.pk)


def test_the_last_three_are_off_until_a_county_wants_them(youxi):
    assert not {"registration", "medicine", "diagnosis"} & set(kinds_on(youxi.pk))
    for kind in KINDS:
        switch_service(actor=None, center=youxi, kind=kind, on=True)
    assert kinds_on(youxi.pk) == list(KINDS)


def test_a_fee_begins_tomorrow_and_ends_the_one_before(youxi, ops):
    load_standard_fees()
    assert fee_of(kind="train", center_id=youxi.pk) == Decimal("5.00")
    set_fee(actor=ops, kind="train", fee=Decimal("4.00"), valid_from=today() + TOMORROW)

    assert fee_of(kind="train", center_id=youxi.pk) == Decimal("5.00")
    assert fee_of(kind="train", center_id=youxi.pk, day=today() + TOMORROW) == Decimal("4.00")
    with pytest.raises(Refused):
        set_fee(actor=ops, kind="train", fee=Decimal("3.00"), valid_from=today())
    with pytest.raises(Refused):
        set_fee(actor=ops, kind="train", fee=Decimal("-1"), valid_from=today() + 2 * TOMORROW)
    assert ServiceFee.objects.filter(kind="train").count() == 2


def test_a_countys_own_fee_goes_before_the_national_one(youxi, tonglu, ops):
    load_standard_fees()
    set_fee(actor=ops, kind="train", fee=Decimal("1.00"), valid_from=today() + TOMORROW, center=youxi)
    assert fee_of(kind="train", center_id=youxi.pk, day=today() + TOMORROW) == Decimal("1.00")
    assert fee_of(kind="train", center_id=tonglu.pk, day=today() + TOMORROW) == Decimal("5.00")


def test_two_fees_for_one_day_are_impossible(youxi):
    for _time in range(2):
        assert load_standard_fees() in {len(KINDS), 0}
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceFee.objects.create(kind="train", fee=1, valid_from=today())


def test_suspense_is_settled_with_a_reason(fjyx001, lin, youxi_staff):
    service = make(fjyx001, S.SUSPENSE, held=True)
    desk = client_of(youxi_staff)
    assert (
        url("counterservice", "count_as_done", service.pk)
        in desk.get(url("counterservice", "change", service.pk)).content.decode()
    )

    do(desk, "counterservice", service, "count_as_done", reason="")
    service.refresh_from_db()
    assert service.status == "suspense"

    do(desk, "counterservice", service, "count_as_done", reason="运营商确认到账")
    service.refresh_from_db()
    assert service.status == "succeeded"
    assert service.events.get().actor == youxi_staff


def test_what_is_unknown_is_asked_about_and_never_decided_by_hand(fjyx001, youxi_staff):
    service = make(fjyx001, S.UNKNOWN)
    desk = client_of(youxi_staff)
    page = desk.get(url("counterservice", "change", service.pk)).content.decode()
    assert url("counterservice", "ask", service.pk) in page
    for verb in ("given_back", "take_back", "count_as_done", "provider_took_back"):
        assert url("counterservice", verb, service.pk) not in page
        do(desk, "counterservice", service, verb, reason="想退钱")
    service.refresh_from_db()
    assert (service.status, service.held) == ("unknown", True)


def test_a_difference_is_worked_off(fjyx001, youxi_staff):
    service = make(fjyx001, S.SUCCEEDED)
    run = Reconciliation.objects.create(gateway="operator", day=today())
    row = Discrepancy.objects.create(
        reconciliation=run, kind="missing", order_no=service.number, service=service, ours=service.amount
    )
    desk = client_of(youxi_staff)
    assert service.number in desk.get(url("discrepancy", "changelist") + "?is_settled=no").content.decode()
    do(desk, "discrepancy", row, "settle", reason="次日补记")
    row.refresh_from_db()
    assert (row.reason, row.settled_by) == ("次日补记", youxi_staff)


def test_gateways_are_called_by_name_at_the_desk(ops):
    run = Reconciliation.objects.create(gateway="operator", day=today())
    state = GatewayState.objects.create(code="bank")
    keep_callback(gateway="utility", body=b"{}", headers={}, truncated=False)
    desk = client_of(ops, headers={"accept-language": "zh-hans"})
    for model, name in (
        ("reconciliation", "运营商"),
        ("gatewaystate", "银行"),
        ("gatewaycallback", "生活缴费"),
    ):
        page = desk.get(url(model, "changelist")).content.decode()
        assert name in page
    with translation.override("zh-hans"):
        assert (str(run), str(state)) == (f"运营商 {today()}", "银行")


def test_head_office_lets_a_gateway_be_tried_again(ops):
    state = GatewayState.objects.create(code="operator", failures=7, open_until="2099-01-01T00:00:00+08:00")
    do(client_of(ops), "gatewaystate", state, "try_again")
    state.refresh_from_db()
    assert (state.failures, state.open) == (0, False)
