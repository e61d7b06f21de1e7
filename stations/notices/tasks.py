from __future__ import annotations

from celery import shared_task

from stations.notices.delivering import deliver_notices
from stations.notices.forgetting import forget_old_notices


# Less than `lifecycle.LOST_AFTER`: what is given up as lost has nobody any more who sends it.
@shared_task(name="stations.deliver_notices", soft_time_limit=60, time_limit=90)
def deliver_notices_task() -> None:
    deliver_notices()


@shared_task(name="stations.forget_notices", time_limit=600)
def forget_notices_task() -> None:
    forget_old_notices()
