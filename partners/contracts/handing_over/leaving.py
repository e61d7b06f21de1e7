"""A partner leaves: to the next one in one act, or for good; or is suspended for a while."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.contracts.changing import lock_contracts, step
from partners.contracts.handing_over.blocking import CONTRACT, what_blocks_leaving, what_blocks_taking
from partners.contracts.handing_over.models import HandOverProtocol
from partners.contracts.lifecycle import ContractStatus
from partners.contracts.models import Contract
from partners.contracts.signing import put_in_force
from partners.people.checks import Blocker
from partners.people.models import TenureSuspension
from partners.people.stock import check_counted, check_still_there
from partners.people.taking_over import end_tenure, lock_tenure
from stations.clock import today
from stations.network.lifecycle import StationStatus
from stations.network.suspending import reopen_station, suspend_station
from stations.refusals import Refused, check_reason
from stations.wording import day as written_day

Kind = HandOverProtocol.Kind
DAY = dt.timedelta(days=1)


def record_count(
    *,
    actor: Any,
    contract: Contract,
    counted: Mapping[str, Decimal],
    next_contract: Contract | None = None,
) -> HandOverProtocol:
    """Writes down what both sides have counted, for the next partner or, without one, a suspension.

    Raises Refused: not in force, a next contract of another station, of the same partner or over,
    a figure that the records do not say, or a protocol waits already. Locks station, tenure and
    contract, and holds the stock.
    """
    with transaction.atomic():
        contract = _hold(contract)
        if next_contract is not None and (
            next_contract.station_id != contract.station_id
            or next_contract.partner_id == contract.partner_id
            or next_contract.status not in (ContractStatus.DRAFTED, ContractStatus.SIGNED)
        ):
            raise Refused(
                _("Choose the contract of the next partner of this station."),
                code="next",
                field="next_contract",
            )
        found = check_counted(contract.station, counted)
        try:
            with transaction.atomic():
                return HandOverProtocol.objects.create(
                    kind=Kind.HAND_OVER if next_contract else Kind.SUSPENSION,
                    contract=contract,
                    next_contract=next_contract,
                    stock=[
                        {"topic": topic, "counted": str(stock.figure), "items": stock.items}
                        for topic, stock in found.items()
                    ],
                    counted_by=actor,
                )
        except IntegrityError as error:
            if "protocol_one_open" not in str(error):
                raise
            raise Refused(
                _("A protocol of this contract waits already: carry it out or withdraw it."),
                code="open",
                conflict=True,
            ) from None


def withdraw_protocol(*, actor: Any, protocol: HandOverProtocol) -> HandOverProtocol:
    """Throws a count away before it was carried out. Locks the protocol.

    Raises Refused when it is decided already.
    """
    with transaction.atomic():
        protocol = _lock_open(protocol)
        protocol.withdrawn_by, protocol.withdrawn_at = actor, timezone.now()
        protocol.save(update_fields=["withdrawn_by", "withdrawn_at"])
    return protocol


def what_blocks_hand_over(protocol: HandOverProtocol, day: dt.date) -> list[Blocker]:
    """All that stands against the next partner's first day."""
    found = what_blocks_leaving(protocol.contract, day - DAY, counted=frozenset(protocol.counted))
    return found + (what_blocks_taking(protocol.next_contract) if protocol.next_contract else [])


def hand_over_station(*, actor: Any, protocol: HandOverProtocol, day: dt.date) -> HandOverProtocol:
    """The station goes to the next partner: one tenure and contract end, the next begin, no day between.

    `day` is the first one of the next partner, today or tomorrow or the day since which nobody has
    worked there; the last one of who leaves is the day before. Raises Refused: decided already,
    something blocks, or the count is not true any more. Locks station, tenure, both contracts and
    the protocol, and holds the stock.
    """
    with transaction.atomic():
        contract = _hold(protocol.contract)
        protocol = _lock_open(protocol, Kind.HAND_OVER)
        assert protocol.next_contract is not None
        following = lock_contracts([protocol.next_contract_id or 0])[protocol.next_contract.pk]
        protocol.contract, protocol.next_contract = contract, following
        _check_day(day, most=today() + DAY, field="day")
        if day < following.starts_on:
            raise Refused(
                _("The next contract begins on %(day)s.") % {"day": written_day(following.starts_on)},
                code="day",
                field="day",
            )
        check_still_there(contract.station, protocol.stock)
        _check_blocks(what_blocks_hand_over(protocol, day))
        _leave(
            contract,
            actor=actor,
            last_day=day - DAY,
            after=ContractStatus.ENDED,
            reason=following.number,
            counted=frozenset(protocol.counted),
        )
        put_in_force(actor=actor, contract=following, on=day)
        protocol.day, protocol.done_by, protocol.done_at = day, actor, timezone.now()
        protocol.save(update_fields=["day", "done_by", "done_at"])
    return protocol


def exit_partner(
    *, actor: Any, contract: Contract, last_day: dt.date, reason: str, terminated: bool = False
) -> Contract:
    """A partner leaves for good, and nobody follows yet. The deposit stays held until it is released.

    `terminated`: before its time, against the will of one side. Raises Refused: no reason, not in
    force, a day to come, or something blocks – also stock, since nobody takes it over. Locks
    station, tenure and contract.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        contract = _hold(contract)
        _check_day(last_day, most=today(), field="last_day")
        _check_blocks(what_blocks_leaving(contract, last_day))
        after = ContractStatus.TERMINATED if terminated else ContractStatus.ENDED
        _leave(contract, actor=actor, last_day=last_day, after=after, reason=reason)
    return contract


def suspend_partner(*, actor: Any, protocol: HandOverProtocol, reason: str) -> TenureSuspension:
    """A partner stops for a while: reaches no station, and an open station is suspended with them.

    Contract, tenure and deposit stay. Raises Refused: no reason, decided already, something blocks
    that only this partner can settle, or the count is not true any more. Locks station, tenure,
    contract and protocol, and holds the stock.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        contract = _hold(protocol.contract)
        protocol = _lock_open(protocol, Kind.SUSPENSION)
        check_still_there(contract.station, protocol.stock)
        _check_blocks(what_blocks_leaving(contract, today(), counted=frozenset(protocol.counted)))
        assert contract.tenure is not None
        if contract.tenure.suspensions.filter(ends_at__isnull=True).exists():
            raise Refused(_("The partner is suspended already."), code="suspended", conflict=True)
        now = timezone.now()
        suspension = TenureSuspension.objects.create(
            tenure=contract.tenure, starts_at=now, reason=reason, actor=actor
        )
        if contract.station.status == StationStatus.OPEN:
            suspend_station(actor=actor, station=contract.station, reason=reason)
        protocol.done_by, protocol.done_at = actor, now
        protocol.save(update_fields=["done_by", "done_at"])
    return suspension


def resume_partner(*, actor: Any, contract: Contract, reason: str) -> Contract:
    """The partner works again; a suspended station opens with them. Locks station, tenure, contract.

    Raises Refused: no reason, or not suspended.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        contract = _hold(contract)
        assert contract.tenure is not None
        if not _end_suspension(contract, actor=actor):
            raise Refused(_("The partner is not suspended."), code="suspended", conflict=True)
        if contract.station.status == StationStatus.SUSPENDED:
            reopen_station(actor=actor, station=contract.station, reason=reason)
    return contract


def _hold(contract: Contract) -> Contract:
    """Locks station, tenure and contract, in this order. Raises Refused unless it is in force."""
    if contract.tenure is not None:
        lock_tenure(contract.tenure)
    contract = lock_contracts([contract.pk])[contract.pk]
    if contract.status != ContractStatus.IN_FORCE:
        raise Refused(
            _("%(number)s is “%(status)s”, not in force.")
            % {"number": contract.number, "status": contract.get_status_display()},
            code="transition",
            conflict=True,
        )
    return contract


def _lock_open(protocol: HandOverProtocol, kind: str = "") -> HandOverProtocol:
    protocol = (
        HandOverProtocol.objects.select_for_update(of=("self",))
        .select_related("contract", "next_contract")
        .get(pk=protocol.pk)
    )
    if not protocol.is_open or (kind and protocol.kind != kind):
        raise Refused(
            _("This protocol is “%(kind)s”, %(state)s.")
            % {"kind": protocol.get_kind_display(), "state": protocol.state},
            code="decided",
            conflict=True,
        )
    return protocol


def _check_day(day: dt.date, *, most: dt.date, field: str) -> None:
    if day > most:
        raise Refused(
            _("Choose %(day)s or an earlier day.") % {"day": written_day(most)}, code="day", field=field
        )


def _check_blocks(found: Sequence[Blocker]) -> None:
    if found:
        raise Refused(" ".join(one.text for one in found), code="still_open", conflict=True)


def _leave(
    contract: Contract,
    *,
    actor: Any,
    last_day: dt.date,
    after: ContractStatus,
    reason: str,
    counted: frozenset[str] = frozenset(),
) -> None:
    """Ends tenure and contract together. The caller holds station, tenure and contract."""
    assert contract.tenure is not None
    end_tenure(actor=actor, tenure=contract.tenure, ends_on=last_day, settled=counted | {CONTRACT})
    _end_suspension(contract, actor=actor)
    contract.over_on = last_day
    step(contract, after, actor=actor, reason=reason[:200], fields=("over_on",))


def _end_suspension(contract: Contract, *, actor: Any) -> int:
    running = TenureSuspension.objects.filter(tenure=contract.tenure, ends_at__isnull=True)
    return running.update(ends_at=timezone.now(), ended_by=actor)
