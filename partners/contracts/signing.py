"""A contract is drafted, signed on paper, and comes into force; or it is given up before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, BinaryIO

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from partners.contracts.changing import lock_contract, log_step, step
from partners.contracts.deposits.models import DepositEntry
from partners.contracts.lifecycle import UNFINISHED, ContractStatus
from partners.contracts.models import Contract
from partners.contracts.terms import deposit_on
from partners.people.models import Partner, Tenure
from partners.people.taking_over import begin_tenure
from stations.clock import today
from stations.documents.keeping import keep_documents
from stations.documents.models import Document
from stations.money import ZERO
from stations.network.lifecycle import StationStatus
from stations.network.models import Station
from stations.refusals import Refused, check_fields, check_reason
from stations.wording import day as written_day
from stations.wording import yuan


def draft_contract(
    *,
    actor: Any,
    partner: Partner,
    station: Station,
    mode: str,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    number: str = "",
) -> Contract:
    """Writes a contract down before it is signed; the deposit is the one its mode asks for that day.

    Where the partner runs the station under a contract in force, it follows that one. Without a
    number it gets one from station and day. Raises Refused: out of reach, a closed station, one
    in another county, an end before the beginning, a number that is taken, back from 2.0 to 1.0,
    or one that is drafted already.
    """
    _check_reach(actor, partner, station)
    if ends_on and ends_on < starts_on:
        raise Refused(_("It cannot end before it begins."), code="day", field="ends_on")
    before = Contract.objects.in_force().filter(partner=partner, station=station).first()
    if before and before.mode == Tenure.Mode.PARTNER and mode == Tenure.Mode.SHOP:
        raise Refused(_("A full-time partner does not go back to mode 1.0."), code="mode", field="mode")
    contract = Contract(
        partner=partner,
        station=station,
        mode=mode,
        starts_on=starts_on,
        ends_on=ends_on,
        number=number.strip() or f"{station.code}-{starts_on:%Y%m%d}-{partner.pk}",
        deposit_due=deposit_on(mode, starts_on),
        follows=before,
        drafted_by=actor,
    )
    check_fields(contract, "number", "mode")
    try:
        with transaction.atomic():
            contract.save(force_insert=True)
            log_step(contract, before="", actor=actor)
    except IntegrityError as error:
        raise _taken(error) from None
    return contract


def sign_contract(
    *,
    actor: Any,
    contract: Contract,
    signed_on: dt.date,
    papers: Sequence[BinaryIO] = (),
) -> Contract:
    """Both sides have signed; the paper is kept with the contract. Locks the contract.

    Raises Refused by the table, for a day that is not yet, and without the scanned paper.
    """
    with transaction.atomic():
        contract = lock_contract(contract)
        if signed_on > today():
            raise Refused(_("This day is still to come."), code="day", field="signed_on")
        contract.signed_on = signed_on
        step(contract, ContractStatus.SIGNED, actor=actor, fields=("signed_on",))
        if papers:
            keep_documents(
                actor=actor,
                subject=contract.subject,
                files=papers,
                title=_("Contract %(number)s") % {"number": contract.number},
                center=contract.station.center,
                station=contract.station,
                field="paper",
            )
        if not Document.objects.about(contract.subject).exists():
            raise Refused(_("Add the signed paper, scanned or photographed."), code="paper", field="paper")
    return contract


def put_in_force(*, actor: Any, contract: Contract, on: dt.date | None = None) -> Contract:
    """The contract stands behind a tenure from a day on, its first unless given: the deposit is frozen.

    Where the partner runs the station already without a contract, it stands behind that tenure;
    else a tenure begins. Raises Refused: not signed, the deposit is not paid in, an entry of it
    waits, it follows one that is in force (`converting`), or the station is not free. Locks
    station, tenure and contract.
    """
    with transaction.atomic():
        Station.objects.select_for_update(of=("self",), no_key=True).get(pk=contract.station_id)
        contract = lock_contract(contract)
        if contract.follows and contract.follows.status == ContractStatus.IN_FORCE:
            raise Refused(
                _("It follows %(number)s, which is in force: change over from that one.")
                % {"number": contract.follows.number},
                code="follows",
                conflict=True,
            )
        check_paid(contract)
        contract.tenure = _tenure_of(actor, contract, max(on or contract.starts_on, contract.starts_on))
        step(contract, ContractStatus.IN_FORCE, actor=actor, fields=("tenure",))
    return contract


def give_up(*, actor: Any, contract: Contract, reason: str) -> Contract:
    """A contract that never came into force is given up; what was paid in can be released.

    Raises Refused: no reason, in force or over, or a deposit entry waits. Locks the contract.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        contract = lock_contract(contract)
        if contract.status not in UNFINISHED:
            raise Refused(
                _("%(number)s is “%(status)s”: it cannot be given up.")
                % {"number": contract.number, "status": contract.get_status_display()},
                code="transition",
                conflict=True,
            )
        check_nothing_waits(contract)
        contract.over_on = today()
        step(contract, ContractStatus.TERMINATED, actor=actor, reason=reason, fields=("over_on",))
    return contract


def check_paid(contract: Contract, *, carried: Any = ZERO) -> None:
    """Raises Refused unless the deposit is there, `carried` from the contract before counted in.

    The caller holds the contract.
    """
    check_nothing_waits(contract)
    missing = contract.deposit_due - contract.frozen - carried
    if missing > 0:
        raise Refused(
            _("Of the deposit %(missing)s are not paid in yet.") % {"missing": yuan(missing)},
            code="deposit",
            conflict=True,
        )


def check_nothing_waits(contract: Contract) -> None:
    """Raises Refused while a deposit entry waits for its second person. The caller holds the contract."""
    if DepositEntry.objects.filter(contract=contract).open().exists():
        raise Refused(
            _("A deposit entry of %(number)s waits for a second person: confirm or withdraw it first.")
            % {"number": contract.number},
            code="entry_waits",
            conflict=True,
        )


def _tenure_of(actor: Any, contract: Contract, day: dt.date) -> Tenure:
    running: Tenure | None = (
        Tenure.objects.filter(partner=contract.partner, station=contract.station)
        .covering(day)
        .select_for_update(of=("self",))
        .first()
    )
    if running is None:
        return begin_tenure(
            actor=actor,
            partner=contract.partner,
            station=contract.station,
            starts_on=day,
            mode=contract.mode,
        )
    if running.mode != contract.mode:
        raise Refused(
            _("The partner runs the station in mode %(mode)s since %(day)s.")
            % {"mode": running.mode, "day": written_day(running.starts_on)},
            code="mode",
            conflict=True,
        )
    return running


def _check_reach(actor: Any, partner: Partner, station: Station) -> None:
    if actor is not None:
        if not Partner.objects.visible_to(actor).filter(pk=partner.pk).exists():
            raise Refused(_("There is no such partner."), code="partner", field="partner")
        if not Station.objects.visible_to(actor).filter(pk=station.pk).exists():
            raise Refused(_("There is no such place."), code="place", field="station")
    if station.status == StationStatus.CLOSED:
        raise Refused(
            _("Station %(code)s is closed.") % {"code": station.code},
            code="station_closed",
            field="station",
            conflict=True,
        )
    if station.center_id != partner.center_id:
        raise Refused(
            _("%(name)s is on file in another county. Head office can move the file.") % {"name": partner},
            code="center",
            field="station",
        )


def _taken(error: IntegrityError) -> Refused:
    if "contract_one_unfinished" in str(error):
        return Refused(
            _("A contract for this partner and station is drafted already: sign it or give it up."),
            code="drafted",
            conflict=True,
        )
    if "contract_number_once" in str(error):
        # Not told where: that may be another county's contract.
        return Refused(_("This number cannot be used."), code="number", field="number")
    raise error
