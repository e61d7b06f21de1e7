"""The rooms' tasks, for Celery: each rings a verb that may run twice, beside itself, or die."""

from celery import shared_task

from partners.income import closing, pricing
from partners.income.awarding import giving
from partners.payouts import building
from partners.trials import running
from stations.clock import parse_month


@shared_task(name="partners.price_activity", soft_time_limit=840, time_limit=900)
def price_activity() -> None:
    pricing.price_activity()


@shared_task(name="partners.give_subsidies", soft_time_limit=840, time_limit=900)
def give_subsidies() -> None:
    """Asks who knows of events that earn a subsidy, and gives what waits."""
    giving.give_subsidies()


@shared_task(name="partners.close_due_month", soft_time_limit=60, time_limit=90)
def close_due_month() -> None:
    """Rings for the months that are over and not closed, and for what a crash left unfinished."""
    due = closing.request_due()
    if due is not None:
        close_month.delay(f"{due:%Y-%m}")


@shared_task(name="partners.close_month", soft_time_limit=840, time_limit=900)
def close_month(month: str) -> None:
    """Fans the oldest closing that waits out over its ranges; its last range rings for the next."""
    waiting = next(closing.begin(up_to=parse_month(month)), None)
    for range_id in closing.open_ranges(waiting) if waiting else ():
        close_range.delay(range_id)


@shared_task(name="partners.close_range", soft_time_limit=240, time_limit=300)
def close_range(range_id: int) -> None:
    done = closing.close_range(range_id=range_id)
    if done.next_month is not None:
        close_month.delay(f"{done.next_month:%Y-%m}")


@shared_task(name="partners.build_due_batch", soft_time_limit=840, time_limit=900)
def build_due_batch() -> None:
    """Rings on every day; a batch is built on pay day, or the first day after it on which it can be."""
    building.build_due_batch()


@shared_task(name="partners.run_trials", soft_time_limit=840, time_limit=900)
def run_trials() -> None:
    """Rung when a trial is asked for, and by the clock for what a crash left unfinished."""
    running.run_waiting_trials()
