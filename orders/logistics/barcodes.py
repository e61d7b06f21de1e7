"""Numbers as a scanner reads them: Code 128 for the hand scanner's line, QR for a phone's camera."""

from __future__ import annotations

import segno
from barcode.codex import Code128
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# White on both sides, in modules: without it a scanner does not find the beginning.
QUIET = 10
HEIGHT = 34


def bars_of(text: str) -> SafeString:
    """Code 128 as SVG, a module a unit wide; the text stands beside it. For letters, digits and dashes."""
    modules = Code128(text).build()[0]
    drawn, at = [], 0
    while at < len(modules):
        width = 1
        while at + width < len(modules) and modules[at + width] == modules[at]:
            width += 1
        if modules[at] == "1":
            drawn.append(f"M{QUIET + at} 0h{width}v{HEIGHT}h-{width}z")
        at += width
    return format_html(
        '<svg class="bars" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}"'
        ' shape-rendering="crispEdges"><path fill="#000" d="{}"/></svg>',
        len(modules) + 2 * QUIET,
        HEIGHT,
        text,
        "".join(drawn),
    )


def qr_of(text: str) -> SafeString:
    """A QR code as SVG, for a phone's camera; the text stands beside it. As large as the sheet says: one
    with a size of its own would be cut off where its place is smaller."""
    drawn = segno.make(text, micro=False).svg_inline(dark="#1f1a16", light=None, omitsize=True)
    return mark_safe(drawn)  # noqa: S308 - drawn from a number of letters, digits and dashes
