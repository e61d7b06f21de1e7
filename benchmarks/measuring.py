"""Ours and the peer by turns, in one run; a table of ratios, and the same as JSON."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

HEADS = ("ours min", "median", "peer min", "median", "value", "limit")


@dataclass
class Figure:
    """One figure against its limit. A ratio has a peer; a time has none.

    `value` is what is judged: of a ratio the quotient of the best rounds, of a time the median.
    """

    name: str
    value: float
    limit: float
    unit: str = "x"
    at_least: bool = False
    ours: list[float] = field(default_factory=list)
    peer: list[float] = field(default_factory=list)
    note: str = ""

    @property
    def met(self) -> bool:
        return self.value >= self.limit if self.at_least else self.value <= self.limit


def say(line: str) -> None:
    """Progress, beside the table."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def side_by_side(
    name: str,
    *,
    limit: float,
    rounds: int,
    before: Callable[[], object],
    ours: Callable[[], object],
    peer: Callable[[], object],
    left: Callable[[], object],
    note: str = "",
) -> Figure:
    """Ours A and the peer B as A B B A A B ..., each on what `before` prepares.

    What each leaves behind (`left`) must be equal in each round, or AssertionError: a peer
    that does other work is worth nothing.
    """
    took: dict[str, list[float]] = {"ours": [], "peer": []}
    for number in range(rounds):
        results = {}
        sides = [("ours", ours), ("peer", peer)]
        for side, work in sides if number % 2 == 0 else reversed(sides):
            before()
            took[side].append(seconds(work))
            results[side] = left()
            say(f"  {name}, {side}: {took[side][-1]:.3f} s")
        if results["ours"] != results["peer"]:
            raise AssertionError(f"{name}: the two leave different rows: {results}")
    ratio = min(took["ours"]) / min(took["peer"])
    return Figure(name, ratio, limit, ours=took["ours"], peer=took["peer"], note=note)


def timed(name: str, *, limit: float, times: Sequence[float], unit: str = "s", note: str = "") -> Figure:
    """A time against its limit, judged by the median."""
    return Figure(name, statistics.median(times), limit, unit=unit, ours=list(times), note=note)


def parser_of(module: str, doc: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks {module}", description=doc)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    return parser


def report(figures: Sequence[Figure], *, title: str, size: str, to: Path | None = None) -> int:
    """Prints the table, writes the JSON if asked for; the exit code is 1 where a limit is missed."""
    load = os.getloadavg()
    lines = [
        f"{title}: {size}",
        f"{os.cpu_count()} cores, load {load[0]:.1f} {load[1]:.1f} {load[2]:.1f}",
        " " * 44 + "".join(f" {head:>10}" for head in HEADS),
    ]
    for one in figures:
        cells = "".join(f" {cell:>10}" for cell in (*_cells(one.ours), *_cells(one.peer)))
        sign = "≥" if one.at_least else "≤"
        value, limit = f"{_number(one.value)} {one.unit}", f"{sign} {_number(one.limit)} {one.unit}"
        verdict = "met" if one.met else "MISSED"
        lines.append(
            f"{one.name:44}{cells} {value:>10} {limit:>10}  {verdict}{'  ' if one.note else ''}{one.note}"
        )
    sys.stdout.write("\n".join(lines) + "\n")
    if to:
        data: dict[str, Any] = {"title": title, "size": size, "load": load, "cores": os.cpu_count()}
        data["figures"] = [asdict(one) | {"met": one.met} for one in figures]
        to.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n")
    return 0 if all(one.met for one in figures) else 1


def _cells(values: Sequence[float]) -> tuple[str, str]:
    return (_number(min(values)), _number(statistics.median(values))) if values else ("", "")


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"
