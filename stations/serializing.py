"""DRF builds the fields of a serializer anew for each request; here once, where requests are many."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework.serializers import Field

_Field = Field[Any, Any, Any, Any]


class FieldsMadeOnce:
    """First among the bases of a serializer: its fields are made at its first use, and copied then.

    Making those of an order took more than half of the time of telling it. A field knows whose it is, so
    each serializer has copies; what lies within a field, as the serializer of a list's rows, is shared
    and may not ask for the context.
    """

    _made: ClassVar[dict[type, dict[str, _Field]]] = {}

    def get_fields(self) -> dict[str, _Field]:
        made = self._made.get(type(self))
        if made is None:
            made = self._made[type(self)] = super().get_fields()  # type: ignore[misc]
        return {name: _twin(field) for name, field in made.items()}


def _twin(field: _Field) -> _Field:
    # What `copy.copy` does of plain objects, without asking each how it is copied: a third of the time.
    twin: _Field = object.__new__(type(field))
    vars(twin).update(vars(field))
    return twin
