"""What a service writes into the journal: the one place where its rows and keys are made.

Placed at the confirmation; paid, and rendered, at the success; taken back in the hour of the
payment. A service that fails was placed and never paid. The station's fee is no turnover: a row
of its own, written with the success and taken back with it, that income shows as received in cash.
"""

from __future__ import annotations

import datetime as dt

from orders.counter.models import CounterService
from partners.journal.kinds import Business, FeeCategory, Kind
from partners.journal.models import Activity
from partners.journal.posting import payments_of, post_many
from partners.people.incumbents import Incumbents
from stations.clock import business_date
from stations.money import ZERO
from stations.network.whereabouts import Whereabouts


def post_placed(service: CounterService, *, at: dt.datetime) -> None:
    """In the transaction of the confirmation."""
    post_many([_row(service, Kind.PLACED, at)])


def post_success(service: CounterService, *, at: dt.datetime) -> None:
    """In the transaction of the success: turnover, commission and fee of the service."""
    paid = _row(service, Kind.PAID, at)
    done = _row(service, Kind.HANDED_OVER, at)
    done.amount, done.orders, done.category_orders = ZERO, 0, 0
    fee = _row(service, Kind.SERVICE_FEE, at)
    fee.category, fee.amount, fee.category_orders = FeeCategory.SERVICE, service.fee, 0
    post_many([paid, done, fee] if service.fee else [paid, done])


def post_refund(service: CounterService, *, at: dt.datetime) -> None:
    """In the transaction of the refund: the commission goes back with the turnover, and so does the fee."""
    payment = payments_of([service.subject])[service.subject, service.traits.category]
    back = _back(payment, Kind.REFUND, at, source_key=f"{payment.subject}:{Kind.REFUND}")
    back.category_orders = -1
    rows = [back]
    # The row decides, not the service's fee: what was not posted is not taken back.
    for fee in Activity.objects.filter(subject=service.subject, kind=Kind.SERVICE_FEE):
        rows.append(_back(fee, Kind.SERVICE_FEE, at, source_key=f"{fee.source_key}:back"))
    post_many(rows)


def _back(row: Activity, kind: Kind, at: dt.datetime, *, source_key: str) -> Activity:
    """The opposite of a row, from the same partner and place."""
    return Activity(
        partner_id=row.partner_id,
        station_id=row.station_id,
        center_id=row.center_id,
        business=row.business,
        kind=kind,
        category=row.category,
        amount=-row.amount,
        orders=-1,
        occurred_at=at,
        turnover_at=row.turnover_at,
        subject=row.subject,
        source_key=source_key,
    )


def _row(service: CounterService, kind: Kind, at: dt.datetime) -> Activity:
    """Partner and center are those of the moment."""
    return Activity(
        partner_id=Incumbents([service.station_id]).on(service.station_id, business_date(at)),
        station_id=service.station_id,
        center_id=Whereabouts([service.station]).center_of(service.station, at),
        business=Business.SERVICE,
        kind=kind,
        category=service.traits.category,
        amount=service.amount,
        orders=1,
        category_orders=1,
        occurred_at=at,
        turnover_at=at,
        subject=service.subject,
        source_key=f"{service.subject}:{kind}",
    )
