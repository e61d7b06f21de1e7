"""What page, API and command ask for: against which festival, or which ordinary day."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.utils.translation import gettext as _

from orders.festivals.comparing.basis import WEEKS, Basis, Middle, earlier_festival, ordinary_day
from orders.festivals.comparing.report import Comparison, compare
from orders.festivals.models import Festival
from stations.refusals import Refused
from stations.replica import reads_replica

ORDINARY = "ordinary"


@reads_replica
def compared(
    festival: Festival,
    user: object | None = None,
    *,
    against: str = "",
    weeks: int = WEEKS,
    middle: str = Middle.MEAN,
) -> Comparison:
    """A festival against another one by its slug, or against an ordinary day (by default).

    Raises Refused: an unknown festival or one that is not earlier, a number of weeks or a middle that there
    is not, a festival whose first hour is not over, and no ordinary day in these weeks.
    """
    if middle not in {one.value for one in Middle}:
        raise Refused(_("Choose mean or median."), code="middle", field="middle")
    if against and against != ORDINARY:
        other = Festival.objects.filter(slug=against).first()
        if other is None:
            raise Refused(_("There is no such festival."), code="against", field="against")
        return compare(festival, lambda as_of: earlier_festival(festival, other, as_of=as_of), user)
    basis = partial(_ordinary, festival, weeks, Middle(middle))
    return compare(festival, basis, user)


def _ordinary(festival: Festival, weeks: int, middle: Middle, as_of: dt.datetime) -> Basis:
    festivals = Festival.objects.filter(starts_at__lte=festival.starts_at)
    return ordinary_day(festival, weeks=weeks, middle=middle, as_of=as_of, festivals=festivals)
