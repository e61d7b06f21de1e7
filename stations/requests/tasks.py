from __future__ import annotations

from celery import shared_task

from stations.requests.forgetting import forget_old_requests


@shared_task(name="stations.forget_old_requests", time_limit=600)
def forget_old_requests_task() -> None:
    forget_old_requests()
