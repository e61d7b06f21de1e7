"""Brings the national register in: by COPY beside the table, then set by set into it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from stations.progress import SILENT, Progress
from stations.regions.reading import SHOWN, Problem, RegisterRefused, Row, read_register

BUNDLED = Path(__file__).resolve().parent.parent / "data" / "regions.csv.xz"


@dataclass(frozen=True, slots=True)
class ImportedRegions:
    """What a run did, in rows. `not_in_file` are kept: stations may stand there."""

    added: int
    changed: int
    unchanged: int
    not_in_file: int

    @property
    def rows(self) -> int:
        return self.added + self.changed + self.unchanged


def import_regions(*, file: Path = BUNDLED, progress: Progress = SILENT) -> ImportedRegions:
    """Adds what is new and renames what has another name; a second run changes nothing.

    Raises RegisterRefused, with lines and reasons and nothing written, for a file that is
    malformed, names a code twice or leaves out a code's parent. Locks the register against
    other imports; readers go on.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        progress.stage(_("Reading the file"))
        _copy(cursor, read_register(file, progress.advance))
        progress.stage(_("Checking codes"))
        _check_set(cursor)
        progress.stage(_("Writing what is new"))
        # Against a second import only: it conflicts with itself and with writers, not with readers.
        cursor.execute("LOCK TABLE stations_region IN SHARE ROW EXCLUSIVE MODE")
        done = _merge(cursor)
        # The foreign keys are checked at the commit, one look-up a row: they need to know
        # that the table is no longer empty, or they may choose a plan that takes hours.
        cursor.execute("ANALYZE stations_region")
        progress.stage(_("Checking the tree"))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("DROP TABLE incoming_region")
    return done


def _copy(cursor: Any, rows: Iterable[Row]) -> None:
    cursor.execute(
        "CREATE TEMP TABLE incoming_region"
        ' (line int, code varchar(12) COLLATE "C", name text, parent varchar(12) COLLATE "C"'
        "  GENERATED ALWAYS AS (CASE length(code) WHEN 4 THEN left(code, 2) WHEN 6 THEN left(code, 4)"
        "  WHEN 9 THEN left(code, 6) WHEN 12 THEN left(code, 9) END) STORED)"
    )
    with cursor.copy("COPY incoming_region (line, code, name) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    cursor.execute("ANALYZE incoming_region")


def _check_set(cursor: Any) -> None:
    """What only the whole file tells."""
    cursor.execute(
        "SELECT line, code, first FROM ("
        "  SELECT line, code, first_value(line) OVER (PARTITION BY code ORDER BY line) AS first"
        "  FROM incoming_region) AS numbered"
        " WHERE line <> first ORDER BY line"
    )
    twice = _("the code %(code)s is on line %(first)s already")
    problems = [Problem(line, twice % {"code": code, "first": first}) for line, code, first in cursor]
    cursor.execute(
        "SELECT line, code, parent FROM incoming_region AS child WHERE parent IS NOT NULL"
        " AND NOT EXISTS (SELECT FROM incoming_region AS above WHERE above.code = child.parent)"
        " ORDER BY line"
    )
    orphan = _("%(code)s is an orphan: the file has no %(parent)s")
    problems += [Problem(line, orphan % {"code": code, "parent": parent}) for line, code, parent in cursor]
    if problems:
        problems.sort(key=lambda problem: problem.line)
        raise RegisterRefused(problems[:SHOWN], len(problems))


def _merge(cursor: Any) -> ImportedRegions:
    cursor.execute(
        "UPDATE stations_region AS region SET name = incoming.name FROM incoming_region AS incoming"
        " WHERE incoming.code = region.code AND incoming.name <> region.name"
    )
    changed = cursor.rowcount
    # In the order of the code: the index grows at its end, and a county lies on few pages.
    cursor.execute(
        "INSERT INTO stations_region (code, name, level, parent_id)"
        " SELECT code, name, length(code), parent FROM incoming_region AS incoming"
        " WHERE NOT EXISTS (SELECT FROM stations_region AS region WHERE region.code = incoming.code)"
        " ORDER BY code"
    )
    added = cursor.rowcount
    cursor.execute("SELECT (SELECT count(*) FROM incoming_region), (SELECT count(*) FROM stations_region)")
    incoming, known = cursor.fetchone()
    return ImportedRegions(
        added=added,
        changed=changed,
        unchanged=incoming - added - changed,
        not_in_file=known - incoming,
    )
