"""The income of a month, for head office and counties: who has a statement, and what it says."""

from __future__ import annotations

import datetime as dt
import statistics
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from partners.income.models import Statement
from partners.income.queries import StatementQuerySet
from stations.money import ZERO, to_fen
from stations.sheets import Column, Sheet

# "Close to one in ten at 5,000 or more, some at 10,000 or more."
HIGH, VERY_HIGH = Decimal(5_000), Decimal(10_000)


@dataclass(frozen=True, slots=True)
class IncomeRow:
    """One statement: what its lines come to, in yuan before tax, and what came in cash beside them."""

    partner: int
    name: str
    center: str
    station: str | None
    earned: Decimal
    received_in_cash: Decimal
    lines: int


@dataclass(frozen=True, slots=True)
class IncomeReport:
    """Amounts are earned in the month, in yuan before tax, without what was brought forward.

    What the partners received in cash (fees of parcels and services) is shown beside that and is in
    none of the figures.

    `mean` and `median` are over all `partners` with a statement, those with nothing included;
    shares are between 0 and 1, of `partners`.
    """

    month: dt.date
    partners: int
    total: Decimal
    mean: Decimal
    median: Decimal
    highest: Decimal
    share_5000: float
    share_10000: float
    rows: tuple[IncomeRow, ...]


def income_report(*, month: dt.date, statements: StatementQuerySet | None = None) -> IncomeReport:
    """The report of a month, the highest income first.

    `statements` is the reader's own part of them (`visible_to`); without it all count.
    """
    if statements is None:
        statements = Statement.objects.all()
    found = (
        statements.of_month(month)
        .current()
        .order_by("-earned", "partner")
        .values_list(
            "partner_id",
            F("partner__name"),
            F("center__code"),
            F("station__code"),
            "earned",
            "received_in_cash",
            "lines",
        )
    )
    rows = tuple(IncomeRow(*values) for values in found)
    earned = [row.earned for row in rows]
    count = len(rows)
    return IncomeReport(
        month=month,
        partners=count,
        total=sum(earned, ZERO),
        mean=to_fen(sum(earned, ZERO) / count) if count else ZERO,
        median=to_fen(statistics.median(earned)) if count else ZERO,
        highest=max(earned, default=ZERO),
        share_5000=_share(earned, HIGH),
        share_10000=_share(earned, VERY_HIGH),
        rows=rows,
    )


def as_json(report: IncomeReport) -> dict[str, Any]:
    """The document: amounts as strings with two decimals, shares as numbers."""
    return {
        "month": f"{report.month:%Y-%m}",
        "partners": report.partners,
        **{name: str(to_fen(getattr(report, name))) for name in ("total", "mean", "median", "highest")},
        "share_5000": report.share_5000,
        "share_10000": report.share_10000,
        "rows": [
            {
                "partner": row.partner,
                "name": row.name,
                "center": row.center,
                "station": row.station,
                "earned": str(to_fen(row.earned)),
                "received_in_cash": str(to_fen(row.received_in_cash)),
                "lines": row.lines,
            }
            for row in report.rows
        ],
    }


def as_sheet(report: IncomeReport) -> Sheet:
    """The rows as a table for files."""
    return Sheet(
        title=f"{report.month:%Y-%m}",
        columns=[
            Column(_("Partner's number"), "count"),
            Column(_("Partner's name")),
            Column(_("County operation center")),
            Column(_("Village service station")),
            Column(_("Earned in the month, yuan"), "yuan"),
            Column(_("Received in cash, yuan"), "yuan"),
            Column(_("Lines"), "count"),
        ],
        rows=(
            (row.partner, row.name, row.center, row.station, row.earned, row.received_in_cash, row.lines)
            for row in report.rows
        ),
    )


def _share(earned: list[Decimal], least: Decimal) -> float:
    return sum(amount >= least for amount in earned) / len(earned) if earned else 0.0
