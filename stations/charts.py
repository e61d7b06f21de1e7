"""A chart: what `templates/ui/chart.html` draws, and the same figures as a table."""

import dataclasses
from collections.abc import Sequence
from typing import Any, Literal

from stations import wording


@dataclasses.dataclass(frozen=True)
class Series:
    name: str
    values: Sequence[wording.Number]


@dataclasses.dataclass(frozen=True)
class Chart:
    """`id` is unique on its page; `head` names what the labels are (hour, category)."""

    id: str
    title: str
    kind: Literal["line", "bar", "doughnut"]
    head: str
    labels: Sequence[str]
    series: Sequence[Series]
    unit: Literal["yuan", "count"] = "yuan"

    @property
    def data_id(self) -> str:
        return f"{self.id}-data"

    @property
    def payload(self) -> dict[str, Any]:
        """What the browser draws. Floats are good enough for a picture; the table is exact."""
        return {
            "kind": self.kind,
            "unit": self.unit,
            "labels": [str(label) for label in self.labels],
            "series": [
                {"name": str(one.name), "values": [float(value) for value in one.values]}
                for one in self.series
            ],
        }

    @property
    def columns(self) -> list[dict[str, Any]]:
        return [{"label": self.head}, *({"label": one.name, "num": True} for one in self.series)]

    @property
    def rows(self) -> list[list[str]]:
        write = wording.yuan if self.unit == "yuan" else wording.count
        return [
            [str(label), *(write(one.values[index]) for one in self.series)]
            for index, label in enumerate(self.labels)
        ]
