"""Lists of villages, of towns, of figures and of neighbours come in from files, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from stations.recognition.matching import Match, Matcher, Printed
from stations.recognition.models import (
    MatchedBy,
    Neighbours,
    PublishedTown,
    TaobaoVillage,
    VillageYear,
)
from stations.recognition.reading import (
    PLACE,
    Line,
    count_of,
    parsed,
    poverty_of,
    read_lines,
    yes_of,
    yuan_of,
)
from stations.recognition.standards import load_standards
from stations.refusals import Refused
from stations.turns import wait_turn

_DATA = Path(__file__).resolve().parent.parent / "data"
BUNDLED_VILLAGES = _DATA / "taobao_villages_2015.csv"
BUNDLED_TOWNS = _DATA / "taobao_towns_2015.csv"
TURN = "stations.recognition"
LISTED_BY = "AliResearch"


@dataclass(frozen=True, slots=True)
class Unmatched:
    printed: Printed
    remark: str
    nearest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportedVillages:
    """What a run did, in rows; `unmatched` count all the same, under their printed names."""

    rows: int
    added: int
    by: dict[MatchedBy, int]
    unmatched: tuple[Unmatched, ...]


def import_villages(
    *, actor: Any, year: int, file: Path = BUNDLED_VILLAGES, source: str = LISTED_BY
) -> ImportedVillages:
    """Takes a published list of recognised villages by name, and matches each to the register.

    A second run changes nothing but what matches better since. Waits for other imports. Raises
    Refused with lines and reasons, and nothing is written.
    """
    lines = read_lines(file, needs=PLACE)
    with transaction.atomic(), _by(actor):
        wait_turn(TURN)
        load_standards()
        villages, added, unmatched = _villages(line.printed for line in lines)
        for village in villages:
            VillageYear.objects.update_or_create(
                village=village,
                year=_checked(year),
                defaults={"listed": True},
                create_defaults={"listed": True, "source": source},
            )
    by = {kind: sum(village.matched_by == kind for village in villages) for kind in MatchedBy}
    return ImportedVillages(len(villages), added, by, tuple(unmatched))


def import_figures(*, actor: Any, year: int, file: Path) -> ImportedVillages:
    """Takes households, active shops and turnover of villages in a year; an empty cell stays unknown.

    A village that is not there yet is added. What the file says replaces what was said of the
    year. Waits for other imports. Raises Refused as `import_villages` does.
    """
    lines = list(parsed(read_lines(file, needs=(*PLACE, "households", "shops", "turnover")), _figures_of))
    with transaction.atomic(), _by(actor):
        wait_turn(TURN)
        load_standards()
        villages, added, unmatched = _villages(line.printed for line, _figures in lines)
        by_path = {_path(village): village for village in villages}
        for line, figures in lines:
            VillageYear.objects.update_or_create(
                village=by_path[line.printed], year=_checked(year), defaults=figures
            )
    by = {kind: sum(village.matched_by == kind for village in villages) for kind in MatchedBy}
    return ImportedVillages(len(villages), added, by, tuple(unmatched))


def import_published_towns(*, actor: Any, year: int, file: Path = BUNDLED_TOWNS) -> int:
    """Takes the towns that the report prints with their counts, to hold ours against. Repeatable."""
    del actor
    read = read_lines(file, needs=("province", "city", "county", "town", "villages"))
    lines = list(parsed(read, lambda line: count_of(line, "villages", least=1)))
    with transaction.atomic():
        for line, villages in lines:
            town: dict[str, Any] = {name: line.cells[name] for name in PLACE[:4]}
            PublishedTown.objects.update_or_create(
                year=_checked(year), defaults={"villages": villages or 0}, **town
            )
    return len(lines)


def import_neighbours(*, actor: Any, file: Path) -> int:
    """Takes pairs of villages that touch, each as its path with slashes; returns how many are new.

    Raises Refused for a village that is not known, and for one that touches itself.
    """
    del actor
    with transaction.atomic():
        wait_turn(TURN)
        known = {_path(village): village for village in TaobaoVillage.objects.all()}

        def pair(line: Line) -> tuple[TaobaoVillage, TaobaoVillage]:
            one, other = (_named(known, line.cells[name]) for name in ("village", "neighbour"))
            if one == other:
                raise ValueError(_("A village is not its own neighbour."))
            return (one, other) if one.pk < other.pk else (other, one)

        pairs = list(parsed(read_lines(file, needs=("village", "neighbour")), pair))
        before = Neighbours.objects.count()
        Neighbours.objects.bulk_create(
            [Neighbours(one=one, other=other) for _line, (one, other) in pairs], ignore_conflicts=True
        )
        return Neighbours.objects.count() - before


def match_again(*, actor: Any) -> int:
    """Looks again for the villages that have no row of the register; returns how many were found."""
    with transaction.atomic(), _by(actor):
        wait_turn(TURN)
        matcher, found = Matcher(), 0
        for village in TaobaoVillage.objects.filter(region__isnull=True).select_for_update():
            match = matcher.find(_path(village))
            if match.code:
                _write_match(village, match)
                found += 1
    return found


# --- one row -------------------------------------------------------------------------


def _villages(paths: Iterable[Printed]) -> tuple[list[TaobaoVillage], int, list[Unmatched]]:
    """The row of each path, made where it is new, matched where it is not yet; each once."""
    known = {_path(village): village for village in TaobaoVillage.objects.select_related("region")}
    matcher = Matcher()
    villages, unmatched, added = [], [], 0
    for printed in dict.fromkeys(paths):
        village = known.get(printed)
        if village is None:
            village = TaobaoVillage(**printed._asdict())
            added += 1
        if village.region_id is None:
            match = matcher.find(printed)
            _write_match(village, match)
            if not match.code:
                unmatched.append(Unmatched(printed, match.remark, match.nearest))
        villages.append(village)
    return villages, added, unmatched


def _write_match(village: TaobaoVillage, match: Match) -> None:
    village.region_id, village.matched_by = match.code or None, match.by
    village.remark = match.remark or (
        _("nearest: %(names)s") % {"names": ", ".join(match.nearest)} if match.nearest else ""
    )
    village.remark = village.remark[:300]
    village.save()


def _figures_of(line: Line) -> dict[str, Any]:
    return {
        "households": count_of(line, "households", least=1),
        "shops": count_of(line, "shops"),
        "turnover": yuan_of(line, "turnover"),
        "product": line.cells.get("product", "")[:60],
        "source": line.cells.get("source", "")[:100],
        "from_authority": yes_of(line, "from_authority"),
        "poverty": poverty_of(line),
        "b2b": yes_of(line, "b2b"),
    }


def _path(village: TaobaoVillage) -> Printed:
    return Printed(village.province, village.city, village.county, village.town, village.village)


def _named(known: dict[Printed, TaobaoVillage], text: str) -> TaobaoVillage:
    parts = [part.strip() for part in text.split("/")]
    village = known.get(Printed(*parts)) if len(parts) == len(PLACE) else None
    if village is None:
        raise ValueError(_("No such village: %(text)s") % {"text": text[:80]})
    return village


def _checked(year: int) -> int:
    if not 2009 <= year <= 2100:
        raise Refused(_("There were no Taobao villages in that year."), code="year", field="year")
    return year


def _by(actor: Any) -> Any:
    return pghistory.context(user=actor.pk if actor else None)
