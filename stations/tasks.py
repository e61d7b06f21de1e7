"""Gathers the rooms' tasks for Celery."""

from stations.notices.tasks import deliver_notices_task, forget_notices_task
from stations.requests.tasks import forget_old_requests_task

__all__ = ["deliver_notices_task", "forget_notices_task", "forget_old_requests_task"]
