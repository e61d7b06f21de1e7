"""Ringing for a job from a request. PostgreSQL is the record; this is only the bell."""

from __future__ import annotations

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)


def ring(task: str, *arguments: str | int, expires: int | None = None) -> None:
    """Rings for a task once the transaction is committed; after `expires` seconds nobody need hear it.

    A bell that is out of order fails nobody: what is to be done stands in the database, and
    the clock looks there again.
    """
    transaction.on_commit(lambda: _ring(task, arguments, expires))


def _ring(task: str, arguments: tuple[str | int, ...], expires: int | None) -> None:
    try:
        current_app.send_task(task, args=arguments, expires=expires)
    except OperationalError as error:
        log.warning("bell_out_of_order", task=task, error=str(error))
