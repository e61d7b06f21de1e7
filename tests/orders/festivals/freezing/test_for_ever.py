"""What was frozen reads the same, byte for byte, whatever happens afterwards."""

import hashlib
from io import BytesIO, TextIOWrapper

import openpyxl
import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from orders.festivals.freezing.models import SnapshotPart
from orders.festivals.freezing.taking import freeze_festival
from orders.festivals.planning import change_festival
from orders.festivals.report import festival_report
from orders.festivals.rolling_up import roll_up_turnover
from orders.reports.books import verify
from partners.journal.kinds import Kind
from stations.network.moving import move_station
from tests.cast import api_client_of, client_of, make_activity, make_region, make_station
from tests.orders.festivals.freezing.conftest import at, refund

SLUG = "double-eleven-2015"


def pages(snapshot):
    return [
        reverse("festival_snapshot", args=[SLUG, snapshot.pk]),
        *(
            reverse("festival_snapshot_file", args=[SLUG, snapshot.pk, kind])
            for kind in ("json", "csv", "xlsx")
        ),
        reverse("api-festival-snapshot-document", args=[snapshot.pk]),
        reverse("festival_snapshot_print", args=[SLUG, snapshot.pk]),
    ]


def read(snapshot, readers):
    """Every page and file of a snapshot, for each of these people in each language."""
    found = {}
    for reader in readers:
        for language in ("zh-hans", "en"):
            client = client_of(reader, headers={"accept-language": language})
            for address in pages(snapshot):
                found[reader.username, language, address] = said(client.get(address))
    return found


def said(response):
    """Of a page what it says; around it stand the reader's county and a token."""
    assert response.status_code == 200
    before, main, rest = response.content.partition(b"<main")
    return rest if main else before


@pytest.fixture
def snapshot(sold, double_eleven):
    return freeze_festival(actor=None, festival=double_eleven, reason="零点")


def everything_happens(sold, festival, youxi, tonglu, fjyx001, fjyx002, zjtl001):
    """Refunds, an order of that night that is told of late, a move, a rename, a closing, other hours."""
    refund(sold["tea"], "60.00", at(20), all_of_it=True)
    make_activity(zjtl001, Kind.PAID, "5.00", at=at(11, 13))
    make_activity(make_station(code="FJYX003"), Kind.PAID, "1.00", at=at(11, 13))
    move_station(actor=None, station=fjyx001, center=tonglu, reason="划归桐庐")
    fjyx002.name = "改了名字"
    fjyx002.save()
    make_region("350426").__class__.objects.filter(code="350426").update(name="改名县")
    type(zjtl001).objects.filter(pk=zjtl001.pk).update(status="closed", closed_on=at(11).date())
    youxi.name = "别的名字"
    youxi.save()
    change_festival(
        actor=None,
        festival=festival,
        name="改名的节",
        slug=festival.slug,
        starts_at=festival.starts_at.replace(hour=1),
        ends_at=festival.ends_at,
        sales_target=None,
    )
    roll_up_turnover()


def test_page_and_files_stay_byte_for_byte(
    snapshot, sold, double_eleven, youxi, tonglu, fjyx001, fjyx002, zjtl001, ops, youxi_staff, tonglu_staff
):
    readers = (ops, youxi_staff, tonglu_staff)
    before = read(snapshot, readers)
    live = festival_report(double_eleven).turnovers
    everything_happens(sold, double_eleven, youxi, tonglu, fjyx001, fjyx002, zjtl001)

    assert read(snapshot, readers) == before
    double_eleven.refresh_from_db()
    assert festival_report(double_eleven).turnovers != live  # or the test would prove nothing
    assert len(set(before.values())) > 20


def test_the_json_is_the_document_that_the_checksum_is_of(snapshot, ops, youxi_staff):
    for reader, center in ((ops, None), (youxi_staff, "FJYX")):
        part = snapshot.parts.get(center__code=center) if center else snapshot.parts.get(center=None)
        for address in (pages(snapshot)[1], pages(snapshot)[4]):
            document = client_of(reader).get(address).content
            assert hashlib.sha256(document).hexdigest() == part.checksum
        page = client_of(reader).get(pages(snapshot)[0]).content.decode()
        assert part.checksum in page


def test_a_county_has_its_own_part_and_nothing_of_the_others(snapshot, youxi_staff, ops):
    for address in pages(snapshot):
        said = client_of(youxi_staff).get(address)
        assert said.status_code == 200
        text = said.content.decode(errors="ignore")
        if address.endswith(".xlsx"):
            book = openpyxl.load_workbook(BytesIO(said.content))
            text = " ".join(str(cell) for sheet in book for row in sheet.values for cell in row)
        assert "FJYX001" in text
        for foreign in ("ZJTL001", "桐庐", "300.05", "460.05"):
            assert foreign not in text, (address, foreign)
    # Head office may ask for a county's, a county not for another's.
    youxi, tonglu = ({"county": code} for code in ("350426", "330122"))
    address = pages(snapshot)[0]
    assert "ZJTL001" not in client_of(ops).get(address, youxi).content.decode()
    assert client_of(youxi_staff).get(address, tonglu).status_code == 404
    assert client_of(ops).get(address, {"county": "999999"}).status_code == 404


def test_a_county_without_a_part_does_not_know_of_it(double_eleven, fjyx001, tonglu_staff):
    taken = freeze_festival(actor=None, festival=double_eleven, reason="核对奖金")
    client = client_of(tonglu_staff)
    assert client.get(pages(taken)[0]).status_code == 404
    assert "核对奖金" not in client.get(reverse("festival_snapshots", args=[SLUG])).content.decode()
    assert api_client_of(tonglu_staff).get("/api/v1/festival-snapshots/").json()["results"] == []


def test_the_workbook_says_its_definitions(snapshot, ops):
    book = openpyxl.load_workbook(BytesIO(client_of(ops).get(pages(snapshot)[3]).content))
    rows = list(book[book.sheetnames[-1]].values)
    assert len(rows) == 11
    assert rows[-1][1] == snapshot.parts.get(center=None).checksum


def printed(*arguments):
    out = TextIOWrapper(BytesIO())
    call_command("festival_snapshot", *arguments, stdout=out)
    return out.buffer.getvalue()


def test_the_command_prints_the_document(snapshot):
    nation, youxi = snapshot.parts.get(center=None), snapshot.parts.get(center__code="FJYX")
    assert printed(str(snapshot.pk)) == nation.document.encode()
    assert printed(str(snapshot.pk), "--county", "350426") == youxi.document.encode()
    with pytest.raises(CommandError):
        printed("987654")


def test_the_pages_cost_the_same_number_of_queries_however_many_stations(
    sold, double_eleven, ops, django_assert_num_queries
):
    for number in range(100, 160):
        make_activity(make_station(code=f"FJYX{number}"))
    taken = freeze_festival(actor=None, festival=double_eleven, reason="零点")
    reader = client_of(ops)
    # Session and login, and the part; of a file the log, of the list the festival, how many, and their parts.
    for address, number in ((pages(taken)[0], 3), (pages(taken)[1], 4), (pages(taken)[2], 4)):
        with django_assert_num_queries(number):
            assert reader.get(address).status_code == 200
    with django_assert_num_queries(6):
        reader.get(reverse("festival_snapshots", args=[SLUG]))


def wrong_snapshots():
    """Of the journal's rows made here there are no orders."""
    findings = [finding for finding in verify() if finding.check.name.startswith("festivals:")]
    assert len(findings) == 2
    return {finding.check.name: finding.differing for finding in findings if not finding.clean}


@pytest.mark.django_db(transaction=True)
def test_the_books_find_what_somebody_changed(sold, double_eleven, ops):
    freeze_festival(actor=None, festival=double_eleven, reason="零点")
    assert wrong_snapshots() == {}
    part = SnapshotPart.objects.get(center__code="FJYX")
    with pgtrigger.ignore():
        changed = part.document.replace('"160.00"', '"161.00"')
        SnapshotPart.objects.filter(pk=part.pk).update(document=changed)
    assert wrong_snapshots() == {"festivals: snapshot = checksum and figures of its document": 2}

    page = client_of(ops, headers={"accept-language": "en"}).get(
        reverse("festival_snapshot", args=[SLUG, part.snapshot_id]), {"county": "350426"}
    )
    assert "does not fit its checksum" in page.content.decode()
    with pytest.raises(CommandError):
        printed(str(part.snapshot_id), "--county", "350426")


@pytest.mark.django_db(transaction=True)
def test_the_books_miss_a_county_that_was_taken_out(sold, double_eleven):
    freeze_festival(actor=None, festival=double_eleven, reason="零点")
    with pgtrigger.ignore():
        SnapshotPart.objects.filter(center__code="FJYX").delete()
    assert wrong_snapshots() == {"festivals: snapshot of the nation = its counties": 1}
