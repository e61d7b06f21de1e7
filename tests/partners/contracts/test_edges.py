"""Contracts at the desk, on the partner's phone, and by API: who sees and does what."""

import re

import pytest

from partners.contracts.deposits.models import DepositEntry
from partners.contracts.deposits.recording import record_payment
from partners.contracts.handing_over.leaving import exit_partner, hand_over_station
from partners.contracts.models import Contract
from partners.contracts.terms import load_standard_deposits
from partners.people.models import Tenure
from stations.clock import today
from tests.cast import api_client_of, client_of
from tests.making import make_order, make_picture, set_float
from tests.partners.contracts.deeds import DUE, counted, deposit, signed

CONTRACTS = "/admin/partners/contract/"
ENTRIES = "/admin/partners/depositentry/"
PROTOCOLS = "/admin/partners/handoverprotocol/"


def desk_of(who):
    return client_of(who, headers={"accept-language": "en"})


def post_verb(desk, path, **answers):
    """Opens the page of a verb, as a person does, and sends it."""
    token = re.search(r'name="token" value="([^"]+)"', desk.get(path).content.decode())[1]
    return desk.post(path, {"token": token, **answers})


def test_from_the_draft_to_the_hand_over_at_the_desk(cast, lin, newcomer, fjyx001):
    load_standard_deposits()
    staff, ops = desk_of(cast.staff), desk_of(cast.ops)
    made = {}
    for partner in (lin, newcomer):
        body = {
            "partner": partner.pk,
            "station": fjyx001.pk,
            "mode": "2.0",
            "starts_on": "2015-07-01",
            "ends_on": "",
            "number": "",
            **{f"{one}-TOTAL_FORMS": "0" for one in ("entries", "changes")},
            **{f"{one}-INITIAL_FORMS": "0" for one in ("entries", "changes")},
        }
        assert staff.post(f"{CONTRACTS}add/", body).status_code == 302
        contract = Contract.objects.get(partner=partner)
        page = f"{CONTRACTS}{contract.pk}"
        post_verb(staff, f"{page}/sign/", signed_on="2015-07-01", paper=make_picture())
        post_verb(staff, f"{page}/pay_in/", amount="10000", receipt=f"B{partner.pk}")
        entry = DepositEntry.objects.get(contract=contract)
        assert "/confirm/" not in staff.get(f"{ENTRIES}{entry.pk}/change/").content.decode()
        answer = post_verb(staff, f"{ENTRIES}{entry.pk}/confirm/")
        assert "second person" in answer.content.decode()
        assert post_verb(ops, f"{ENTRIES}{entry.pk}/confirm/").status_code == 302
        made[partner] = contract
    assert post_verb(staff, f"{CONTRACTS}{made[lin].pk}/force/", on="2015-07-01").status_code == 302
    assert deposit(lin) == deposit(newcomer) == DUE

    answer = post_verb(
        staff,
        f"{CONTRACTS}{made[lin].pk}/hand_over/",
        cash="0",
        float="500000.00",
        parcels="0",
        next_contract=made[newcomer].pk,
    )
    protocol = answer["Location"]
    assert protocol.startswith(PROTOCOLS)
    printed = staff.get(f"/county/hand-overs/{protocol.split('/')[-3]}/").content.decode()
    assert "¥500,000.00" in printed
    assert "林小芳" in printed
    assert post_verb(staff, protocol.replace("/change/", "/hand_over/"), day=str(today())).status_code == 302
    assert Tenure.objects.covering(today()).get(station=fjyx001).partner == newcomer


def test_a_wrong_count_comes_back_beside_its_field(cast, contract, next_contract):
    answer = post_verb(
        desk_of(cast.staff),
        f"{CONTRACTS}{contract.pk}/hand_over/",
        cash="0",
        float="500000.00",
        parcels="3",
        next_contract=next_contract.pk,
    )
    assert "0 now" in str(answer.context["form"].errors["parcels"])


def test_the_page_says_what_blocks_and_where_before_the_act(cast, contract, fjyx001):
    order = make_order(fjyx001, paid=False)
    page = desk_of(cast.staff).get(f"{CONTRACTS}{contract.pk}/leave/").content.decode()
    assert "1 order still waits for its money." in page
    assert f"/admin/orders/agentorder/?station__id__exact={order.station_id}" in page
    assert "The float still holds ¥500,000.00" in page


def test_each_page_of_the_desk_opens_in_its_state(cast, contract, lin, fjyx001, youxi_staff, ops):
    desk = desk_of(cast.staff)
    page = desk.get(f"{CONTRACTS}{contract.pk}/change/").content.decode()
    offered = set(re.findall(rf"{CONTRACTS}{contract.pk}/([a-z_]+)/", page)) - {"change", "history"}
    assert offered == {"deduct", "hand_over", "leave", "suspend", "attach"}
    for name in offered:
        assert desk.get(f"{CONTRACTS}{contract.pk}/{name}/").status_code == 200
    set_float(fjyx001, "0")
    exit_partner(actor=youxi_staff, contract=contract, last_day=today(), reason="回城")
    page = desk.get(f"{CONTRACTS}{contract.pk}/release/").content.decode()
    assert "is not closed yet" in page


def test_another_countys_staff_finds_nothing(cast, contract, next_contract, youxi_staff):
    protocol = counted(contract, by=youxi_staff, next_contract=next_contract)
    entry = DepositEntry.objects.filter(contract=contract).first()
    desk = desk_of(cast.other_staff)
    for path in (
        f"{CONTRACTS}{contract.pk}/change/",
        f"{CONTRACTS}{contract.pk}/leave/",
        f"{ENTRIES}{entry.pk}/confirm/",
        f"{PROTOCOLS}{protocol.pk}/hand_over/",
        f"/county/hand-overs/{protocol.pk}/",
    ):
        assert desk.get(path).status_code == 404
        assert desk_of(cast.staff).get(path).status_code == 200  # the control


# --- the API ---------------------------------------------------------------------


def confirm(client, entry, key):
    address = f"/api/v1/deposit-entries/{entry.pk}/confirm/"
    return client.post(address, headers={"Idempotency-Key": key, "accept-language": "en"})


def test_by_api_the_same_person_twice_is_refused_and_a_repeat_counts_once(cast, lin, fjyx001):
    contract = signed(lin, fjyx001, by=cast.staff)
    entry = record_payment(actor=cast.staff, contract=contract, amount=DUE, receipt="R")
    for key in ("a", "b"):
        answer = confirm(api_client_of(cast.staff), entry, key)
        assert answer.status_code == 400
        assert "second person" in answer.content.decode()
    assert deposit(lin) == 0
    for replayed in (None, "true"):
        answer = confirm(api_client_of(cast.ops), entry, "c")
        assert (answer.status_code, answer.headers.get("Idempotent-Replayed")) == (200, replayed)
    assert confirm(api_client_of(cast.ops), entry, "d").status_code == 409
    assert deposit(lin) == DUE


def test_by_api_a_partner_reads_their_own_and_confirms_nothing(cast, contract, next_contract, lin):
    mine = api_client_of(lin)
    (row,) = mine.get("/api/v1/contracts/").json()["results"]
    assert (row["number"], row["deposit_held"], row["deposit_missing"]) == (
        contract.number,
        "10000.00",
        "0.00",
    )
    (entry,) = mine.get("/api/v1/deposit-entries/").json()["results"]
    assert entry["amount"] == "10000.00"
    assert mine.get(f"/api/v1/contracts/{next_contract.pk}/").status_code == 404
    assert confirm(mine, DepositEntry.objects.get(contract=contract), "x").status_code == 403


# --- the phone -------------------------------------------------------------------


def test_a_partner_reads_contract_deposit_and_paper(contract, lin, django_assert_max_num_queries):
    phone = client_of(lin, headers={"accept-language": "en"})
    assert contract.number in phone.get("/contracts/").content.decode()
    phone.get(f"/contracts/{contract.pk}/")
    with django_assert_max_num_queries(9):
        page = phone.get(f"/contracts/{contract.pk}/").content.decode()
    assert "10,000" in page
    (paper,) = set(re.findall(rf"/contracts/{contract.pk}/papers/[0-9a-f]{{32}}/", page))
    answer = phone.get(paper)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")


def test_in_chinese_too(contract, lin):
    phone = client_of(lin, headers={"accept-language": "zh-hans"})
    page = phone.get(f"/contracts/{contract.pk}/").content.decode()
    assert "保证金" in page
    assert "合同" in page


@pytest.mark.parametrize("path", ["", "papers"])
def test_a_paper_of_somebody_elses_contract_is_not_there(contract, next_contract, lin, newcomer, path):
    foreign, mine = desk_of(newcomer), desk_of(lin)
    page = mine.get(f"/contracts/{contract.pk}/").content.decode()
    paper = re.search(rf"/contracts/{contract.pk}/papers/[0-9a-f]{{32}}/", page)[0]
    address = paper if path else f"/contracts/{contract.pk}/"
    assert mine.get(address).status_code == 200  # the control
    assert foreign.get(address).status_code == 404
    # Nor under the address of one's own contract.
    if path:
        assert foreign.get(paper.replace(str(contract.pk), str(next_contract.pk), 1)).status_code == 404


# --- who has left ----------------------------------------------------------------


def test_after_the_hand_over_each_reads_their_own(
    contract, next_contract, lin, newcomer, fjyx001, youxi_staff, ops
):
    order = make_order(fjyx001, pay_how="own_account")
    hand_over_station(
        actor=youxi_staff,
        protocol=counted(contract, by=youxi_staff, next_contract=next_contract),
        day=today(),
    )
    old, new = desk_of(lin), desk_of(newcomer)
    assert old.get(f"/contracts/{contract.pk}/").status_code == 200
    assert old.get(f"/contracts/{next_contract.pk}/").status_code == 404
    assert new.get(f"/contracts/{next_contract.pk}/").status_code == 200
    assert new.get(f"/contracts/{contract.pk}/").status_code == 404
    assert new.get(f"/orders/{order.pk}/").status_code == 200
    assert old.get(f"/orders/{order.pk}/").status_code == 404
    page = old.get("/income/").content.decode()
    tabs = re.search(r'<nav class="tabbar.*?</nav>', page, re.DOTALL)[0]
    assert re.findall(r'<a href="([^"]+)"', tabs) == ["/income/"]
    tabs = re.search(r'<nav class="tabbar.*?</nav>', new.get("/income/").content.decode(), re.DOTALL)[0]
    assert len(re.findall(r'<a href="([^"]+)"', tabs)) == 4  # the control
