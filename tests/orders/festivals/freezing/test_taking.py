"""A snapshot is taken once, of everything that was posted, and nobody changes it."""

import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, transaction
from django.urls import reverse

from orders.festivals.by_county import OfCenter, county_reports
from orders.festivals.freezing.document import Reading, checksum_of, document_of, thaw
from orders.festivals.freezing.models import FestivalSnapshot, SnapshotPart
from orders.festivals.freezing.taking import freeze_festival
from orders.festivals.report import festival_report
from orders.festivals.snapshot import one_snapshot
from partners.journal.kinds import Kind
from stations.refusals import Refused
from tests.cast import api_client_of, client_of, make_activity
from tests.orders.festivals.freezing.conftest import at

pytestmark = pytest.mark.django_db

ADDRESS = reverse("festival_snapshots", args=["double-eleven-2015"])


def freeze(festival, actor=None, reason="零点,对外公布"):
    return freeze_festival(actor=actor, festival=festival, reason=reason)


def parts(snapshot):
    return {part.center and part.center.code: part for part in snapshot.parts.select_related("center")}


def test_it_holds_the_nation_and_each_county_with_their_figures(sold, double_eleven, ops):
    snapshot = freeze(double_eleven, ops)

    found = {code: (one.stations, one.paid_amount, one.net_amount) for code, one in parts(snapshot).items()}
    assert found == {
        None: (3, Decimal("460.05"), Decimal("450.05")),
        "FJYX": (2, Decimal("160.00"), Decimal("150.00")),
        "ZJTL": (1, Decimal("300.05"), Decimal("300.05")),
    }
    assert (snapshot.taken_by, snapshot.reason) == (ops, "零点,对外公布")
    for part in parts(snapshot).values():
        assert part.checksum == checksum_of(part.document)


def test_it_counts_what_waits_first(sold, double_eleven, fjyx001):
    make_activity(fjyx001, Kind.PAID, "7.00", at=at(11, 12))
    part = parts(freeze(double_eleven))[None]
    assert (part.paid_amount, thaw(part.document).report.pending) == (Decimal("467.05"), 0)


def test_a_document_says_the_report_it_was_made_from(sold, double_eleven):
    with one_snapshot():
        report = festival_report(double_eleven)
        counties = list(county_reports(report))
    for one in (report, *counties):
        said = thaw(document_of(Reading(one, {}))).report
        assert said.festival.name == double_eleven.name
        for name in ("turnovers", "hours", "opening", "categories", "provinces", "counties", "stations"):
            assert getattr(said, name) == getattr(one, name), name
        for name in ("as_of", "pending", "national", "stations_in_service", "stations_selling"):
            assert getattr(said, name) == getattr(one, name), name
        assert (said.mean_per_station, said.median_per_station) == (
            one.mean_per_station,
            one.median_per_station,
        )


def test_a_countys_part_is_what_its_staff_could_read(sold, double_eleven, youxi, tonglu, youxi_staff):
    with one_snapshot():
        both = list(county_reports(festival_report(double_eleven)))
    for center, read in ((tonglu, both[0]), (youxi, both[1])):
        own = festival_report(double_eleven, OfCenter(center.pk))
        for name in ("turnovers", "hours", "opening", "categories", "provinces", "counties", "stations"):
            assert getattr(read, name) == getattr(own, name), (center.code, name)
        assert read.mean_per_station == own.mean_per_station
    assert festival_report(double_eleven, youxi_staff).stations == both[1].stations


def test_it_says_what_its_figures_mean_in_both_languages(sold, double_eleven):
    said = json.loads(parts(freeze(double_eleven))[None].document)
    terms = {language: dict(pairs) for language, pairs in said["definitions"].items()}
    assert terms["en"]["Placed"] == "Counts at the moment of placing, paid or not."
    assert terms["zh-hans"]["下单"] == "下单时计入，不论是否支付。"
    assert len(terms["en"]) == len(terms["zh-hans"]) == 9
    assert said["refunds"] == [{"amount": "-10.00", "day": "2015-11-11", "orders": 0}]


@pytest.mark.parametrize(("model", "column"), [(FestivalSnapshot, "reason"), (SnapshotPart, "document")])
def test_nobody_changes_or_deletes_it(sold, double_eleven, model, column):
    freeze(double_eleven)
    row = model.objects.first()
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**{column: "x"})
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        model.objects.filter(pk=row.pk)._raw_delete("default")
    assert model.objects.filter(pk=row.pk).exists()


def test_without_a_reason_or_before_its_beginning_nothing_is_kept(double_eleven):
    for festival, reason, code in ((double_eleven, " ", "reason"), (soon(double_eleven), "x", "not_begun")):
        with pytest.raises(Refused) as refused:
            freeze(festival, reason=reason)
        assert refused.value.code == code
    assert not FestivalSnapshot.objects.exists()


def soon(festival):
    festival.starts_at = festival.starts_at.replace(year=2098)
    festival.ends_at = festival.ends_at.replace(year=2098)
    festival.save()
    return festival


# --- who takes it ----------------------------------------------------------------


def test_head_office_takes_it_on_the_page_once_however_often_the_button_is_pressed(sold, ops):
    browser = client_of(ops)
    token = browser.get(ADDRESS).context["form"].initial["token"]
    answers = [browser.post(ADDRESS, {"token": token, "reason": "零点"}) for _tap in range(2)]
    taken = FestivalSnapshot.objects.get()
    assert [answer["Location"] for answer in answers] == [f"{ADDRESS}{taken.pk}/"] * 2
    assert taken.taken_by == ops

    refused = browser.post(ADDRESS, {"token": "another", "reason": ""})
    assert refused.status_code == 422
    assert FestivalSnapshot.objects.count() == 1


def test_county_staff_do_not_take_one(sold, youxi_staff):
    browser = client_of(youxi_staff)
    assert browser.get(ADDRESS).context["form"] is None
    assert browser.post(ADDRESS, {"token": "t", "reason": "x"}).status_code == 403
    api = api_client_of(youxi_staff)
    body = {"festival": "double-eleven-2015", "reason": "x"}
    asked = api.post("/api/v1/festival-snapshots/", body, format="json", headers={"Idempotency-Key": "k"})
    assert asked.status_code == 403
    assert not FestivalSnapshot.objects.exists()


def test_a_program_takes_it_once(sold, ops):
    api = api_client_of(ops)
    body = {"festival": "double-eleven-2015", "reason": "零点"}
    first, again = (
        api.post("/api/v1/festival-snapshots/", body, format="json", headers={"Idempotency-Key": "k1"})
        for _time in range(2)
    )
    taken = FestivalSnapshot.objects.get()
    assert (first.status_code, again.status_code, again["Idempotent-Replayed"]) == (201, 201, "true")
    assert first.json() == again.json()
    assert (first.json()["id"], first.json()["stations"], first.json()["paid"]) == (taken.pk, 3, "460.05")
    assert first.json()["checksum"] == parts(taken)[None].checksum


def test_the_command_says_what_it_took(sold):
    out = StringIO()
    call_command("freeze_festival", "double-eleven-2015", reason="零点", stdout=out)
    taken = FestivalSnapshot.objects.get()
    assert str(taken.pk) in out.getvalue()
    assert parts(taken)[None].checksum in out.getvalue()
    with pytest.raises(CommandError):
        call_command("freeze_festival", "singles", reason="x")
