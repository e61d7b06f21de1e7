"""The report on recruitment: how many wanted each place, and how long they waited for an answer."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from statistics import median
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from orders.festivals.snapshot import one_snapshot
from partners.recruitment.lifecycle import DECIDED, UNDECIDED, ApplicationStatus, VacancyStatus
from partners.recruitment.models import Application, Vacancy
from stations import wording
from stations.centers.models import CountyCenter
from stations.clock import business_date, day_end, day_start, month_end, month_of
from stations.refusals import Refused
from stations.replica import reads_replica

DAY_SECONDS = 24 * 3600
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the applications of one county, one month or all of them.

    `places` are vacancies that opened in the same time, `filled` those of them that are filled.
    `applicants` did not withdraw: they are accepted, refused or waiting. Days are from the form to the
    decision, of those decided: the median and the nearest-rank 90th percentile.
    """

    key: str
    name: str
    places: int
    filled: int
    applicants: int
    accepted: int
    refused: int
    waiting: int
    median_days: Decimal | None
    p90_days: Decimal | None

    @property
    def per_place(self) -> Decimal | None:
        """Applicants for each place, one decimal."""
        return _tenths(Decimal(self.applicants) / self.places) if self.places else None

    @property
    def one_in(self) -> Decimal | None:
        """Of so many who were answered one was taken on, one decimal; the programme took one in dozens."""
        answered = Decimal(self.accepted + self.refused)
        return _tenths(answered / self.accepted) if self.accepted else None


@dataclass(frozen=True, slots=True)
class RecruitmentReport:
    """The months from `first` to `last`, both whole, by when somebody applied or a vacancy opened.

    Read from a replica it is as of `behind` ago.
    """

    first: dt.date
    last: dt.date
    as_of: dt.datetime
    behind: dt.timedelta
    total: Figures
    counties: list[Figures]
    months: list[Figures]


class _Applied(NamedTuple):
    center: str
    month: str
    status: str
    days: Decimal | None


class _Offered(NamedTuple):
    center: str
    month: str
    status: str


@reads_replica
def recruitment_report(user: object | None, first: dt.date, last: dt.date) -> RecruitmentReport:
    """Reads only what `user` may see, None is the house itself, in one snapshot and three queries.

    Raises Refused when `last` lies before `first`.
    """
    first, last = month_of(first), month_of(last)
    if last < first:
        raise Refused(_("The last month is before the first."), code="months", field="last")
    with one_snapshot() as moment:
        applied, offered = _applied(user, first, last), _offered(user, first, last)
        names = dict(_seen(CountyCenter, user).values_list("code", "name"))
    counties = _by(lambda row: row.center, applied, offered)
    months = _by(lambda row: row.month, applied, offered)
    return RecruitmentReport(
        first=first,
        last=last,
        as_of=moment.as_of,
        behind=moment.behind,
        total=_figures("", "", applied, offered),
        counties=sorted(
            (_figures(code, names[code], *rows) for code, rows in counties.items()),
            key=lambda row: (-row.applicants, row.key),
        ),
        months=[_figures(month, "", *rows) for month, rows in sorted(months.items(), reverse=True)],
    )


def _seen(model: Any, user: object | None) -> Any:
    return model.objects.all() if user is None else model.objects.visible_to(user)


def _applied(user: object | None, first: dt.date, last: dt.date) -> list[_Applied]:
    rows = (
        _seen(Application, user)
        .filter(created_at__gte=day_start(first), created_at__lt=day_end(month_end(last)))
        .exclude(status=ApplicationStatus.WITHDRAWN)
        .order_by()
        .values_list("vacancy__station__center__code", "created_at", "status", "decided_at")
    )
    return [
        _Applied(center, _month(at), status, _days(decided - at) if decided and status in DECIDED else None)
        for center, at, status, decided in rows.iterator(chunk_size=10_000)
    ]


def _offered(user: object | None, first: dt.date, last: dt.date) -> list[_Offered]:
    rows = (
        _seen(Vacancy, user)
        .filter(opened_at__gte=day_start(first), opened_at__lt=day_end(month_end(last)))
        .order_by()
        .values_list("station__center__code", "opened_at", "status")
    )
    return [_Offered(center, _month(at), status) for center, at, status in rows]


def _by(
    key: Callable[[_Applied | _Offered], str], applied: list[_Applied], offered: list[_Offered]
) -> dict[str, tuple[list[_Applied], list[_Offered]]]:
    found: dict[str, tuple[list[_Applied], list[_Offered]]] = defaultdict(lambda: ([], []))
    for one in applied:
        found[key(one)][0].append(one)
    for place in offered:
        found[key(place)][1].append(place)
    return found


def _figures(key: str, name: str, applied: Iterable[_Applied], offered: Iterable[_Offered]) -> Figures:
    rows, places = list(applied), list(offered)
    statuses = [row.status for row in rows]
    days = sorted(row.days for row in rows if row.days is not None)
    return Figures(
        key=key,
        name=name,
        places=len(places),
        filled=sum(place.status == VacancyStatus.FILLED for place in places),
        applicants=len(rows),
        accepted=statuses.count(ApplicationStatus.ACCEPTED),
        refused=statuses.count(ApplicationStatus.REFUSED),
        waiting=sum(status in UNDECIDED for status in statuses),
        median_days=_tenths(median(days)) if days else None,
        p90_days=_tenths(days[ceil(len(days) * 0.9) - 1]) if days else None,
    )


def _month(at: dt.datetime) -> str:
    return f"{business_date(at):%Y-%m}"


def _days(time: dt.timedelta) -> Decimal:
    return Decimal(time // dt.timedelta(seconds=1)) / DAY_SECONDS


def _tenths(value: Decimal) -> Decimal:
    return wording.rounded(value, TENTH)
