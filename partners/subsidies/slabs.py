"""Brackets: read from what a person types, checked for gaps and overlaps, and what they bring."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Protocol

from django.utils.translation import gettext as _

from stations.money import ZERO, to_fen
from stations.refusals import Refused
from stations.wording import yuan

MOST_SLABS = 20
FINEST_SHARE = Decimal("0.00001")
# "20000 50000 200", "50000 - 1.5%": from, below (open: a dash), what it brings.
LINE = re.compile(r"(\d[\d,]*(?:\.\d{1,2})?)\s+(\d[\d,]*(?:\.\d{1,2})?|-)\s+(\d[\d,]*(?:\.\d{1,3})?)(%?)")


class Slab(Protocol):
    """What a bracket says; a `SubsidySlab`, or one that is only proposed."""

    @property
    def at_least(self) -> Decimal: ...
    @property
    def below(self) -> Decimal | None: ...
    @property
    def fixed(self) -> Decimal | None: ...
    @property
    def share(self) -> Decimal | None: ...


@dataclass(frozen=True, slots=True)
class NewSlab:
    """A bracket in yuan of turnover: `at_least` counts in, `below` does not; no `below` means no end."""

    at_least: Decimal
    below: Decimal | None
    fixed: Decimal | None = None
    share: Decimal | None = None


def read_slabs(text: str) -> list[NewSlab]:
    """One bracket a line: from, below or a dash, then yuan or a share in percent.

    Raises Refused with the first line that cannot be read.
    """
    slabs = []
    for line in filter(None, (one.strip() for one in text.splitlines())):
        match = LINE.fullmatch(line)
        if match is None:
            raise Refused(
                _("“%(line)s” is not like “20000 50000 200” or “50000 - 1.5%%”.") % {"line": line[:60]},
                code="slabs",
                field="slabs",
            )
        first, last, brings, percent = match.groups()
        slabs.append(
            NewSlab(
                at_least=_number(first),
                below=None if last == "-" else _number(last),
                fixed=None if percent else _number(brings),
                share=_number(brings) / 100 if percent else None,
            )
        )
    return slabs


def check_slabs(slabs: Sequence[NewSlab], *, marginal: bool) -> None:
    """Raises Refused: none or too many, a gap, an overlap, an end in the middle, less for more turnover."""

    def refuse(message: str, code: str) -> Refused:
        return Refused(message, code=code, field="slabs")

    if not 1 <= len(slabs) <= MOST_SLABS:
        raise refuse(_("Give 1 to %(most)s brackets.") % {"most": MOST_SLABS}, "slabs")
    for slab in slabs:
        _check_terms(slab)
    if slabs[0].at_least != 0:
        raise refuse(_("The first bracket begins at 0."), "gap")
    for before, after in pairwise(slabs):
        if before.below is None or after.at_least < before.below:
            raise refuse(
                _("The bracket from %(amount)s overlaps the one before it.")
                % {"amount": yuan(after.at_least)},
                "overlap",
            )
        if after.at_least > before.below:
            raise refuse(
                _("Nothing is said from %(first)s to %(last)s: there is a gap.")
                % {"first": yuan(before.below), "last": yuan(after.at_least)},
                "gap",
            )
        if not marginal and _brings(after, after.at_least) < _brings(before, before.below):
            raise refuse(
                _("Whoever reaches %(amount)s would get less than just below it.")
                % {"amount": yuan(after.at_least)},
                "monotone",
            )
    if slabs[-1].below is not None:
        raise refuse(_("The last bracket has no end: write a dash."), "gap")


def slab_amount(slabs: Sequence[Slab], basis: Decimal, *, marginal: bool) -> Decimal:
    """The bonus on `basis` yuan, in yuan before the fen; zero below the first bracket.

    Marginal: each bracket that is reached brings its amount, or its share of the part that lies in it.
    Otherwise the bracket in which `basis` lies brings its amount, or its share of all of it.
    """
    reached = [slab for slab in slabs if basis >= slab.at_least and basis > 0]
    if not marginal:
        return _brings(reached[-1], basis) if reached else ZERO
    total = ZERO
    for slab in reached:
        part = min(basis, slab.below if slab.below is not None else basis) - slab.at_least
        total += slab.fixed if slab.fixed is not None else part * (slab.share or ZERO)
    return total


def _brings(slab: Slab, basis: Decimal) -> Decimal:
    return slab.fixed if slab.fixed is not None else basis * (slab.share or ZERO)


def _check_terms(slab: NewSlab) -> None:
    if slab.below is not None and slab.below <= slab.at_least:
        raise Refused(
            _("A bracket ends above where it begins: %(amount)s.") % {"amount": yuan(slab.at_least)},
            code="range",
            field="slabs",
        )
    share, fixed = slab.share, slab.fixed
    if share is not None and not (0 <= share <= 1 and share == share.quantize(FINEST_SHARE)):
        raise Refused(_("A share is from 0% to 100%."), code="share", field="slabs")
    if fixed is not None and not (0 <= fixed < 10**8 and fixed == to_fen(fixed)):
        raise Refused(
            _("An amount is zero or more, in yuan with at most two decimals."), code="amount", field="slabs"
        )


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
