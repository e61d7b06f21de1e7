"""What a service writes into the journal: the one place where its rows and keys are made.

Placed at the confirmation; paid, and rendered, at the success; taken back in the hour of the
payment. A service that fails was placed and never paid.
"""

from __future__ import annotations

import datetime as dt

from orders.counter.models import CounterService
from partners.journal.kinds import Business, Kind
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
    """In the transaction of the success: turnover and commission of the service."""
    paid = _row(service, Kind.PAID, at)
    done = _row(service, Kind.HANDED_OVER, at)
    done.amount, done.orders, done.category_orders = ZERO, 0, 0
    post_many([paid, done])


def post_refund(service: CounterService, *, at: dt.datetime) -> None:
    """In the transaction of the refund: the commission goes back with the turnover."""
    payment = payments_of([service.subject])[service.subject, service.traits.category]
    post_many(
        [
            Activity(
                partner_id=payment.partner_id,
                station_id=payment.station_id,
                center_id=payment.center_id,
                business=payment.business,
                kind=Kind.REFUND,
                category=payment.category,
                amount=-payment.amount,
                orders=-1,
                category_orders=-1,
                occurred_at=at,
                turnover_at=payment.turnover_at,
                subject=payment.subject,
                source_key=f"{payment.subject}:{Kind.REFUND}",
            )
        ]
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
