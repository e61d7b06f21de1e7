"""The live figures as plain values: what the API says and the board keeps."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from orders.festivals.live.figures import LiveFigures
from stations.clock import SHANGHAI
from stations.money import FEN, ZERO


def as_data(figures: LiveFigures) -> dict[str, Any]:
    """Yuan as strings, moments with +08:00."""
    festival, curve = figures.festival, figures.curve
    peak = curve.peak
    return {
        "festival": festival.slug,
        "name": festival.name,
        "starts_at": _moment(festival.starts_at),
        "ends_at": _moment(festival.ends_at),
        "county": figures.center.code if figures.center else None,
        "as_of": _moment(figures.as_of),
        "running": figures.running,
        "all_counted": not figures.pending,
        **{name: {"amount": _yuan(amount), "orders": orders} for name, amount, orders in figures.turnovers},
        "stations_in_service": figures.stations_in_service,
        "stations_selling": figures.stations_selling,
        "target": None if figures.target is None else _yuan(figures.target),
        "milestones": [
            {"amount": _yuan(one.amount), "at": _moment(one.at) if one.at else None, "target": one.target}
            for one in figures.milestones
        ],
        "best": {"at": _moment(peak[0]), "paid": _yuan(peak[1])} if peak else None,
        "ranking": [
            {"rank": rank, "code": one.code, "name": one.name, "paid": _yuan(one.paid), "orders": one.orders}
            for rank, one in enumerate(figures.ranking, start=1)
        ],
        "standing_still": [
            {"code": one.code, "name": one.name, "since": _moment(one.since), "expected": str(one.expected)}
            for one in figures.standing
        ],
        "standing_still_count": figures.standing_count,
        "curve": {
            "starts_at": _moment(curve.starts_at),
            "step_seconds": int(curve.step.total_seconds()),
            "paid": [_yuan(fen * FEN) for fen in curve.fen],
        },
    }


def _moment(moment: Any) -> str:
    return str(moment.astimezone(SHANGHAI).isoformat(timespec="seconds"))


def _yuan(amount: Decimal | None) -> str:
    return f"{ZERO if amount is None else amount:.2f}"
