"""The balance is paid: from this moment the order is paid, all of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.agent_orders.models import AgentOrder
from orders.agent_orders.paying import record_payments
from orders.presale.changing import lock_presales, save_steps, step
from orders.presale.lifecycle import DepositState
from orders.presale.models import PresaleOrder
from orders.presale.telling import withdraw_balance_notices
from stations.refusals import Refused
from stations.wording import moment


def take_balance(*, actor: Any, presale: PresaleOrder, at: dt.datetime | None = None) -> PresaleOrder:
    """Takes the balance, the way the deposit came; the journal has the full amount as paid now.

    A moment that is given is a report of what was.

    Locks the order, then drawer and float. Raises Refused: the deposit is not held any more, the
    balance is not due yet or not any more, the float does not suffice for it.
    """
    with transaction.atomic():
        row = lock_presales([presale.pk])[0]
        now = at or timezone.now()
        change = step(row, DepositState.CONVERTED, actor=actor, at=now)
        _check_due(row, now)
        record_payments(actor=actor, paid_at={row.pk: now}, balance=True)
        save_steps([row], [change])
        withdraw_balance_notices([row.order], at=now)
        row.order = AgentOrder.objects.select_related("station").get(pk=row.pk)
    return row


def _check_due(row: PresaleOrder, now: dt.datetime) -> None:
    if row.good.balance_is_due(now):
        return
    if row.good.called_off_at is not None:
        text = _("“%(title)s” is not sold: %(why)s") % {
            "title": row.good.title,
            "why": row.good.called_off_because,
        }
    elif now < row.good.balance_from:
        text = _("The balance is due from %(begin)s.") % {"begin": moment(row.good.balance_from)}
    else:
        text = _("The balance was due until %(end)s.") % {"end": moment(row.good.balance_until)}
    raise Refused(text, code="not_due", conflict=True)
