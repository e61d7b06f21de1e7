"""An import that a worker carries out, while a page shows how far it is.

The claim is the lock on the import's row, held by the transaction of the import itself: a
worker that is killed leaves nothing behind but a row that still waits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django.core.cache import BaseCache, caches
from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from orders.importing.models import ImportedFile
from orders.importing.report import ImportReport
from stations.progress import Progress
from stations.refusals import Refused
from stations.turns import try_turn

MOST_ATTEMPTS = 3
MOST_REFUSALS_KEPT = 1000
HIGHEST_BYTES = 200 * 1024 * 1024

F = TypeVar("F", bound=ImportedFile)


@dataclass(frozen=True, slots=True)
class ImportQueue(Generic[F]):
    """The files of one kind that wait to be imported.

    `run` imports one, as `import_orders` does; `turn` is the turn it takes, so that one runs at a
    time; `key` names its progress.
    """

    model: type[F]
    run: Callable[..., ImportReport]
    turn: str
    key: str

    @property
    def rows(self) -> QuerySet[F]:
        # The stubs know the manager of a type variable by its bound only.
        return cast("QuerySet[F]", self.model._default_manager.all())

    def submit(self, *, actor: Any, file: File, dry_run: bool, skip_bad: bool) -> F:
        """Keeps a file to be imported by the next worker. Raises Refused when it is too large."""
        if file.size > HIGHEST_BYTES:
            raise Refused(_("The file is larger than 200 MB. Split it."), code="size", field="file")
        return self.rows.create(
            file=file,
            name=(file.name or "")[-200:],
            actor=actor,
            language=translation.get_language() or "",
            dry_run=dry_run,
            skip_bad=skip_bad,
        )

    def import_now(self, *, actor: Any, tried: F, skip_bad: bool | None = None) -> F:
        """Imports the file of a finished dry run in earnest. Locks the dry run.

        `skip_bad` is as in the dry run unless it is given. Raises Refused unless it was one and its
        file is still there.
        """
        with transaction.atomic():
            tried = self.rows.select_for_update().get(pk=tried.pk)
            if not (tried.dry_run and tried.state == ImportedFile.State.DONE and tried.file):
                raise Refused(_("This file cannot be imported from here: upload it again."), conflict=True)
            again: F = self.rows.create(
                file=tried.file.name,
                name=tried.name,
                actor=actor,
                language=translation.get_language() or "",
                dry_run=False,
                skip_bad=tried.skip_bad if skip_bad is None else skip_bad,
            )
            tried.file = ""
            tried.save(update_fields=["file"])
        return again

    def run_next(self) -> bool:
        """Carries out the oldest import that waits; returns whether there was one to be worked at.

        Does nothing while another import runs: waiting for it would keep a worker from the other
        jobs. Run twice, beside itself, or killed in the middle, it imports once. What has broken
        off three times is given up.
        """
        pk = self._count_attempt()
        if pk is None:
            return False
        with transaction.atomic():
            due = self.rows.select_for_update(skip_locked=True, of=("self",))
            job = due.filter(pk=pk, state=ImportedFile.State.WAITING).select_related("actor").first()
            if job is not None:
                with translation.override(job.language):
                    self._carry_out(job)
        return True

    def progress_of(self, job: F) -> tuple[int, int] | None:
        """Rows done and rows in all, where it is known: the cache may be gone."""
        told: tuple[int, int] | None = _board().get(self._key(job))
        return told

    def _key(self, job: F) -> str:
        return f"{self.key}:{job.pk}"

    def _count_attempt(self) -> int | None:
        """Counts in a transaction of its own: a crash must not take the count back."""
        with transaction.atomic():
            waiting = self.rows.filter(state=ImportedFile.State.WAITING).order_by("pk")
            job = waiting.select_for_update(skip_locked=True).first()
            if job is None or not try_turn(self.turn):
                return None
            if job.attempts >= MOST_ATTEMPTS:
                with translation.override(job.language):
                    job.error = _("The import broke off three times. Nothing was written.")
                _finish(job, ImportedFile.State.FAILED)
            else:
                job.attempts += 1
                job.save(update_fields=["attempts"])
            return int(job.pk)

    def _carry_out(self, job: F) -> None:
        try:
            with job.file.open("rb") as file:
                report = self.run(
                    actor=job.actor,
                    file=file.file,
                    skip_bad=job.skip_bad,
                    dry_run=job.dry_run,
                    progress=Told(self._key(job)),
                )
        except (Refused, OSError) as error:
            job.error = str(error) if isinstance(error, Refused) else _("The file is gone: upload it again.")
            _finish(job, ImportedFile.State.REFUSED)
        except IntegrityError:
            return  # somebody recorded one of them meanwhile: the next ring tries again
        else:
            _keep(job, report)


def _keep(job: ImportedFile, report: ImportReport) -> None:
    job.rows, job.accepted, job.advanced, job.known = (
        report.rows,
        report.accepted,
        report.advanced,
        report.known,
    )
    job.refused = len(report.refused)
    job.refusals = [[row.line, row.reason] for row in report.refused[:MOST_REFUSALS_KEPT]]
    done = report.written or job.dry_run
    _finish(job, ImportedFile.State.DONE if done else ImportedFile.State.REFUSED)


def _finish(job: ImportedFile, state: ImportedFile.State) -> None:
    job.state, job.finished_at = state, timezone.now()
    if not (job.dry_run and state == ImportedFile.State.DONE):
        drop_file(job)
    job.save()


def drop_file(job: ImportedFile) -> None:
    """Lets the file go with the caller's transaction, which saves the row: it holds names and numbers."""
    storage, name = job.file.storage, job.file.name
    job.file = ""
    transaction.on_commit(lambda: storage.delete(name) if name else None)


def _board() -> BaseCache:
    """Where progress is told. Not the default cache: that is in the database, and what the import
    writes there nobody sees before it is over."""
    return caches["redis"]


class Told(Progress):
    """Tells the page how far it is, beside the transaction."""

    def __init__(self, key: str) -> None:
        self.key = key

    def advance(self, done: int, whole: int) -> None:
        _board().set(self.key, (done, whole), timeout=600)
