"""The columns of a file: named in English or Chinese, in any order.

They are a contract with whoever writes such files and do not change with a translation.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from stations.wording import in_chinese


def plain(text: str) -> str:
    """A name as it is looked up: no spaces around it, no capitals, no full-width letters."""
    return unicodedata.normalize("NFKC", text).strip().lower()


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that one kind of file must have, in the order in which its rows are yielded.

    `names`: from the English name, which is also the code's, to the Chinese one.
    """

    names: Mapping[str, str]

    def word(self, column: str) -> str:
        """The column as a header in the reader's language names it."""
        return self.names[column] if in_chinese() else column

    def by_name(self) -> dict[str, str]:
        """From every name a header may have to the column."""
        return {plain(name): column for column, chinese in self.names.items() for name in (column, chinese)}
