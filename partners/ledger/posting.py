"""The only writer of transfers and balances."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.accounts.permissions import may
from partners.ledger.accounts import AccountName, HeldAccount, lock_accounts
from partners.ledger.kinds import AccountKind
from stations.clock import business_date
from stations.money import ZERO
from stations.refusals import Refused
from stations.wording import yuan


@dataclass(frozen=True, slots=True)
class NewTransfer:
    """Money to be moved: `amount` in yuan, above zero. `source_key` names the event, once for ever."""

    from_account: AccountName
    to_account: AccountName
    amount: Decimal
    kind: str
    source_key: str
    occurred_at: dt.datetime
    subject: str = ""
    note: str = ""
    reverses_id: int | None = None
    whose: int | None = None  # the partner whom it is about, where neither account says so

    @property
    def station_id(self) -> int | None:
        """The station whose float it touches; no transfer goes from one station to another."""
        return self.from_account.station_id or self.to_account.station_id

    @property
    def partner_id(self) -> int | None:
        """The partner whose money it is."""
        return self.whose or self.from_account.partner_id or self.to_account.partner_id


# Rows and balances in one statement: there is no moment, and no code path, between the two.
_WRITE = """
    WITH written AS (
        INSERT INTO partners_transfer
            (kind, from_account_id, to_account_id, station_id, partner_id, amount, business_date,
             occurred_at, subject, source_key, note, reverses_id, actor_id, recorded_at)
        SELECT new.*, %s::bigint, %s::timestamptz
        FROM unnest(%s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::numeric[],
                    %s::date[], %s::timestamptz[], %s::text[], %s::text[], %s::text[], %s::bigint[]) AS new
        RETURNING from_account_id, to_account_id, amount
    ), moved AS (
        SELECT account_id, sum(amount) AS amount
        FROM (SELECT to_account_id AS account_id, amount FROM written
              UNION ALL SELECT from_account_id, -amount FROM written) AS sides
        GROUP BY account_id
    )
    UPDATE partners_balance b SET amount = b.amount + moved.amount
    FROM moved WHERE moved.account_id = b.account_id
"""


def post_transfers(*, actor: Any, transfers: Sequence[NewTransfer], field: str | None = None) -> None:
    """Moves money in the caller's transaction, all or nothing; two queries however many rows.

    Locks the balances that are touched (`lock_accounts`). Raises Refused, beside `field`, where a
    float with its credit does not suffice for all of it together. A source key that was posted
    before raises IntegrityError: the caller's lock on its own row is what makes an event happen
    once, the unique key is the backstop.
    """
    if not transfers:
        return
    if not connection.in_atomic_block:
        raise RuntimeError("money moves in the transaction of the event")
    held = lock_accounts(
        name for transfer in transfers for name in (transfer.from_account, transfer.to_account)
    )
    for name, change in _changes(transfers).items():
        check_suffices(held[name], change, actor=actor, field=field, deposit=name.kind == AccountKind.DEPOSIT)
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [actor.pk if actor else None, timezone.now(), *_columns(transfers, held)])


def check_suffices(
    account: HeldAccount,
    change: Decimal,
    *,
    actor: Any = None,
    field: str | None = None,
    deposit: bool = False,
) -> None:
    """Raises Refused unless a held account can bear a change in yuan; without a floor it always can.

    The message says what is available to whoever may see a float; a helper may not.
    """
    if account.balance is None or account.credit_limit is None or change >= 0:
        return
    available = account.balance + account.credit_limit
    if available + change >= 0:
        return
    if deposit:
        raise Refused(_("The deposit does not suffice."), code="deposit", field=field)
    message = _("The float does not suffice. Ask the partner to top it up.")
    if actor is None or actor.is_superuser or may(actor.role, "partners.view_account"):
        message = _("The float does not suffice: %(available)s available, %(needed)s needed.") % {
            "available": yuan(available),
            "needed": yuan(-change),
        }
    raise Refused(message, code="float", field=field)


def _changes(transfers: Sequence[NewTransfer]) -> Mapping[AccountName, Decimal]:
    changes: dict[AccountName, Decimal] = defaultdict(lambda: ZERO)
    for transfer in transfers:
        changes[transfer.from_account] -= transfer.amount
        changes[transfer.to_account] += transfer.amount
    return changes


def _columns(transfers: Sequence[NewTransfer], held: Mapping[AccountName, HeldAccount]) -> list[list[Any]]:
    rows = (
        (
            one.kind,
            held[one.from_account].pk,
            held[one.to_account].pk,
            one.station_id,
            one.partner_id,
            one.amount,
            business_date(one.occurred_at),
            one.occurred_at,
            one.subject,
            one.source_key,
            one.note,
            one.reverses_id,
        )
        for one in transfers
    )
    return [list(column) for column in zip(*rows, strict=True)]
