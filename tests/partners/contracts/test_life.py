"""A contract from its draft to its end: what each state allows, and what the database has to say."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from partners.contracts.converting import change_over
from partners.contracts.deposits.models import DepositEntry
from partners.contracts.deposits.recording import propose_deduction, propose_release, record_payment
from partners.contracts.handing_over.leaving import exit_partner, record_count, resume_partner
from partners.contracts.lifecycle import ContractStatus
from partners.contracts.models import Contract, ContractChange, DepositRate
from partners.contracts.signing import draft_contract, give_up, put_in_force, sign_contract
from partners.contracts.terms import deposit_on, enter_deposit_rate, load_standard_deposits
from partners.people.models import Tenure
from partners.people.stock import stock_of
from partners.people.taking_over import convert_mode, end_tenure
from stations.clock import today
from stations.refusals import Refused
from tests.making import HANDED_ON, OPENED, make_partner, make_picture, make_station
from tests.partners.contracts.deeds import DAY, DUE, brought_to, drafted, everything, paid, receipt, signed

# Event by event: what it is called with, and in which states it goes through.
EVENTS = {
    "sign": (
        lambda c, by: sign_contract(
            actor=by, contract=c, signed_on=HANDED_ON, papers=[make_picture(size=(300, 300))]
        ),
        {"drafted"},
    ),
    "put_in_force": (lambda c, by: put_in_force(actor=by, contract=c), {"signed"}),
    "give_up": (lambda c, by: give_up(actor=by, contract=c, reason="不干了"), {"drafted", "signed"}),
    "change_over": (lambda c, by: change_over(actor=by, contract=c, starts_on=today()), set()),
    "record_payment": (
        lambda c, by: record_payment(actor=by, contract=c, amount=Decimal(1), receipt=receipt()),
        set(),  # nothing is missing: its own tests say where it goes through
    ),
    "deduct_damage": (
        lambda c, by: propose_deduction(
            actor=by, contract=c, kind="damage", amount=Decimal(1), reason="丢件"
        ),
        {"in_force", "ended", "terminated"},
    ),
    "release": (lambda c, by: propose_release(actor=by, contract=c, reason="离任"), {"terminated"}),
    "count": (
        lambda c, by: record_count(
            actor=by, contract=c, counted={t: s.figure for t, s in stock_of(c.station).items()}
        ),
        {"in_force"},
    ),
    "exit": (
        lambda c, by: exit_partner(actor=by, contract=c, last_day=today(), reason="回城"),
        {"in_force"},
    ),
    "resume": (lambda c, by: resume_partner(actor=by, contract=c, reason="查清了"), set()),
}


@pytest.mark.parametrize("status", ContractStatus.values)
@pytest.mark.parametrize("event", EVENTS)
def test_each_event_goes_through_in_its_states_only(lin, fjyx001, youxi_staff, ops, status, event):
    contract = brought_to(status, lin, fjyx001, by=youxi_staff, second=ops)
    assert contract.status == status
    verb, allowed = EVENTS[event]
    before = everything()
    if status in allowed:
        verb(contract, youxi_staff)
        assert everything() != before
        return
    with pytest.raises(Refused), transaction.atomic():
        verb(contract, youxi_staff)
    assert everything() == before


ALLOWED = {
    ("drafted", "signed"),
    ("drafted", "terminated"),
    ("signed", "in_force"),
    ("signed", "terminated"),
    ("in_force", "ended"),
    ("in_force", "terminated"),
}


@pytest.mark.parametrize("before", ContractStatus.values)
@pytest.mark.parametrize("after", ContractStatus.values)
def test_the_database_keeps_the_same_table(lin, fjyx001, youxi_staff, ops, before, after):
    contract = brought_to(before, lin, fjyx001, by=youxi_staff, second=ops)
    if before == after:
        return
    days = {
        "signed_on": None if after == "drafted" else HANDED_ON,
        "over_on": today() if after in ("ended", "terminated") else None,
        "tenure": lin.tenures.get() if after in ("in_force", "ended") else None,
    }
    rows = Contract.objects.filter(pk=contract.pk)
    if (before, after) in ALLOWED:
        assert rows.update(status=after, **days) == 1
        return
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        rows.update(status=after, **days)


def test_from_draft_to_force_the_log_tells_each_step(lin, fjyx001, youxi_staff, ops):
    contract = paid(lin, fjyx001, by=youxi_staff, second=ops)
    contract = put_in_force(actor=ops, contract=contract)
    steps = ContractChange.objects.filter(contract=contract).order_by("pk")
    assert list(steps.values_list("before", "after", "actor")) == [
        ("", "drafted", youxi_staff.pk),
        ("drafted", "signed", youxi_staff.pk),
        ("signed", "in_force", ops.pk),
    ]
    assert contract.tenure == lin.tenures.get()
    assert (contract.deposit_due, contract.frozen, contract.missing) == (DUE, DUE, 0)


def test_where_nobody_runs_the_station_a_tenure_begins_with_the_contract(youxi, youxi_staff, ops):
    station, partner = make_station(center=youxi), make_partner(center=youxi, name="何新")
    contract = paid(partner, station, by=youxi_staff, second=ops)
    on = HANDED_ON + 5 * DAY
    put_in_force(actor=youxi_staff, contract=contract, on=on)
    assert list(Tenure.objects.filter(station=station).values_list("partner", "starts_on", "mode")) == [
        (partner.pk, on, "2.0")
    ]


def test_the_deposit_is_the_one_of_the_day_and_stays(lin, fjyx001, ops, youxi_staff):
    load_standard_deposits()
    tomorrow = today() + DAY
    enter_deposit_rate(actor=ops, mode="2.0", valid_from=tomorrow, amount=Decimal(12000))
    assert [deposit_on("2.0", day) for day in (OPENED, today(), tomorrow)] == [10000, 10000, 12000]
    assert deposit_on("1.0", tomorrow) == 5000
    assert drafted(lin, fjyx001).deposit_due == 10000


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"valid_from": today()}, "valid_from"),
        ({"amount": Decimal(-1)}, "amount"),
        ({"amount": Decimal("1000000.01")}, "amount"),
    ],
)
def test_an_amount_that_cannot_be_is_refused(db, fields, code):
    given = {"mode": "2.0", "valid_from": today() + DAY, "amount": Decimal(1)} | fields
    with pytest.raises(Refused) as refused:
        enter_deposit_rate(actor=None, **given)
    assert refused.value.code == code
    assert not DepositRate.objects.exists()


def test_two_amounts_for_one_day_are_refused(db):
    given = {"mode": "2.0", "valid_from": today() + DAY, "amount": Decimal(1)}
    enter_deposit_rate(actor=None, **given)
    with pytest.raises(Refused, match="already"):
        enter_deposit_rate(actor=None, **given)


def test_a_contract_is_not_signed_without_its_paper_nor_tomorrow(lin, fjyx001, youxi_staff):
    contract = drafted(lin, fjyx001)
    for day, papers, code in ((HANDED_ON, [], "paper"), (today() + DAY, [make_picture()], "day")):
        with pytest.raises(Refused) as refused:
            sign_contract(actor=youxi_staff, contract=contract, signed_on=day, papers=papers)
        assert refused.value.code == code
    contract.refresh_from_db()
    assert contract.status == "drafted"


def test_without_the_whole_deposit_nothing_comes_into_force(lin, fjyx001, youxi_staff, ops):
    contract = signed(lin, fjyx001, by=youxi_staff)
    with pytest.raises(Refused, match=r"10,000\.00") as refused:
        put_in_force(actor=youxi_staff, contract=contract)
    assert (refused.value.code, refused.value.conflict) == ("deposit", True)


def test_nor_while_an_entry_waits_for_its_second_person(lin, fjyx001, youxi_staff):
    contract = signed(lin, fjyx001, by=youxi_staff)
    record_payment(actor=youxi_staff, contract=contract, amount=DUE, receipt="R")
    with pytest.raises(Refused) as refused:
        put_in_force(actor=youxi_staff, contract=contract)
    assert refused.value.code == "entry_waits"


def test_what_cannot_be_drafted(lin, zhou, fjyx001, zjtl001, youxi_staff, youxi):
    load_standard_deposits()
    good = {"actor": youxi_staff, "partner": lin, "station": fjyx001, "mode": "2.0", "starts_on": HANDED_ON}
    closed = make_station(center=youxi, status="closed", closed_on=HANDED_ON)
    for changes, code in (
        ({"partner": zhou}, "partner"),
        ({"station": zjtl001}, "place"),
        ({"actor": None, "station": zjtl001}, "center"),
        ({"station": closed}, "station_closed"),
        ({"ends_on": HANDED_ON - DAY}, "day"),
        ({"mode": "9.9"}, "no_rate"),
        ({"starts_on": dt.date(2014, 1, 1)}, "no_rate"),
    ):
        with pytest.raises(Refused) as refused:
            draft_contract(**(good | changes))
        assert refused.value.code == code, changes
    assert not Contract.objects.exists()


def test_one_draft_at_a_time_and_a_number_once(lin, chen, fjyx001, fjyx002, youxi_staff):
    first = drafted(lin, fjyx001, number="尤合 2015-17")
    with pytest.raises(Refused) as refused:
        drafted(lin, fjyx001)
    assert refused.value.code == "drafted"
    with pytest.raises(Refused) as refused:
        drafted(chen, fjyx002, number="尤合 2015-17")
    assert (refused.value.code, refused.value.field) == ("number", "number")
    give_up(actor=youxi_staff, contract=first, reason="写错")
    assert drafted(chen, fjyx002, number="尤合 2015-17").status == "drafted"


def test_a_tenure_under_a_contract_ends_and_converts_with_it_only(lin, contract, youxi_staff):
    tenure = lin.tenures.get()
    with pytest.raises(Refused, match=contract.number):
        end_tenure(actor=youxi_staff, tenure=tenure, ends_on=today())
    Tenure.objects.update(mode="1.0")
    with pytest.raises(Refused, match=contract.number):
        convert_mode(actor=youxi_staff, tenure=tenure, starts_on=today())
    tenure.refresh_from_db()
    assert (tenure.ends_on, tenure.mode) == (None, "1.0")


# --- the database has the last word ----------------------------------------------


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"deposit_due": Decimal(-1)}, "drafted_once|deposit_not_negative|Cannot update"),
        ({"frozen": Decimal(-1)}, "contract_deposit_not_negative"),
        ({"over_on": HANDED_ON}, "contract_state_has_its_days"),
        ({"tenure": None}, "contract_state_has_its_days"),
        ({"number": "x"}, "Cannot update"),
        ({"mode": "1.0"}, "Cannot update"),
    ],
)
def test_the_database_keeps_what_was_signed(contract, change, constraint):
    with pytest.raises(DatabaseError, match=constraint), transaction.atomic():
        Contract.objects.filter(pk=contract.pk).update(**change)


def test_nothing_of_it_is_ever_deleted_and_the_log_not_changed(contract, youxi_staff):
    entry = DepositEntry.objects.get()
    for rows in (Contract.objects.all(), DepositEntry.objects.all(), ContractChange.objects.all()):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            rows._raw_delete("default")
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        ContractChange.objects.update(reason="x")
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        DepositEntry.objects.filter(pk=entry.pk).update(confirmed_by=youxi_staff)


def test_one_in_force_a_station(contract, next_contract, newcomer):
    other = Tenure.objects.filter(partner=contract.partner).first()
    with pytest.raises(IntegrityError, match="contract_one_in_force_a_station"), transaction.atomic():
        Contract.objects.filter(pk=next_contract.pk).update(status="in_force", tenure=other)
