"""The list of tasks grows and is put right."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stations.fitting_out.models import FitOutTask
from stations.refusals import Refused, check_fields


def enter_task(*, actor: Any, **said: Any) -> FitOutTask:
    """One more task, also for stations that are being fitted out now. Raises Refused: a code in use."""
    del actor
    task = FitOutTask(**said)
    check_fields(task, "code", "name", "position", "days")
    if FitOutTask.objects.filter(code=task.code).exists():
        raise Refused(_("This code cannot be used."), code="taken", field="code")
    task.save(force_insert=True)
    return task


def change_task(*, actor: Any, task: FitOutTask, **said: Any) -> FitOutTask:
    """Puts a task right, or takes it out of use. Locks it."""
    del actor
    with transaction.atomic():
        task = FitOutTask.objects.select_for_update().get(pk=task.pk)
        for name, value in said.items():
            setattr(task, name, value)
        check_fields(task, *said)
        task.save(update_fields=list(said))
    return task
