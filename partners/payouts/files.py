"""The files for the bank and for Alipay: documented columns, GB18030, a control line at the end.

docs/payout-files.md describes them for whoever reads them.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from partners.payouts.lifecycle import Channel, PayoutStatus
from partners.payouts.models import Payout, PayoutBatch, PayoutFile
from stations.money import ZERO
from stations.refusals import Refused

ENCODING = "gb18030"  # every bank's, and every Chinese character is in it
CONTROL = "合计"
# The names of the columns are the banks' words, whatever language the reader has.
COLUMNS = {
    Channel.BANK: ("序号", "业务参考号", "收款户名", "收款账号", "开户行", "金额", "用途"),
    Channel.ALIPAY: ("序号", "业务参考号", "收款方支付宝账号", "收款方姓名", "金额", "备注"),
}


@dataclass(frozen=True, slots=True)
class FileBytes:
    """A file as it goes out, with what its control line says; yuan."""

    content: bytes
    count: int
    amount: Decimal

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def write_files(batch: PayoutBatch) -> list[PayoutFile]:
    """Fixes the files of a batch that is being released: one for each way that somebody is paid."""
    made = []
    for channel in Channel:
        file = _render(batch, channel)
        if file.count:
            made.append(
                PayoutFile.objects.create(
                    batch=batch, channel=channel, count=file.count, amount=file.amount, digest=file.digest
                )
            )
    return made


def read_file(file: PayoutFile) -> bytes:
    """The bytes, the same each time. Raises Refused where they would not be those of the release."""
    made = _render(file.batch, Channel(file.channel))
    if made.digest != file.digest:
        raise Refused(
            _("This file is not the one that was released: somebody changed what it is made of."),
            code="digest",
            conflict=True,
        )
    return made.content


def _render(batch: PayoutBatch, channel: Channel) -> FileBytes:
    payouts = list(
        Payout.objects.filter(batch=batch, account__channel=channel, sent_at__isnull=False)
        .exclude(status=PayoutStatus.CANCELLED)
        .select_related("account")
        .order_by("pk")
    )
    amount = sum((payout.amount for payout in payouts), ZERO)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS[channel])
    for number, payout in enumerate(payouts, start=1):
        writer.writerow(_row(channel, number, payout, f"{batch.month:%Y年%m月}收益"))
    # Count and sum, and a sum over the references that a lost or doubled row changes.
    writer.writerow([CONTROL, len(payouts), f"{amount:.2f}", control_sum(payouts)])
    return FileBytes(text.getvalue().encode(ENCODING), len(payouts), amount)


def control_sum(payouts: Sequence[Payout]) -> str:
    """The first sixteen digits of SHA-256 over references and fen, in the order of the rows."""
    told = "".join(f"{payout.number}{payout.amount:.2f};" for payout in payouts)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _row(channel: Channel, number: int, payout: Payout, purpose: str) -> list[str]:
    account = payout.account
    amount = f"{payout.amount:.2f}"
    if channel == Channel.BANK:
        return [str(number), payout.number, account.holder, account.number, account.bank, amount, purpose]
    return [str(number), payout.number, account.number, account.holder, amount, purpose]
