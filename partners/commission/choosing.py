"""Which rate applies: the county's own before the national one, valid on the day of the payment.

The same choice stands here twice: as SQL for the job that prices, and as a query for people.
A test holds the two together.
"""

from __future__ import annotations

import datetime as dt

from partners.commission.models import CommissionRate

# Joins `own` and `national` onto `payment` (business, category, center_id, paid_on); the rate is
# coalesce(own.id, national.id). The exclusion constraint lets each match once at most.
JOIN_RATES = """
    LEFT JOIN partners_commissionrate own
           ON own.business = payment.business AND own.category = payment.category
          AND own.center_id = payment.center_id
          AND payment.paid_on BETWEEN own.valid_from AND coalesce(own.valid_to, 'infinity')
    LEFT JOIN partners_commissionrate national
           ON national.business = payment.business AND national.category = payment.category
          AND national.center_id IS NULL
          AND payment.paid_on BETWEEN national.valid_from AND coalesce(national.valid_to, 'infinity')
"""


def rate_for(*, business: str, category: str, center_id: int, day: dt.date) -> CommissionRate | None:
    """The rate of a payment made on a business date in a county; None means that nothing is earned."""
    return (
        CommissionRate.objects.in_force_on(day)
        .applying_in(center_id)
        .filter(business=business, category=category)
        .first()
    )
