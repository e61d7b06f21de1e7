"""How accounts are named, and how they are held while money moves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from partners.ledger.kinds import AccountKind


class AccountName(NamedTuple):
    """An account as verbs speak of it; it is opened when money moves there for the first time."""

    kind: str
    station_id: int | None = None
    partner_id: int | None = None


PLATFORM = AccountName(AccountKind.PLATFORM_CLEARING)
PROVIDER = AccountName(AccountKind.PROVIDER_CLEARING)
BANK = AccountName(AccountKind.BANK)
INCOME_COST = AccountName(AccountKind.INCOME_COST)
PAYOUT_CLEARING = AccountName(AccountKind.PAYOUT_CLEARING)
FORFEITED = AccountName(AccountKind.FORFEITED)
RECOVERED = AccountName(AccountKind.RECOVERED)


def float_of(station_id: int) -> AccountName:
    """The float of a station."""
    return AccountName(AccountKind.STATION_FLOAT, station_id)


def payable_of(partner_id: int) -> AccountName:
    """What is owed to a partner."""
    return AccountName(AccountKind.PAYABLE, None, partner_id)


def deposit_of(partner_id: int) -> AccountName:
    """What a partner has put down; never below zero."""
    return AccountName(AccountKind.DEPOSIT, None, partner_id)


@dataclass(frozen=True, slots=True)
class HeldAccount:
    """An account whose balance, where it keeps one, is locked until the transaction ends; yuan.

    Without a limit it may fall as far as it does: a partner may owe.
    """

    pk: int
    balance: Decimal | None
    credit_limit: Decimal | None


# The lock stands above the sort: everybody takes balances in the order of their keys.
_HOLD = """
    WITH asked AS MATERIALIZED (
        SELECT id, kind, station_id, partner_id FROM partners_account
        WHERE kind = ANY(%(kinds)s) AND (station_id = ANY(%(stations)s) OR partner_id = ANY(%(partners)s)
                                         OR (station_id IS NULL AND partner_id IS NULL))
    ), held AS MATERIALIZED (
        SELECT account_id, amount, credit_limit FROM partners_balance
        WHERE account_id IN (SELECT id FROM asked) ORDER BY account_id FOR UPDATE
    )
    SELECT asked.kind, asked.station_id, asked.partner_id, asked.id, held.amount, held.credit_limit
    FROM asked LEFT JOIN held ON held.account_id = asked.id
"""

_OPEN = """
    WITH opened AS (
        INSERT INTO partners_account (kind, station_id, partner_id)
        SELECT * FROM unnest(%(kinds)s::text[], %(stations)s::bigint[], %(partners)s::bigint[])
        ON CONFLICT DO NOTHING RETURNING id, kind
    )
    INSERT INTO partners_balance (account_id, amount, credit_limit)
    SELECT id, 0, CASE WHEN kind <> 'payable' THEN 0 END
    FROM opened WHERE kind IN ('station_float', 'payable', 'deposit') ORDER BY id
"""


def lock_accounts(names: Iterable[AccountName]) -> dict[AccountName, HeldAccount]:
    """Finds accounts, opening those that are new, and locks their balances in the order of keys.

    Every verb that changes a balance holds this lock; it must run in a transaction, and takes it
    last, after the locks of what the money is for.
    """
    wanted = set(names)
    held = _hold(wanted)
    if missing := sorted(wanted - held.keys()):
        with connection.cursor() as cursor:
            cursor.execute(
                _OPEN,
                {
                    "kinds": [name.kind for name in missing],
                    "stations": [name.station_id for name in missing],
                    "partners": [name.partner_id for name in missing],
                },
            )
        held = _hold(wanted)
    return held


def _hold(names: set[AccountName]) -> dict[AccountName, HeldAccount]:
    with connection.cursor() as cursor:
        cursor.execute(
            _HOLD,
            {
                "stations": [name.station_id for name in names if name.station_id is not None],
                "partners": [name.partner_id for name in names if name.partner_id is not None],
                "kinds": sorted({name.kind for name in names}),
            },
        )
        return {
            AccountName(kind, station_id, partner_id): HeldAccount(pk, amount, limit)
            for kind, station_id, partner_id, pk, amount, limit in cursor.fetchall()
        }
