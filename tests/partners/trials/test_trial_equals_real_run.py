"""A trial equals, to the fen, the real run of the same journal under the same rules.

Each example is played twice on the same rows: closed under the old rules and tried, for the whole month
or from a day on; then, as if it had never been priced, closed with the draft activated from that day.
"""

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partners.commission.models import CommissionRate
from partners.commission.revising import Terms
from partners.income.closing import close_month
from partners.income.models import Earning
from partners.journal.kinds import Business, Category, Kind, ParcelCategory, SubsidyCategory
from partners.journal.models import Activity
from partners.people.incumbents import Incumbents
from partners.subsidies.events import note_events
from partners.subsidies.proposing import SubsidyTerms, propose_subsidy
from partners.subsidies.slabs import read_slabs
from partners.subsidies.sources import NewEvent
from partners.trials.drafting import activate_draft, put_rate, put_subsidy, write_draft
from partners.trials.models import Draft, TrialResult
from partners.trials.running import request_trial, run_trial
from tests.cast import make_partner
from tests.making import make_station
from tests.partners.commission.test_amounts import rules
from tests.partners.income.history import History, at, post_rows
from tests.partners.subsidies.giving import OCTOBER, in_force

pytestmark = pytest.mark.django_db

CATEGORIES = (Category.CLOTHING, Category.PHONES, Category.LARGE_APPLIANCES)
_parcels = itertools.count(1)
Sums = dict[tuple[int, str], Decimal]


@st.composite
def months(draw: st.DrawFn) -> list[tuple[int, str, int, Decimal, list[Decimal]]]:
    """Orders of a month: at which station, of what, on which day, what was paid and what came back."""
    orders = []
    for _ in range(draw(st.integers(1, 6))):
        paid = left = draw(st.decimals("0.01", 9_000, places=2))
        refunds = []
        for _ in range(draw(st.integers(0, 2))):
            if left:
                refunds.append(draw(st.decimals("0.01", left, places=2)))
                left -= refunds[-1]
        place, category = draw(st.integers(0, 1)), draw(st.sampled_from(CATEGORIES))
        orders.append((place, category, draw(st.integers(1, 9)), paid, refunds))
    return orders


subsidies = st.fixed_dictionaries(
    {
        "floor": st.decimals("0.01", 2_000, places=2),
        "months": st.integers(1, 3),
        "opening": st.decimals("0.01", 900, places=2),
        "training": st.decimals("0.01", 900, places=2),
        "parcels": st.lists(st.tuples(st.integers(0, 1), st.integers(1, 20)), max_size=3),
        "parcel": st.decimals("0.01", 5, places=2),
        "slabs": st.sampled_from(["0 100 0\n100 - 1.5%", "0 50 1\n50 500 20\n500 - 33.33"]),
        "marginal": st.booleans(),
        "measure": st.decimals("0.01", 2_000, places=2),
    }
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    orders=months(),
    old=rules(),
    new=rules(),
    own=st.none() | rules(),
    given_=subsidies,
    begins=st.integers(1, 31),
    since=st.none() | st.integers(1, 31),
)
def test_a_trial_equals_the_later_real_run(
    youxi: Any,
    orders: Any,
    old: Any,
    new: Any,
    own: Any,
    given_: dict[str, Any],
    begins: int,
    since: int | None,
) -> None:
    first = dt.date(2015, 10, since) if since else None
    with transaction.atomic():
        stations = _world(youxi, old, given_, begins)
        for place, category, day, paid, refunds in orders:
            order = History(stations[place], category)
            order.paid(str(paid), f"2015-10-{day:02}")
            order.handed_over(f"2015-10-{day + 1:02}")
            for amount in refunds:
                order.refunded(str(amount), f"2015-10-{day + 3:02}")
        draft = _draft(youxi, new, own, given_, guarantees=first in (None, OCTOBER))

        asked = transaction.savepoint()
        close_month(month=OCTOBER)
        settled = list(Earning.objects.order_by("pk").values())
        asked_for = request_trial(actor=None, draft=draft, month=OCTOBER, since=first)
        run = run_trial(run=asked_for, size=1)
        assert list(Earning.objects.order_by("pk").values()) == settled  # nothing settled changes
        results = TrialResult.objects.filter(run=run)
        paid_then, tried = _sums(results, "paid"), _sums(results, "tried")
        touched = {category for _partner, category in tried}
        assert paid_then == _given(touched & {key[1] for key in paid_then}, keys=paid_then)
        transaction.savepoint_rollback(asked)

        _activate(draft, first or OCTOBER)
        close_month(month=OCTOBER)
        assert tried == _given(touched, keys=tried)
        transaction.set_rollback(True)  # the next example brings its own rules


def _world(youxi: Any, old: Any, given_: dict[str, Any], begins: int) -> list[Any]:
    for category in CATEGORIES:
        CommissionRate.objects.create(
            business=Business.AGENT_ORDER, category=category, valid_from=dt.date(2015, 1, 1), **_terms(old)
        )
    CommissionRate.objects.create(
        business=Business.PARCEL,
        category=ParcelCategory.SUBSIDY,
        valid_from=dt.date(2015, 1, 1),
        fixed=Decimal("0.50"),
        hold_days=0,
    )
    # Youxi's own rate for phones: a national draft leaves it alone.
    CommissionRate.objects.create(
        business=Business.AGENT_ORDER,
        category=Category.PHONES,
        center=youxi,
        valid_from=dt.date(2015, 1, 1),
        fixed=Decimal("1.23"),
    )
    in_force(SubsidyCategory.GUARANTEE, amount="700.00", months=2)
    stations = [make_station(code=f"FJYX05{n}", opened_on=dt.date(2015, 10, begins)) for n in range(2)]
    people = [
        make_partner(stations[0], since=dt.date(2015, 10, 1)),
        make_partner(stations[1], since=dt.date(2015, 8, begins)),
    ]
    for place, day in given_["parcels"]:
        _parcel(stations[place], day)
    _events(stations, people, given_, begins)
    in_force(SubsidyCategory.OPENING, amount="100.00")
    in_force(SubsidyCategory.TRAINING, amount="50.00")
    return stations


def _events(stations: list[Any], people: list[Any], given_: dict[str, Any], begins: int) -> None:
    """Everybody passed a course, and a festival ended at each station."""
    note_events(
        [
            NewEvent(
                f"training:{person.pk}:1",
                SubsidyCategory.TRAINING,
                f"training:{person.pk}",
                dt.date(2015, 10, begins),
                partner_id=person.pk,
                waits=True,
            )
            for person in people
        ]
        + [
            NewEvent(
                f"festival:1:{station.pk}",
                SubsidyCategory.FESTIVAL,
                "festival:20151018",
                dt.date(2015, 10, 18),
                station_id=station.pk,
                measure=given_["measure"],
            )
            for station in stations
        ]
    )


def _parcel(station: Any, day: int) -> None:
    """A parcel that somebody fetched; what it brings has a rate like goods."""
    moment = at(f"2015-10-{day:02}")
    subject = f"parcel:{next(_parcels)}"
    post_rows(
        Activity(
            partner_id=Incumbents([station.pk]).on(station.pk, moment.date()),
            station=station,
            center=station.center,
            business=Business.PARCEL,
            kind=Kind.PARCEL,
            category=ParcelCategory.SUBSIDY,
            amount=Decimal(0),
            orders=1,
            occurred_at=moment,
            turnover_at=moment,
            subject=subject,
            source_key=f"{subject}:parcel",
        )
    )


def _terms(rule: Any) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in ("rate", "fixed", "minimum", "cap")}


def _draft(youxi: Any, new: Any, own: Any, given_: dict[str, Any], *, guarantees: bool) -> Draft:
    draft = write_draft(actor=None, name="试算", reason="试算")
    for category in CATEGORIES:
        put_rate(
            actor=None, draft=draft, business=Business.AGENT_ORDER, category=category,
            terms=Terms(**_terms(new)),
        )  # fmt: skip
    put_rate(
        actor=None, draft=draft, business=Business.PARCEL, category=ParcelCategory.SUBSIDY,
        terms=Terms(fixed=given_["parcel"], hold_days=0),
    )  # fmt: skip
    if own is not None:
        put_rate(
            actor=None, draft=draft, business=Business.AGENT_ORDER, category=Category.CLOTHING,
            center=youxi, terms=Terms(**_terms(own)),
        )  # fmt: skip
    slabs = read_slabs(given_["slabs"])
    for category, terms in (
        (SubsidyCategory.GUARANTEE, SubsidyTerms(amount=given_["floor"], months=given_["months"])),
        (SubsidyCategory.OPENING, SubsidyTerms(amount=given_["opening"])),
        (SubsidyCategory.TRAINING, SubsidyTerms(amount=given_["training"])),
        (SubsidyCategory.FESTIVAL, SubsidyTerms(slabs=slabs, marginal=given_["marginal"])),
    ):
        if category == SubsidyCategory.GUARANTEE and not guarantees:
            continue  # it begins on the first day of a month; what a trial says of it then is test_drafts'
        rule = propose_subsidy(actor=None, category=category, terms=terms, valid_from=OCTOBER, reason="试算")
        put_subsidy(actor=None, draft=draft, rule=rule)
    return draft


def _activate(draft: Draft, first: dt.date) -> None:
    """As `activate_draft` does it, but for the trial that was undone with everything else."""
    draft.runs.create(month=dt.date(2015, 9, 1), finished_at=timezone.now())
    activate_draft(actor=None, draft=draft, valid_from=first)
    assert Draft.objects.get(pk=draft.pk).valid_from == first


def _sums(results: Any, name: str) -> Sums:
    rows = results.order_by().values_list("partner", "category").annotate(sum=Sum(name))
    return {(partner, category): total for partner, category, total in rows}


def _given(categories: set[str], *, keys: Sums) -> Sums:
    """What the lines in the statements of October really came to, by partner and category."""
    lines = Earning.objects.filter(statement__month=OCTOBER, category__in=categories).order_by()
    sums = {
        (partner, category): total
        for partner, category, total in lines.values_list("partner", "category").annotate(sum=Sum("amount"))
    }
    return {key: sums.pop(key, Decimal(0)) for key in keys} | sums
