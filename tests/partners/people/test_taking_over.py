"""Who runs a station: one partner at a time, day by day, for ever on record."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pghistory.models
import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from partners.people import checks
from partners.people.models import Partner, Tenure
from partners.people.taking_over import begin_tenure, convert_mode, end_tenure
from stations.network.lifecycle import StationStatus
from stations.network.models import Station
from stations.refusals import Refused
from tests.cast import DOUBLE_ELEVEN, HANDED_ON, OPENED, make_activity, make_partner, make_station

DAY = dt.timedelta(days=1)
BEFORE_LIN = HANDED_ON - DAY


@pytest.fixture
def newcomer(youxi):
    return make_partner(center=youxi, name="何新")


def dates(station):
    return list(
        Tenure.objects.filter(station=station)
        .order_by("starts_on")
        .values_list("partner__name", "starts_on", "ends_on", "mode")
    )


def test_a_tenure_begins_where_nobody_runs_the_station(youxi, newcomer, youxi_staff):
    station = make_station(center=youxi)
    begun = begin_tenure(actor=youxi_staff, partner=newcomer, station=station, starts_on=OPENED)
    assert dates(station) == [("何新", OPENED, None, "2.0")]
    assert begun.pk == Tenure.objects.get(station=station).pk


@pytest.mark.parametrize("starts_on", [OPENED, HANDED_ON - DAY, HANDED_ON, HANDED_ON + DAY])
def test_no_two_at_once(fjyx001, wang, lin, newcomer, youxi_staff, starts_on):
    before = dates(fjyx001)
    with pytest.raises(Refused) as refused:
        begin_tenure(actor=youxi_staff, partner=newcomer, station=fjyx001, starts_on=starts_on)
    assert (refused.value.code, refused.value.field, refused.value.conflict) == ("overlap", "starts_on", True)
    assert ("王建国" if starts_on < HANDED_ON else "林小芳") in str(refused.value)
    assert dates(fjyx001) == before


def test_the_next_one_may_begin_on_the_day_after_the_last(fjyx001, lin, newcomer, youxi_staff):
    tenure = Tenure.objects.get(partner=lin)
    last = dt.date(2015, 9, 30)
    end_tenure(actor=youxi_staff, tenure=tenure, ends_on=last)
    with pytest.raises(Refused):
        begin_tenure(actor=youxi_staff, partner=newcomer, station=fjyx001, starts_on=last)
    begin_tenure(actor=youxi_staff, partner=newcomer, station=fjyx001, starts_on=last + DAY)
    assert [row[:3] for row in dates(fjyx001)][1:] == [
        ("林小芳", HANDED_ON, last),
        ("何新", last + DAY, None),
    ]


def test_a_tenure_does_not_begin_at_a_closed_station_or_in_another_county(
    zjtl001, newcomer, youxi, youxi_staff
):
    closed = make_station(center=youxi, status=StationStatus.CLOSED, closed_on=HANDED_ON)
    for station, code in ((closed, "station_closed"), (zjtl001, "center")):
        with pytest.raises(Refused) as refused:
            begin_tenure(actor=youxi_staff, partner=newcomer, station=station, starts_on=OPENED)
        assert refused.value.code == code
    assert not newcomer.tenures.exists()


def test_a_tenure_does_not_end_before_it_starts_and_ends_once(lin, youxi_staff):
    tenure = Tenure.objects.get(partner=lin)
    with pytest.raises(Refused) as refused:
        end_tenure(actor=youxi_staff, tenure=tenure, ends_on=BEFORE_LIN)
    assert (refused.value.code, refused.value.field) == ("day", "ends_on")
    end_tenure(actor=youxi_staff, tenure=tenure, ends_on=dt.date(2015, 9, 30))
    with pytest.raises(Refused) as refused:
        end_tenure(actor=youxi_staff, tenure=tenure, ends_on=dt.date(2015, 10, 1))
    assert refused.value.code == "ended"
    tenure.refresh_from_db()
    assert tenure.ends_on == dt.date(2015, 9, 30)


def test_a_tenure_does_not_end_before_the_last_payment(fjyx001, lin, youxi_staff):
    make_activity(fjyx001, "paid", "100.00")
    tenure = Tenure.objects.get(partner=lin)
    with pytest.raises(Refused) as refused:
        end_tenure(actor=youxi_staff, tenure=tenure, ends_on=dt.date(2015, 11, 10))
    assert (refused.value.code, refused.value.conflict) == ("still_open", True)
    tenure.refresh_from_db()
    assert tenure.ends_on is None
    end_tenure(actor=youxi_staff, tenure=tenure, ends_on=DOUBLE_ELEVEN.date())


def parcels(tenure, last_day):
    return [f"3 parcels wait at {tenure.station.code}."]


def cash(tenure, last_day):
    return [f"The drawer is not counted on {last_day}."]


def test_upper_apps_say_what_is_still_open_all_at_once(lin, youxi_staff):
    tenure = Tenure.objects.get(partner=lin)
    checks.register("test-b", f"{__name__}.parcels")
    checks.register("test-a", f"{__name__}.cash")
    try:
        with pytest.raises(Refused) as refused:
            end_tenure(actor=youxi_staff, tenure=tenure, ends_on=dt.date(2015, 9, 30))
    finally:
        checks.unregister("test-a")
        checks.unregister("test-b")
    assert str(refused.value) == "The drawer is not counted on 2015-09-30. 3 parcels wait at FJYX001."
    tenure.refresh_from_db()
    assert tenure.ends_on is None
    end_tenure(actor=youxi_staff, tenure=tenure, ends_on=dt.date(2015, 9, 30))


@pytest.fixture
def shop(chen):
    tenure = Tenure.objects.get(partner=chen)
    tenure.mode = Tenure.Mode.SHOP
    tenure.save(update_fields=["mode"])
    return tenure


def test_a_shop_becomes_a_full_time_partner_and_each_day_keeps_its_mode(fjyx002, shop, youxi_staff):
    day = dt.date(2015, 5, 1)
    new = convert_mode(actor=youxi_staff, tenure=shop, starts_on=day)
    assert dates(fjyx002) == [("陈志强", OPENED, day - DAY, "1.0"), ("陈志强", day, None, "2.0")]
    assert new.starts_on == day
    for on, mode in ((day - DAY, "1.0"), (day, "2.0")):
        assert Tenure.objects.covering(on).get(station=fjyx002).mode == mode


def test_a_conversion_keeps_an_end_that_is_set(fjyx002, shop, youxi_staff):
    end_tenure(actor=youxi_staff, tenure=shop, ends_on=dt.date(2015, 12, 31))
    convert_mode(actor=youxi_staff, tenure=shop, starts_on=dt.date(2015, 5, 1))
    assert dates(fjyx002)[-1][1:] == (dt.date(2015, 5, 1), dt.date(2015, 12, 31), "2.0")
    with pytest.raises(Refused):
        convert_mode(actor=youxi_staff, tenure=shop, starts_on=dt.date(2016, 1, 1))


def test_a_conversion_on_the_first_day_is_a_correction(fjyx002, shop, youxi_staff):
    convert_mode(actor=youxi_staff, tenure=shop, starts_on=OPENED)
    assert dates(fjyx002) == [("陈志强", OPENED, None, "2.0")]


def test_two_zero_is_not_converted(lin, youxi_staff):
    tenure = Tenure.objects.get(partner=lin)
    with pytest.raises(Refused) as refused:
        convert_mode(actor=youxi_staff, tenure=tenure, starts_on=dt.date(2015, 9, 1))
    assert refused.value.code == "mode"
    assert Tenure.objects.filter(partner=lin).count() == 1


def test_the_history_says_who_and_by_which_process(lin, youxi_staff):
    tenure = Tenure.objects.get(partner=lin)
    end_tenure(actor=youxi_staff, tenure=tenure, ends_on=dt.date(2015, 9, 30))
    event = apps.get_model("partners", "TenureEvent").objects.filter(pgh_obj=tenure).latest("pgh_id")
    assert (event.pgh_label, event.ends_on) == ("update", dt.date(2015, 9, 30))
    context = pghistory.models.Context.objects.get(pk=event.pgh_context_id)
    assert context.metadata == {"process": "end_tenure", "actor": youxi_staff.pk}


# --- the database has the last word ----------------------------------------------


def test_the_database_refuses_two_at_once(fjyx001, lin, newcomer):
    with pytest.raises(IntegrityError, match="tenure_one_partner_at_a_time"), transaction.atomic():
        Tenure.objects.create(partner=newcomer, station=fjyx001, starts_on=HANDED_ON)


def test_the_database_refuses_an_end_before_the_start(lin):
    with pytest.raises(IntegrityError, match="tenure_ends_after_it_starts"), transaction.atomic():
        Tenure.objects.filter(partner=lin).update(ends_on=BEFORE_LIN)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_one_moment_one_is_refused(youxi):
    station = make_station(center=youxi)
    people = [make_partner(center=youxi, name=name) for name in ("甲", "乙")]
    barrier = threading.Barrier(2)

    def begin(partner):
        try:
            barrier.wait(timeout=30)
            begin_tenure(actor=None, partner=partner, station=station, starts_on=OPENED)
        except Refused as refused:
            return refused.code
        finally:
            connection.close()
        return "begun"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(begin, people))
    assert answers == ["begun", "overlap"]
    assert Tenure.objects.count() == 1
    assert Station.objects.count() == 1
    assert Partner.objects.count() == 2
