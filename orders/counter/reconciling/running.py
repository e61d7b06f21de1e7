"""The daily reconciliation: fetch, apply what is news, compare, list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.counter.gateways.http import HttpGateway
from orders.counter.gateways.protocol import StatementLine, Trouble, Verdict
from orders.counter.gateways.registry import account_of
from orders.counter.kinds import GATEWAYS
from orders.counter.lifecycle import ServiceStatus
from orders.counter.models import CounterService, ServiceEvent
from orders.counter.numbers import pk_of
from orders.counter.reconciling.comparing import Difference, compare, of_other_days
from orders.counter.reconciling.models import Discrepancy, Reconciliation
from orders.counter.settling import apply_outcome
from stations.bell import ring
from stations.clock import day_end, day_start, today
from stations.money import ZERO
from stations.refusals import Refused, check_reason
from stations.turns import wait_turn

log = structlog.get_logger(__name__)

_SAYS_THE_SAME = {
    Verdict.SUCCEEDED: {ServiceStatus.SUCCEEDED},
    Verdict.FAILED: {ServiceStatus.FAILED, ServiceStatus.REFUNDED},
}
# How far back a day that is missing is made up by the clock.
DAYS_BACK = 7


def reconcile_gateway(*, code: str, day: dt.date) -> Reconciliation:
    """Holds one gateway's statement of a day against our rows; again as often as wanted.

    The statement is a source like any other: what it says of an open order is applied first.
    A statement that cannot be had or read leaves the day unfinished, with its trouble. What was
    found before stays, with what people wrote; what is not found any more is marked as gone.
    Raises Refused for a day that is not over, and for a gateway without an account.
    """
    if day >= today():
        raise Refused(_("A day is reconciled when it is over."), code="day")
    account = account_of(code)
    if account is None:
        raise Refused(_("There is no account at the gateway %(code)s.") % {"code": code}, code="gateway")
    try:
        lines = HttpGateway(account).read_statement(day)
    except Trouble as trouble:
        log.warning("no_statement", gateway=code, day=str(day), trouble=str(trouble))
        run, _made = Reconciliation.objects.update_or_create(
            gateway=code, day=day, defaults={"trouble": str(trouble)[:100]}
        )
        return run
    for line in lines:
        if line.outcome.verdict in {Verdict.SUCCEEDED, Verdict.FAILED} and _is_news(line):
            apply_outcome(gateway=code, outcome=line.outcome, source=ServiceEvent.Source.STATEMENT)
    return _compare(code, day, lines)


def days_to_reconcile() -> list[tuple[str, dt.date]]:
    """Which gateways and days of the last week are not finished: the clock makes them up."""
    days = [today() - dt.timedelta(days=back) for back in range(DAYS_BACK, 0, -1)]
    finished = set(
        Reconciliation.objects.filter(day__in=days, finished_at__isnull=False).values_list("gateway", "day")
    )
    return [
        (code, day)
        for day in days
        for code in GATEWAYS
        if (code, day) not in finished and account_of(code) is not None
    ]


def compare_soon(*, actor: Any, run: Reconciliation) -> None:
    """Lets a day be fetched and compared again by the workers: no page waits for a gateway."""
    del actor  # the request's log says who
    ring("orders.reconcile_gateway", run.gateway, run.day.isoformat())


def settle_discrepancy(*, actor: Any, discrepancy: Discrepancy, reason: str) -> Discrepancy:
    """Notes how a difference was settled with the gateway. Raises Refused: settled already, no reason."""
    reason = check_reason(reason)
    with transaction.atomic():
        row = Discrepancy.objects.select_for_update().get(pk=discrepancy.pk)
        if row.settled_at is not None:
            raise Refused(_("This is settled already."), code="settled", conflict=True)
        row.settled_at, row.settled_by, row.reason = timezone.now(), actor, reason
        row.save(update_fields=["settled_at", "settled_by", "reason"])
    return row


def _is_news(line: StatementLine) -> bool:
    """Whether our row says something else: what is known would only fill the log again each day."""
    pk = pk_of(line.outcome.order_no)
    status = CounterService.objects.filter(pk=pk).values_list("status", flat=True).first() if pk else None
    return status is not None and status not in _SAYS_THE_SAME[line.outcome.verdict]


def _compare(code: str, day: dt.date, lines: Sequence[StatementLine]) -> Reconciliation:
    with transaction.atomic():
        wait_turn(f"orders.reconcile.{code}.{day}")
        ours = CounterService.objects.of_gateway(code).filter(status=ServiceStatus.SUCCEEDED)
        named = {pk for line in lines if (pk := pk_of(line.outcome.order_no)) is not None}
        done = {row.number: row.amount for row in ours.filter(pk__in=named)}
        of_the_day = {
            row.number: row.amount
            for row in ours.filter(succeeded_at__gte=day_start(day), succeeded_at__lt=day_end(day))
        }
        paid = [line.outcome.amount or ZERO for line in lines if line.outcome.verdict == Verdict.SUCCEEDED]
        run, _made = Reconciliation.objects.update_or_create(
            gateway=code,
            day=day,
            defaults={
                "lines": len(lines),
                "amount": sum(paid, ZERO),
                "our_rows": len(of_the_day),
                "our_amount": sum(of_the_day.values(), Decimal(0)),
                "other_days": of_other_days(lines, done=done, of_the_day=of_the_day),
                "trouble": "",
                "finished_at": timezone.now(),
            },
        )
        kept = [_keep(run, found) for found in compare(lines, done=done, of_the_day=of_the_day)]
        run.discrepancies.filter(settled_at__isnull=True).exclude(pk__in=kept).update(
            settled_at=timezone.now(), reason=_("Not found any more when it was compared again.")
        )
    log.info("gateway_reconciled", gateway=code, day=str(day), lines=len(lines), found=len(kept))
    return run


def _keep(run: Reconciliation, found: Difference) -> int:
    """Writes a difference, or that it is there still; its key. One that was gone is open again.

    What a person settled stays settled: it is the same difference, and somebody has dealt with it.
    """
    # A statement that was corrected says another amount of the same difference.
    amounts = {"ours": found.ours, "theirs": found.theirs, "seen_at": run.finished_at}
    row, _new = Discrepancy.objects.update_or_create(
        reconciliation=run,
        kind=found.kind,
        order_no=found.order_no,
        defaults=amounts,
        create_defaults={"service": _known(run.gateway, found.order_no)} | amounts,
    )
    if row.settled_at is not None and row.settled_by_id is None:
        row.settled_at, row.reason = None, ""
        row.save(update_fields=["settled_at", "reason"])
    return row.pk


def _known(code: str, order_no: str) -> CounterService | None:
    pk = pk_of(order_no)
    return CounterService.objects.of_gateway(code).filter(pk=pk).first() if pk is not None else None
