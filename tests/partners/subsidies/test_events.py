"""Events earn once: whoever tells of them, however often they are asked for, and whatever dies."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction

from partners.income.awarding import giving
from partners.income.awarding.giving import give_subsidies
from partners.income.awarding.models import Award
from partners.income.models import Earning
from partners.journal.kinds import SubsidyCategory
from partners.journal.models import Activity, PendingActivity
from partners.subsidies import sources
from partners.subsidies.events import note_events
from partners.subsidies.sources import NewEvent
from stations.network.models import Station
from tests.cast import make_partner
from tests.making import make_station
from tests.partners.subsidies.giving import BONUS, in_force, lines

pytestmark = pytest.mark.django_db

OPENING, TRAINING, FESTIVAL = SubsidyCategory.OPENING, SubsidyCategory.TRAINING, SubsidyCategory.FESTIVAL
DAY = dt.date(2015, 9, 7)


@pytest.fixture
def fresh() -> Station:
    return make_station(code="FJYX050", opened_on=DAY)


def passed(partner, key="training:1", day=DAY) -> NewEvent:
    return NewEvent(key, TRAINING, "training:1", day, partner_id=partner.pk, waits=True)


def test_a_station_that_opens_earns_its_partner_the_subsidy_once(fresh):
    in_force(OPENING, amount="800.00")
    make_partner(fresh, since=DAY, name="新来的")
    give_subsidies()
    assert lines(OPENING) == [("新来的", "800.00", DAY)]
    again = give_subsidies()
    assert (again.noted, again.events, again.lines) == (0, 0, 0)
    assert Activity.objects.get(category=OPENING).source_key == f"opening:{fresh.pk}"


def test_an_opening_waits_for_the_first_tenure(fresh):
    in_force(OPENING, amount="800.00")
    assert give_subsidies().lines == 0
    make_partner(fresh, since=dt.date(2015, 9, 20), name="晚到的")
    give_subsidies()
    assert lines(OPENING) == [("晚到的", "800.00", dt.date(2015, 9, 20))]


def test_openings_of_before_the_first_rule_earn_nothing(fjyx001, lin):
    in_force(OPENING, amount="800.00")  # of 2015; the station opened in 2014
    give_subsidies()
    assert lines(OPENING) == []
    assert not Activity.objects.filter(category=OPENING).exists()


def test_a_county_s_own_rule_goes_before_the_national_one(fresh, youxi, tonglu):
    in_force(OPENING, amount="800.00")
    in_force(OPENING, amount="1000.00", center=youxi)
    other = make_station(code="ZJTL050", center=tonglu, opened_on=DAY)
    make_partner(fresh, since=DAY, name="尤溪的")
    make_partner(other, since=DAY, name="桐庐的")
    give_subsidies()
    assert sorted(lines(OPENING)) == [("尤溪的", "1000.00", DAY), ("桐庐的", "800.00", DAY)]


def test_a_room_tells_of_a_training_and_a_source_is_asked(lin, chen, monkeypatch):
    in_force(TRAINING, amount="200.00")
    assert note_events([passed(lin), passed(lin)]) == 1
    monkeypatch.setattr(
        "partners.subsidies.openings.opened_stations", lambda: [passed(lin), passed(chen, "training:2")]
    )
    give_subsidies()
    assert sorted(lines(TRAINING)) == sorted([(lin.name, "200.00", DAY), (chen.name, "200.00", DAY)])


def test_a_source_under_a_name_replaces_the_one_before(monkeypatch):
    monkeypatch.setattr(sources, "_sources", {})
    sources.register("nothing", "tests.partners.subsidies.test_events.none")
    sources.register("nothing", "tests.partners.subsidies.test_events.none")
    assert [list(one) for one in sources.new_events()] == [[]]
    sources.unregister("nothing")
    assert list(sources.new_events()) == []


def none():
    return []


def test_an_event_without_a_rule_is_taken_up_and_brings_no_line(lin):
    note_events([passed(lin)])
    assert PendingActivity.objects.filter(consumer="subsidies").count() == 1
    done = give_subsidies()
    assert (done.events, done.lines) == (1, 0)
    assert not Earning.objects.exists()


def festival(station, measure, day=dt.date(2015, 11, 11)) -> NewEvent:
    key = f"festival:1:{station.pk}"
    return NewEvent(key, FESTIVAL, "festival:20151111", day, station_id=station.pk, measure=Decimal(measure))


@pytest.mark.parametrize(
    ("marginal", "measure", "amount"),
    [
        (False, "9999.99", "0.00"),
        (False, "10000.00", "100.00"),
        (False, "20000.49", "200.00"),  # 200.0049
        (False, "20000.50", "200.01"),  # 200.0050: half a fen goes up
        (True, "20100.00", "101.00"),
    ],
)
def test_a_festival_s_turnover_reaches_a_bracket(lin, fjyx001, marginal, measure, amount):
    in_force(FESTIVAL, slabs=BONUS, marginal=marginal)
    note_events([festival(fjyx001, measure)])
    give_subsidies()
    assert lines(FESTIVAL) == [(lin.name, amount, dt.date(2015, 11, 11))]


def test_whoever_ran_the_station_on_the_day_gets_the_bonus_and_nobody_else(lin, wang, fjyx001):
    in_force(FESTIVAL, slabs=BONUS)
    note_events([festival(fjyx001, "15000.00", day=dt.date(2015, 6, 18))])
    give_subsidies()
    assert lines(FESTIVAL) == [(wang.name, "100.00", dt.date(2015, 6, 18))]


def test_a_festival_does_not_wait_for_the_next_partner(fresh):
    in_force(FESTIVAL, slabs=BONUS)
    make_partner(fresh, since=dt.date(2015, 12, 1))
    assert note_events([festival(fresh, "15000.00")]) == 0


def test_what_dies_in_the_middle_is_given_by_the_next_run(lin, monkeypatch):
    in_force(TRAINING, amount="200.00")
    note_events([passed(lin)])

    def die(*args, **kwargs):
        raise SystemExit

    monkeypatch.setattr(giving, "write_lines", die)
    with pytest.raises(SystemExit), transaction.atomic():
        give_subsidies()
    monkeypatch.undo()
    assert (Earning.objects.count(), PendingActivity.objects.filter(consumer="subsidies").count()) == (0, 1)
    give_subsidies()
    give_subsidies()
    assert Award.objects.count() == Earning.objects.count() == 1
