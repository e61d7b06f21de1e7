"""Kinds of equipment are entered and put right."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stations.equipment.models import EquipmentKind
from stations.refusals import Refused, check_fields


def enter_kind(*, actor: Any, **said: Any) -> EquipmentKind:
    """One more kind. Raises Refused: a code in use, a value below nothing."""
    del actor
    kind = EquipmentKind(**said)
    _check(kind)
    if EquipmentKind.objects.filter(code=kind.code).exists():
        raise Refused(_("This code cannot be used."), code="taken", field="code")
    kind.save(force_insert=True)
    return kind


def change_kind(*, actor: Any, kind: EquipmentKind, **said: Any) -> EquipmentKind:
    """Puts a kind right. Locks it."""
    del actor
    with transaction.atomic():
        kind = EquipmentKind.objects.select_for_update().get(pk=kind.pk)
        for name, value in said.items():
            setattr(kind, name, value)
        _check(kind)
        kind.save(update_fields=list(said))
    return kind


def _check(kind: EquipmentKind) -> None:
    check_fields(kind, "code", "name", "standard", "value")
    if kind.value < 0:
        raise Refused(_("A value is not below nothing."), code="value", field="value")
