"""Colours of the badges in the admin's lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Badges(dict[Any, str]):
    """For `@display(label=...)`: colours by choice, found by the word that is shown.

    A label is another word in each language, and a plain dictionary of labels knows those of the
    language in which the module was loaded: in every other the badges are grey.
    """

    def __init__(self, colours: Mapping[Any, str]) -> None:
        super().__init__(colours)

    def __contains__(self, shown: object) -> bool:
        return self.colour_of(shown) is not None

    def __getitem__(self, shown: Any) -> str:
        colour = self.colour_of(shown)
        if colour is None:
            raise KeyError(shown)
        return colour

    def colour_of(self, shown: object) -> str | None:
        """None: grey."""
        for choice, colour in self.items():
            if str(getattr(choice, "label", choice)) == shown:
                return colour
        return None
