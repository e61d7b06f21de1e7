"""A small chart as SVG: lines over logarithmic scales, named at their ends."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

WIDTH, HEIGHT = 860, 460
LEFT, RIGHT, TOP, BOTTOM = 70, 210, 20, 50
COLOURS = ("#b3440b", "#1f6f8b", "#4c7a34", "#7a3e8e", "#8a6d1d", "#444444")


def log_chart(across: Sequence[float], lines: Mapping[str, Sequence[float]], *, unit: str) -> str:
    """Each line has a value for each of `across`; all values are above zero."""
    values = [value for line in lines.values() for value in line]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    first, last = math.log10(across[0]), math.log10(across[-1])

    def x(value: float) -> float:
        return LEFT + (math.log10(value) - first) / ((last - first) or 1) * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (math.log10(value) - low) / ((high - low) or 1) * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fffdf8"/>',
    ]
    for power in range(low, high + 1):
        at = y(10**power)
        parts.append(f'<path d="M{LEFT} {at:.0f}H{WIDTH - RIGHT}" stroke="#e2dccf"/>')
        parts.append(
            f'<text font-size="13" x="{LEFT - 8}" y="{at + 4:.0f}" text-anchor="end">{10.0**power:,g}</text>'
        )
    for value in across:
        label = f"{value:,.0f}"
        parts.append(
            f'<text font-size="13" x="{x(value):.0f}" y="{HEIGHT - 28}" text-anchor="middle">{label}</text>'
        )
    parts.append(f'<text font-size="13" x="{LEFT}" y="{HEIGHT - 8}">{unit}</text>')
    ends: list[float] = []
    ordered = sorted(lines.items(), key=lambda item: -item[1][-1])
    for (name, line), colour in zip(ordered, COLOURS, strict=False):
        points = " ".join(f"{x(at):.1f},{y(value):.1f}" for at, value in zip(across, line, strict=True))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        # Names do not cover one another.
        end = max(y(line[-1]), ends[-1] + 17 if ends else TOP)
        ends.append(end)
        parts.append(
            f'<text font-size="13" x="{WIDTH - RIGHT + 10}" y="{end + 4:.0f}" fill="{colour}">{name}</text>'
        )
    return "\n".join([*parts, "</svg>"]) + "\n"
