"""Gathers the rooms' Celery tasks. Five lines each: the work is a verb's."""

from celery import shared_task

from orders.agent_orders.importing.queueing import run_next_import
from orders.agent_orders.telling import remind_waiting
from orders.festivals.rolling_up import roll_up_turnover
from orders.personal_data.erasing import erase_long_kept, forget_import_files

# A ring takes a few seconds of work at most; what is left waits two seconds for the next.
ROLLED_UP_A_RING = 100_000


@shared_task(name="orders.roll_up_turnover", soft_time_limit=240, time_limit=300)
def roll_up_turnover_task() -> None:
    roll_up_turnover(limit=ROLLED_UP_A_RING)


@shared_task(name="orders.run_imports")
def run_imports_task() -> None:
    run_next_import()


@shared_task(name="orders.forget_personal_data")
def forget_personal_data_task() -> None:
    erase_long_kept()
    forget_import_files()


@shared_task(name="orders.remind_waiting", soft_time_limit=240, time_limit=300)
def remind_waiting_task() -> None:
    remind_waiting()
