"""The file that comes back from the bank: read once, row by row."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from partners.payouts.files import CONTROL, ENCODING
from partners.payouts.lifecycle import BatchStatus, PayoutStatus
from partners.payouts.models import PayoutBatch, ResultFile
from partners.payouts.returning import Outcome, RefusedRow, apply_outcomes
from stations.money import ZERO
from stations.refusals import Refused

LARGEST = 50_000_000  # bytes
NUMBER, AMOUNT, RESULT, REASON = "业务参考号", "金额", "结果", "原因"
WORDS = {
    "成功": PayoutStatus.PAID,
    "失败": PayoutStatus.FAILED,
    "退票": PayoutStatus.RETURNED,
    "退回": PayoutStatus.RETURNED,
}


def read_results(*, actor: Any, batch: PayoutBatch, name: str, content: bytes) -> ResultFile:
    """Reads a result file of a batch that was released, and applies it in one transaction.

    The same bytes again change nothing and give the first result back. Locks the batch and what
    `apply_outcomes` does. Raises Refused: the batch was not released, or the file cannot be read
    or is not whole (its control line says another count or sum).
    """
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        batch = PayoutBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if batch.status not in (BatchStatus.RELEASED, BatchStatus.SETTLED):
            raise Refused(_("This batch was not released."), code="not_released", conflict=True)
        known = ResultFile.objects.filter(batch=batch, digest=digest).first()
        if known is not None:
            return known
        outcomes, unread = parse_results(content)
        applied = apply_outcomes(actor=actor, batch=batch, outcomes=outcomes)
        refused = sorted([*unread, *applied.refused], key=lambda row: row.line)
        return ResultFile.objects.create(
            batch=batch,
            name=name[:120] or "-",
            digest=digest,
            rows=len(outcomes) + len(unread),
            paid=applied.paid,
            failed=applied.failed,
            returned=applied.returned,
            unchanged=applied.unchanged,
            refused=[asdict(row) for row in refused[:1_000]],
            read_by=actor,
        )


def parse_results(content: bytes) -> tuple[list[Outcome], list[RefusedRow]]:
    """What the file says, and the rows that say nothing. Raises Refused where it is no such file."""
    rows = list(csv.reader(io.StringIO(_decoded(content))))
    header = [cell.strip() for cell in rows[0]] if rows else []
    missing = [name for name in (NUMBER, AMOUNT, RESULT) if name not in header]
    if missing:
        raise Refused(
            _("The file has no column %(names)s.") % {"names": ", ".join(missing)},
            code="columns",
            field="file",
        )
    body = [(line, row) for line, row in enumerate(rows[1:], start=2) if any(cell.strip() for cell in row)]
    outcomes: list[Outcome] = []
    unread: list[RefusedRow] = []
    control = None
    for line, row in body:
        if row[0].strip() == CONTROL:
            control = row
            continue
        told = dict(zip(header, (cell.strip() for cell in row), strict=False))
        try:
            outcomes.append(_outcome(line, told))
        except Refused as refused:
            unread.append(RefusedRow(line, str(refused)))
    _check_whole(control, outcomes, unread)
    return outcomes, unread


def _decoded(content: bytes) -> str:
    if len(content) > LARGEST:
        raise Refused(_("The file is too large."), code="size", field="file")
    for encoding in ("utf-8-sig", ENCODING):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(_("The file is neither in GB18030 nor in UTF-8."), code="encoding", field="file")


def _outcome(line: int, told: dict[str, str]) -> Outcome:
    match = re.fullmatch(r"CZ(\d{10,18})", told.get(NUMBER, ""))
    status = WORDS.get(told.get(RESULT, ""))
    try:
        amount = Decimal(told.get(AMOUNT, "").replace(",", ""))
    except InvalidOperation:
        amount = Decimal("NaN")
    if match is None:
        raise Refused(_("“%(text)s” is no number of ours.") % {"text": told.get(NUMBER, "")})
    if status is None:
        raise Refused(_("“%(text)s” is no result.") % {"text": told.get(RESULT, "")})
    if not amount.is_finite():
        raise Refused(_("“%(text)s” is no amount.") % {"text": told.get(AMOUNT, "")})
    return Outcome(line, int(match[1]), status, amount, told.get(REASON, ""))


def _check_whole(control: list[str] | None, outcomes: list[Outcome], unread: list[RefusedRow]) -> None:
    """A file that was cut off on its way would leave payouts waiting without anybody knowing."""
    if control is None:
        raise Refused(
            _("The file has no control line: it may have been cut off."), code="control", field="file"
        )
    if unread:
        return  # their amounts are unknown; they are told one by one
    amount = sum((one.amount or ZERO for one in outcomes), ZERO)
    try:
        told = int(control[1]), Decimal(control[2].replace(",", ""))
    except (IndexError, ValueError, InvalidOperation):
        raise Refused(_("The control line cannot be read."), code="control", field="file") from None
    if told != (len(outcomes), amount):
        raise Refused(
            _("The control line says %(told)s rows, %(yuan)s yuan; the file holds %(count)s, %(amount)s.")
            % {"told": told[0], "yuan": told[1], "count": len(outcomes), "amount": amount},
            code="control",
            field="file",
        )
