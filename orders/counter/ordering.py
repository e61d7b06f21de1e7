"""A service is asked for, looked at, and confirmed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.cash.limits import card_limit
from orders.counter.changing import lock_service, step
from orders.counter.fees import fee_of
from orders.counter.fields import check_fields
from orders.counter.gateways import breaker
from orders.counter.gateways.http import HttpGateway
from orders.counter.gateways.protocol import Order, Quote, Trouble
from orders.counter.gateways.registry import Account, account_of
from orders.counter.kinds import KINDS, Traits
from orders.counter.lifecycle import ServiceStatus
from orders.counter.models import CounterService, ServiceEvent
from orders.counter.recording import post_placed
from orders.counter.switching import check_on
from partners.people.identity import fingerprint
from stations.bell import ring
from stations.clock import day_start, today
from stations.money import ZERO
from stations.network.lifecycle import StationStatus
from stations.network.models import Station
from stations.refusals import Refused
from stations.turns import wait_turn
from stations.wording import yuan

DRIVE = "orders.drive_gateway"
# A price that was looked at and left alone must be looked at again.
DRAFT_LIVES = dt.timedelta(minutes=30)
Source = ServiceEvent.Source


def price_service(*, station: Station, kind: str, typed: Mapping[str, Any]) -> tuple[dict[str, str], Quote]:
    """What was typed, checked, and what it costs; of a booked kind its gateway says so.

    The one call that a page waits for: at most five seconds, and none at all while the gateway
    is known not to answer. Must not be called inside a transaction. Raises Refused, with the
    field: not offered, not typed rightly, beyond the kind's limits, no price to be had.
    """
    if kind not in KINDS:
        raise Refused(_("This service is not known."), code="kind", field="kind")
    _check_offered(station, kind)
    traits = KINDS[kind]
    details = check_fields(traits.fields, typed)
    if traits.booked:
        return details, _ask_price(traits, kind, details)
    until = timezone.now() + DRAFT_LIVES
    amount = Decimal(details["amount"])
    _check_limits(traits, amount)
    return details, Quote(amount=amount, title="", until=until)


def draft_service(
    *, actor: Any, station: Station, kind: str, details: Mapping[str, str], quote: Quote
) -> CounterService:
    """Keeps a priced service for the villager to look at, with its fee. No money moves, nobody is told.

    `details` and `quote` are what `price_service` gave. Raises Refused when it is not offered any more.
    """
    _check_offered(station, kind)
    secret = {field.name for field in KINDS[kind].fields if field.secret}
    secrets = {name: value for name, value in details.items() if name in secret}
    fee = fee_of(kind=kind, center_id=station.center_id)
    if KINDS[kind].pays_out and quote.amount <= fee:
        raise Refused(
            _("The fee is %(fee)s: please take more at a time.") % {"fee": yuan(fee)},
            code="limits",
            field="amount",
        )
    return CounterService.objects.create(
        station=station,
        kind=kind,
        details={name: value for name, value in details.items() if name not in secret | {"amount"}},
        secrets=json.dumps(secrets, ensure_ascii=False) if secrets else "",
        title=quote.title,
        amount=quote.amount,
        fee=fee,
        card_print=fingerprint(details["card"]) if "card" in details else "",
        quoted_until=quote.until,
        created_by=actor,
    )


def confirm_service(*, actor: Any, service: CounterService) -> CounterService:
    """Takes the villager's money and commits the number under which the gateway will hear of it.

    Raises Refused: it is confirmed already or given up, the price holds no longer, the service
    was switched off, the gateway does not answer, the float does not reach. Locks the service.
    """
    with transaction.atomic():
        row = _locked(service)
        now = timezone.now()
        if row.status == ServiceStatus.DRAFT:
            _check_offered(row.station, row.kind)
            if row.quoted_until is None or row.quoted_until <= now:
                raise Refused(
                    _("This price holds no longer: please ask again."), code="expired", conflict=True
                )
            if _reachable(row.traits.gateway) is None:
                raise _no_answer()
            _check_card(row)
        row.charged_at = row.due_at = now
        step(row, ServiceStatus.CHARGED, source=Source.COUNTER, at=now, actor=actor)
        post_placed(row, at=now)
        ring(DRIVE, row.traits.gateway)
    return row


def cancel_service(*, actor: Any, service: CounterService) -> CounterService:
    """Gives up a service that nobody outside has heard of; what was paid goes back to the villager.

    Raises Refused once it is on its way to the gateway. Locks the service.
    """
    with transaction.atomic():
        row = _locked(service)
        paid = row.status == ServiceStatus.CHARGED
        after = ServiceStatus.REFUNDED if paid else ServiceStatus.CANCELLED
        step(row, after, source=Source.COUNTER, at=timezone.now(), actor=actor)
    return row


def _check_card(service: CounterService) -> None:
    """A card's limit of a day, at all counters together. Takes the card's turn; raises Refused."""
    if not service.card_print:
        return
    wait_turn(f"orders.card.{service.card_print}")
    most = card_limit(today())
    taken = (
        (
            CounterService.objects.filter(card_print=service.card_print, charged_at__gte=day_start(today()))
            .exclude(status__in=[ServiceStatus.FAILED, ServiceStatus.REFUNDED])
            .aggregate(sum=Sum("amount"))["sum"]
        )
        or ZERO
    )
    if taken + service.amount > most:
        raise Refused(
            _("At most %(most)s a card and day: %(left)s are left today.")
            % {"most": yuan(most), "left": yuan(most - taken)},
            code="card_limit",
            field="amount",
            conflict=True,
        )


def details_for_gateway(service: CounterService) -> dict[str, str]:
    """All that was typed, the secrets included."""
    secrets = json.loads(service.secrets) if service.secrets else {}
    return {**service.details, **secrets}


def _locked(service: CounterService) -> CounterService:
    row = lock_service(service.pk)
    assert row is not None  # no service is ever deleted
    return row


def _check_offered(station: Station, kind: str) -> None:
    if station.status != StationStatus.OPEN:
        raise Refused(
            _("Station %(code)s is not open: it cannot take orders now.") % {"code": station.code},
            code="station_closed",
            conflict=True,
        )
    check_on(station.center_id, kind)


def _check_limits(traits: Traits, amount: Decimal) -> None:
    if not traits.least <= amount <= traits.most:
        raise Refused(
            _("Between %(least)s and %(most)s at a time.")
            % {"least": yuan(traits.least), "most": yuan(traits.most)},
            code="limits",
            field="amount",
        )


def _ask_price(traits: Traits, kind: str, details: Mapping[str, str]) -> Quote:
    account = _reachable(traits.gateway)
    if account is None:
        raise _no_answer()
    try:
        quote = HttpGateway(account).quote(Order(order_no="", kind=kind, details=details))
    except Trouble as trouble:
        breaker.troubled(traits.gateway, str(trouble))
        raise _no_answer() from trouble
    breaker.answered(traits.gateway)
    _check_limits(traits, quote.amount)
    return quote


def _reachable(code: str) -> Account | None:
    """The account at a gateway, unless there is none or its breaker is open."""
    return None if breaker.is_open(code) else account_of(code)


def _no_answer() -> Refused:
    return Refused(
        _("Whoever renders this service does not answer now. Nothing was taken: please try again later."),
        code="gateway",
        conflict=True,
    )
