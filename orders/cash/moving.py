"""The only writer of movements of cash, and of what a drawer holds.

Whoever takes or gives cash at a station calls `move_cash` in the transaction of its event. The
drawer's lock comes after the locks of what the cash is for, and right before the float's, which
is the last (docs/decisions/0090-whose-cash.md).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.cash.kinds import CashKind
from stations.clock import business_date
from stations.money import ZERO
from stations.refusals import Refused
from stations.wording import yuan

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NewMovement:
    """Cash to be moved: `amount` in signed yuan, above zero where it comes in.

    `source_key` names the event, once for ever; `subject` as in the journal ("agent-order:17").
    """

    station_id: int
    kind: str
    amount: Decimal
    source_key: str
    occurred_at: dt.datetime
    subject: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class HeldDrawer:
    """A drawer that is locked until the transaction ends; yuan."""

    amount: Decimal
    promised: Decimal
    closed_through: dt.date | None

    @property
    def free(self) -> Decimal:
        return self.amount - self.promised

    def day_for(self, moment: dt.datetime) -> dt.date:
        """The business date of a moment, or the first day after it that is still open."""
        day = business_date(moment)
        return day if self.closed_through is None else max(day, self.closed_through + ONE_DAY)


# The lock stands above everything else: everybody takes drawers in the order of their stations.
_HOLD = """
    SELECT station_id, amount, promised, closed_through FROM orders_drawer
    WHERE station_id = ANY(%s) ORDER BY station_id FOR UPDATE
"""

# Rows, days and drawers in one statement: there is no moment, and no code path, between them.
_WRITE = """
    WITH written AS (
        INSERT INTO orders_cashmovement
            (station_id, kind, amount, business_date, occurred_at, subject, source_key, note,
             actor_id, recorded_at)
        SELECT new.*, %s::bigint, %s::timestamptz
        FROM unnest(%s::bigint[], %s::text[], %s::numeric[], %s::date[], %s::timestamptz[], %s::text[],
                    %s::text[], %s::text[]) AS new
        RETURNING station_id, business_date, amount
    ), days AS (
        INSERT INTO orders_cashday (station_id, day, reason)
        SELECT DISTINCT station_id, business_date, '' FROM written
        ON CONFLICT (station_id, day) DO NOTHING
    ), moved AS (
        SELECT station_id, sum(amount) AS amount FROM written GROUP BY station_id
    )
    UPDATE orders_drawer d SET amount = d.amount + moved.amount
    FROM moved WHERE moved.station_id = d.station_id
"""


def lock_drawers(station_ids: Iterable[int]) -> dict[int, HeldDrawer]:
    """Locks drawers by station id, in that order, opening those that are new.

    Every verb that changes a drawer or closes its day holds this lock. It must run in a
    transaction, after the locks of what the cash is for and before those of floats.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("cash moves in the transaction of the event")
    wanted = set(station_ids)
    held = _hold(wanted)
    if missing := sorted(wanted - held.keys()):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO orders_drawer (station_id, amount, promised)"
                " SELECT unnest(%s::bigint[]), 0, 0 ON CONFLICT DO NOTHING",
                [missing],
            )
        held = _hold(wanted)
    return held


def move_cash(
    *, actor: Any, movements: Sequence[NewMovement], field: str | None = None, fill: bool = False
) -> None:
    """Moves cash in the caller's transaction, all or nothing; two queries however many rows.

    Locks the drawers that are touched (`lock_drawers`). A movement of a day that is closed is
    booked on the first day that is open. Raises Refused, beside `field`, where a drawer does not
    hold what goes out of it; with `fill` the partner's own cash makes up for that.

    A source key that was booked before raises IntegrityError: the caller's lock on its own row
    makes an event happen once, the unique key is the backstop.
    """
    if not movements:
        return
    held = lock_drawers(one.station_id for one in movements)
    if fill:
        movements = [*_fillings(movements, held), *movements]
    for station_id, change in _changes(movements).items():
        check_holds(held[station_id], change, field=field)
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [actor.pk if actor else None, timezone.now(), *_columns(movements, held)])


def promise_cash(*, station_id: int, change: Decimal, field: str | None = None) -> None:
    """Keeps so much of a drawer for a withdrawal that is under way, or lets go of it (below zero).

    In the caller's transaction; locks the drawer. Raises Refused where it does not hold so much.
    """
    held = lock_drawers([station_id])[station_id]
    check_holds(held, -change, field=field)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE orders_drawer SET promised = promised + %s WHERE station_id = %s", [change, station_id]
        )


def check_holds(drawer: HeldDrawer, change: Decimal, *, field: str | None = None) -> None:
    """Raises Refused unless a held drawer can bear a change in yuan."""
    if change >= 0 or drawer.free + change >= 0:
        return
    raise Refused(
        _("The drawer does not hold so much: %(free)s are there, %(needed)s needed. Put cash in first.")
        % {"free": yuan(drawer.free), "needed": yuan(-change)},
        code="drawer",
        field=field,
        conflict=field is None,
    )


def _hold(station_ids: set[int]) -> dict[int, HeldDrawer]:
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [sorted(station_ids)])
        return {station_id: HeldDrawer(*kept) for station_id, *kept in cursor.fetchall()}


def _changes(movements: Sequence[NewMovement]) -> Mapping[int, Decimal]:
    changes: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for one in movements:
        changes[one.station_id] += one.amount
    return changes


def _fillings(movements: Sequence[NewMovement], held: Mapping[int, HeldDrawer]) -> list[NewMovement]:
    """Own cash for what drawers lack of what has gone out of them already."""
    first = {one.station_id: one for one in reversed(movements)}
    return [
        NewMovement(
            station_id=station_id,
            kind=CashKind.PUT_IN,
            amount=-(held[station_id].free + change),
            source_key=f"fill:{first[station_id].source_key}",
            occurred_at=first[station_id].occurred_at,
            subject=first[station_id].subject,
            note=_("paid with own cash, the drawer did not hold it"),
        )
        for station_id, change in _changes(movements).items()
        if held[station_id].free + change < 0
    ]


def _columns(movements: Sequence[NewMovement], held: Mapping[int, HeldDrawer]) -> list[list[Any]]:
    rows = (
        (
            one.station_id,
            one.kind,
            one.amount,
            held[one.station_id].day_for(one.occurred_at),
            one.occurred_at,
            one.subject,
            one.source_key,
            one.note,
        )
        for one in movements
    )
    return [list(column) for column in zip(*rows, strict=True)]
