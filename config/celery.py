"""The Celery application. Tasks live in each app's `tasks.py`."""

import os
from logging.config import dictConfig
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging
from django.conf import settings
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("cunzhan")
app.steps["worker"].add(DjangoStructLogInitStep)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Beat only rings: every ring expires before the next, so nothing piles up (docs/jobs.md).
app.conf.beat_schedule = {
    "forget-old-requests": {
        "task": "stations.forget_old_requests",
        "schedule": crontab(hour="3", minute="41"),
        "options": {"expires": 3600},
    },
    "run-imports": {
        "task": "orders.run_imports",
        "schedule": 3.0,
        "options": {"expires": 3},
    },
    "roll-up-turnover": {
        "task": "orders.roll_up_turnover",
        "schedule": 1.0,
        "options": {"expires": 1},
    },
    "watch-festivals": {
        "task": "orders.watch_festivals",
        "schedule": crontab(),
        "options": {"expires": 50},
    },
    "drive-gateways": {
        "task": "orders.drive_gateways",
        "schedule": 3.0,
        "options": {"expires": 3},
    },
    "reconcile-due-days": {
        "task": "orders.reconcile_due_days",
        "schedule": crontab(minute="23"),
        "options": {"expires": 3000},
    },
    "price-activity": {
        "task": "partners.price_activity",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "give-subsidies": {
        "task": "partners.give_subsidies",
        "schedule": crontab(minute="7"),
        "options": {"expires": 3000},
    },
    "close-due-month": {
        "task": "partners.close_due_month",
        "schedule": crontab(minute="17"),
        "options": {"expires": 3000},
    },
    "run-trials": {
        "task": "partners.run_trials",
        "schedule": crontab(),
        "options": {"expires": 50},
    },
    "settle-presales": {
        "task": "orders.settle_presales",
        "schedule": crontab(),
        "options": {"expires": 50},
    },
    "score-levels": {
        "task": "orders.score_levels",
        "schedule": crontab(hour="4", minute="13"),
        "options": {"expires": 3600},
    },
    "build-due-batch": {
        "task": "partners.build_due_batch",
        "schedule": crontab(hour="6", minute="31"),
        "options": {"expires": 3600},
    },
    "deliver-notices": {
        "task": "stations.deliver_notices",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "remind-waiting": {
        "task": "orders.remind_waiting",
        "schedule": crontab(hour="10", minute="7"),
        "options": {"expires": 3600},
    },
    "forget-notices": {
        "task": "stations.forget_notices",
        "schedule": crontab(hour="3", minute="57"),
        "options": {"expires": 3600},
    },
    "forget-personal-data": {
        "task": "orders.forget_personal_data",
        "schedule": crontab(hour="3", minute="52"),
        "options": {"expires": 3600},
    },
}


@setup_logging.connect
def keep_our_logging(**kwargs: Any) -> None:
    """Celery would put its own format in the place of the structured logs."""
    dictConfig(settings.LOGGING)
