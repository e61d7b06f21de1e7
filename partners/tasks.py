"""The rooms' tasks, for Celery: each rings a verb that may run twice, beside itself, or die."""

from celery import shared_task

from partners.income import pricing


@shared_task(name="partners.price_activity", soft_time_limit=840, time_limit=900)
def price_activity() -> None:
    pricing.price_activity()
