"""What lies at a station and goes from one hand into another: counted by both sides.

The rooms that keep it register in `AppConfig.ready`, by dotted path, under the topic that their
blocking check uses too (`partners.people.checks.Blocker`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from stations.refusals import Refused
from stations.wording import count, yuan

if TYPE_CHECKING:
    from stations.network.models import Station


@dataclass(frozen=True, slots=True)
class Stock:
    """How much there is by the records: yuan or pieces, and what the pieces are called."""

    figure: Decimal
    items: tuple[str, ...] = ()


NAMED = 5  # pieces by number; more are a count

# From a station to what its records say; within a transaction it locks what may change (`held`).
StockOf = Callable[["Station"], Stock]


@dataclass(frozen=True, slots=True)
class StockKind:
    """One kind of stock: its name for the reader, and whether it is money."""

    label: str | Promise
    path: str
    money: bool

    def of(self, station: Station) -> Stock:
        """What the records say now."""
        read: StockOf = import_string(self.path)
        return read(station)

    def written(self, figure: Decimal | str) -> str:
        """A figure in words."""
        return yuan(Decimal(figure)) if self.money else count(int(Decimal(figure)))


_kinds: dict[str, StockKind] = {}


def held(rows: Any) -> Any:
    """Rows of a balance, locked where a transaction is open; a page that only looks locks nothing."""
    return rows.select_for_update(of=("self",)) if connection.in_atomic_block else rows


def register(topic: str, path: str, *, label: str | Promise, money: bool) -> None:
    """Adds a kind of stock under its topic; the same topic again replaces it."""
    _kinds[topic] = StockKind(label, path, money)


def kinds() -> Mapping[str, StockKind]:
    """What is counted at a hand-over, by topic."""
    return dict(sorted(_kinds.items()))


def stock_of(station: Station) -> dict[str, Stock]:
    """All that lies at a station now, by topic.

    Goods are asked, and in a transaction locked, before money: whoever hands a parcel over holds
    it when the fee goes into the drawer.
    """
    asked = sorted(kinds().items(), key=lambda one: one[1].money)
    found = {topic: kind.of(station) for topic, kind in asked}
    return {topic: found[topic] for topic in kinds()}


def check_still_there(station: Station, rows: Iterable[Mapping[str, Any]]) -> None:
    """Raises Refused unless what was counted is what lies there now, piece by piece; locks it.

    `rows` are a protocol's: topic, figure and pieces. The sentence names what has gone and what has come.
    """
    counted = {row["topic"]: row for row in rows}
    found = stock_of(station)
    for topic, row in counted.items():
        _check_pieces(topic, row["items"], found[topic])
    for topic, stock in found.items():
        _check_figure(topic, counted[topic]["counted"] if topic in counted else -1, stock)


def _check_pieces(topic: str, before: Iterable[str], stock: Stock) -> None:
    gone = [piece for piece in before if piece not in stock.items]
    come = [piece for piece in stock.items if piece not in before]
    if not gone and not come:
        return
    said = [_("gone: %(pieces)s") % {"pieces": _named(gone)}] if gone else []
    said += [_("come: %(pieces)s") % {"pieces": _named(come)}] if come else []
    raise Refused(
        _("%(what)s: not what was counted – %(changes)s. Count again.")
        % {"what": kinds()[topic].label, "changes": "; ".join(said)},
        code="stock",
        field=topic,
        conflict=True,
    )


def _named(pieces: list[str]) -> str:
    shown = ", ".join(pieces[:NAMED])
    return shown if len(pieces) <= NAMED else f"{shown} … ({count(len(pieces))})"


def check_counted(station: Station, counted: Mapping[str, Any]) -> dict[str, Stock]:
    """Raises Refused unless both sides have counted what the records say; returns what they say."""
    found = stock_of(station)
    for topic, stock in found.items():
        _check_figure(topic, counted.get(topic, -1), stock)
    return found


def _check_figure(topic: str, counted: Any, stock: Stock) -> None:
    kind = kinds()[topic]
    if Decimal(counted) != stock.figure:
        raise Refused(
            _("%(what)s: the records say %(figure)s now. Find the difference, then count again.")
            % {"what": kind.label, "figure": kind.written(stock.figure)},
            code="stock",
            field=topic,
            conflict=True,
        )
