"""Gathers the rooms' tasks for Celery."""

from stations.requests.tasks import forget_old_requests_task

__all__ = ["forget_old_requests_task"]
