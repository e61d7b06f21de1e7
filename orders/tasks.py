"""Gathers the rooms' Celery tasks. Five lines each: the work is a verb's."""

import datetime as dt

from celery import current_app, shared_task

from orders.agent_orders.importing.queueing import QUEUE as ORDER_FILES
from orders.agent_orders.telling import remind_waiting
from orders.counter.driving import drive_gateway, gateways_with_work
from orders.counter.erasing import erase_old_details
from orders.counter.hearing import judge_kept_callbacks
from orders.counter.reconciling.running import days_to_reconcile, reconcile_gateway
from orders.festivals.live.looking import boards_are_due
from orders.festivals.rolling_up import roll_up_turnover
from orders.festivals.standstills.watching import watch_running_festivals
from orders.logistics.telling import remind_waiting_parcels
from orders.personal_data.erasing import erase_long_kept, forget_import_files
from orders.presale.overdue import settle_ended
from orders.presale.telling import tell_due_balances
from orders.produce.sales.importing.queueing import QUEUE as SALE_FILES
from orders.reports.levels.scoring import score_due_months
from partners.recruitment.forgetting import forget_old_applications

# A ring takes a few seconds of work at most; what is left waits a second for the next.
ROLLED_UP_A_RING = 100_000


@shared_task(name="orders.roll_up_turnover", soft_time_limit=240, time_limit=300)
def roll_up_turnover_task() -> None:
    if roll_up_turnover(limit=ROLLED_UP_A_RING):
        boards_are_due()


@shared_task(name="orders.watch_festivals", soft_time_limit=50, time_limit=55)
def watch_festivals_task() -> None:
    watch_running_festivals()


@shared_task(name="orders.run_imports")
def run_imports_task() -> None:
    ORDER_FILES.run_next()
    SALE_FILES.run_next()


@shared_task(name="orders.forget_personal_data")
def forget_personal_data_task() -> None:
    erase_long_kept()
    forget_import_files()
    erase_old_details()
    forget_old_applications()


@shared_task(name="orders.remind_waiting", soft_time_limit=240, time_limit=300)
def remind_waiting_task() -> None:
    remind_waiting()
    remind_waiting_parcels()


@shared_task(name="orders.settle_presales", soft_time_limit=240, time_limit=300)
def settle_presales_task() -> None:
    tell_due_balances()
    settle_ended()


@shared_task(name="orders.score_levels", soft_time_limit=840, time_limit=900)
def score_levels_task() -> None:
    score_due_months()


@shared_task(name="orders.drive_gateways", soft_time_limit=50, time_limit=60)
def drive_gateways_task() -> None:
    judge_kept_callbacks()
    for code in gateways_with_work():
        current_app.send_task("orders.drive_gateway", args=[code], expires=3)


@shared_task(name="orders.drive_gateway", soft_time_limit=56, time_limit=58)
def drive_gateway_task(code: str) -> None:
    drive_gateway(code)


@shared_task(name="orders.reconcile_due_days", soft_time_limit=50, time_limit=60)
def reconcile_due_days_task() -> None:
    for code, day in days_to_reconcile():
        current_app.send_task("orders.reconcile_gateway", args=[code, day.isoformat()], expires=3000)


@shared_task(name="orders.reconcile_gateway", soft_time_limit=240, time_limit=300)
def reconcile_gateway_task(code: str, day: str) -> None:
    reconcile_gateway(code=code, day=dt.date.fromisoformat(day))
