"""What an import did, or would do."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A line of the file that was refused, and why, in the reader's language."""

    line: int
    reason: str


@dataclass(slots=True)
class ImportReport:
    """Counts of rows, and every refused row. `written` says whether anything stays."""

    rows: int = 0
    accepted: int = 0
    advanced: int = 0
    known: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    written: bool = False

    def refuse(self, line: int, reason: str) -> None:
        self.refused.append(RefusedRow(line, reason))
