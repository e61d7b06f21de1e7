from typing import Any

from django.core.management.base import BaseCommand

from partners.trials.models import TrialRun
from partners.trials.running import run_trial
from stations.progress import progress_on


class Command(BaseCommand):
    help = "Computes the trial runs that wait; safe to run twice, beside itself, and after a kill."

    def handle(self, *args: Any, **options: Any) -> None:
        waiting = list(TrialRun.objects.unfinished().select_related("draft").order_by("pk"))
        with progress_on(self.stderr) as progress:
            for run in waiting:
                progress.stage(str(run))
                run_trial(run=run, progress=lambda part: progress.advance(part.done, part.parts))
        self.stdout.write(f"{len(waiting)} trial runs computed")
