"""The report to take away: streamed, printed, and a sheet for each county in a zip."""

import csv
import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from orders.festivals.exporting.streaming import PIECE, in_pieces, streamed_file, zipped
from orders.festivals.freezing.taking import keep
from orders.festivals.rolling_up import roll_up_turnover
from partners.journal.kinds import Kind
from stations.exporting.models import ExportLog
from stations.turns import ROLLING_UP, wait_turn
from tests.cast import client_of, make_activity, make_station
from tests.orders.festivals.conftest import double_eleven  # noqa: F401

pytestmark = pytest.mark.django_db

SLUG = "double-eleven-2015"
FILE = reverse("festival_file", args=[SLUG, "csv"])
PRINT = reverse("festival_print", args=[SLUG])
ZIP = reverse("festival_counties", args=[SLUG])


@pytest.fixture
def sales(double_eleven, lin, chen, zhou, fjyx001, fjyx002, zjtl001):  # noqa: F811
    make_activity(fjyx001, Kind.PAID, "88.00")
    make_activity(zjtl001, Kind.PAID, "12.34")
    roll_up_turnover()
    return double_eleven


def content(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def logged():
    return list(
        ExportLog.objects.order_by("pk").values_list("actor__username", "what", "format", "rows", "masked")
    )


def sheets(response):
    with zipfile.ZipFile(io.BytesIO(content(response))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


# --- CSV --------------------------------------------------------------------------


def test_the_csv_leaves_in_pieces_and_opens_in_excel(sales, ops, fjyx002):
    fjyx002.name = "=HYPERLINK(1)"
    fjyx002.save()
    response = client_of(ops, headers={"accept-language": "zh-hans"}).get(FILE)
    assert response.streaming
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Disposition"].startswith(f'attachment; filename="{SLUG}-20')
    document = content(response)
    assert document.startswith("\ufeff层级,".encode())
    rows = list(csv.reader(io.StringIO(document.decode("utf-8-sig"))))
    assert len(rows) == 1 + 1 + 2 + 2 + 3
    assert [row[2] for row in rows if row[1] == "FJYX002"] == ["'=HYPERLINK(1)"]
    assert logged() == [("ops", "festival", "csv", 3, True)]


def test_lines_are_gathered_into_pieces():
    lines = ["x" * 1000 + "\n"] * 200
    pieces = list(in_pieces(lines))
    assert b"".join(pieces).decode() == "".join(lines)
    assert len(pieces) == 4
    assert all(PIECE <= len(piece) < PIECE + 1001 for piece in pieces[:-1])


def test_what_is_streamed_speaks_the_readers_language_whoever_else_is_served(sales, ops):
    response = client_of(ops, headers={"accept-language": "en"}).get(FILE)
    with override("zh-hans"):
        assert content(response).startswith("\ufeffLevel,".encode())


# --- paper ------------------------------------------------------------------------


def test_the_sheet_names_who_runs_a_station_with_only_the_ends_of_the_phone(sales, youxi_staff, lin):
    page = client_of(youxi_staff, headers={"accept-language": "en"}).get(PRINT).content.decode()
    for text in ("尤溪县", "¥88.00", "FJYX001", "林小芳", "139 **** 0001", "Counts at the moment of placing"):
        assert text in page, text
    for hidden in ("13900000001", "ZJTL001", "桐庐", "周敏"):
        assert hidden not in page, hidden
    assert logged() == [("youxi", "festival", "html", 2, True)]


def test_head_office_prints_one_county(sales, ops, youxi_staff):
    own = client_of(ops).get(PRINT, {"county": "350426"}).content.decode()
    assert "FJYX001" in own
    assert "ZJTL001" not in own
    assert "ZJTL001" in client_of(ops).get(PRINT).content.decode()
    assert client_of(youxi_staff).get(PRINT, {"county": "330122"}).status_code == 404
    assert client_of(ops).get(PRINT, {"county": "x"}).status_code == 404


# --- a zip ------------------------------------------------------------------------


def test_each_county_has_its_own_sheet(sales, ops):
    files = sheets(client_of(ops, headers={"accept-language": "en"}).get(ZIP))
    assert set(files) == {"330122-桐庐县.html", "350426-尤溪县.html"}
    youxi = files["350426-尤溪县.html"]
    for text in ("FJYX001", "¥88.00", "林小芳", "139 **** 0001", "@page { size: A4", "break-before: page"):
        assert text in youxi, text
    assert "ZJTL001" not in youxi
    assert "13900000001" not in youxi
    # Nothing beside it is needed to open it.
    assert "src=" not in youxi
    assert "href=" not in youxi
    assert logged() == [("ops", "festival", "zip", 3, True)]


def test_a_county_gets_only_its_own(sales, youxi_staff):
    assert set(sheets(client_of(youxi_staff).get(ZIP))) == {"350426-尤溪县.html"}


def test_a_zip_is_sent_on_file_by_file():
    asked = []

    def files():
        for number in range(3):
            asked.append(number)
            yield f"{number}.txt", b"x" * 10_000

    pieces = zipped(files(), as_of=timezone.now())
    assert next(pieces)
    assert asked == [0]
    rest = b"".join(pieces)
    assert asked == [0, 1, 2]
    assert rest


def test_a_zip_costs_the_same_number_of_queries_however_many_stations(sales, ops, django_assert_num_queries):
    for number in range(100, 140):
        make_activity(make_station(code=f"FJYX{number}"))
    roll_up_turnover()
    reader = client_of(ops)
    # Session, login, festival; the report's ten in a snapshot of ours, the counties' three, the people;
    # the log.
    with django_assert_num_queries(21):
        content(reader.get(ZIP))


def test_a_snapshot_is_printed_and_zipped_without_names(sales, ops, youxi_staff):
    with transaction.atomic():
        wait_turn(ROLLING_UP)
        taken = keep(actor=None, festival=sales, reason="零点", as_of=sales.ends_at)
    arguments = [SLUG, taken.pk]
    own_page = reverse("festival_snapshot", args=arguments)
    paper, archive = (reverse(f"festival_snapshot_{kind}", args=arguments) for kind in ("print", "counties"))
    shown = client_of(ops).get(own_page).content.decode()
    assert f'href="{paper}"' in shown
    assert f'href="{archive}"' in shown
    of_county = client_of(youxi_staff).get(own_page).content.decode()
    assert f'href="{paper}"' in of_county
    assert archive not in of_county
    page = client_of(ops).get(f"{paper}?county=350426").content.decode()
    assert f'href="{own_page}?county=350426"' in page
    page = client_of(ops).get(paper).content.decode()
    assert f'href="{own_page}"' in page
    assert taken.parts.get(center=None).checksum in page
    assert "林小芳" not in page
    packed = content(client_of(ops).get(archive))
    # For ever the same bytes: nothing in it says when it was packed.
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        assert {entry.date_time for entry in opened.infolist()} == {(2015, 11, 12, 0, 0, 0)}
    files = sheets(client_of(ops).get(archive))
    assert set(files) == {"330122-桐庐县.html", "350426-尤溪县.html"}
    assert taken.parts.get(center__code="FJYX").checksum in files["350426-尤溪县.html"]
    own = sheets(client_of(youxi_staff).get(archive))
    assert set(own) == {"350426-尤溪县.html"}


def test_without_the_right_nothing_leaves(sales, helper):
    request = RequestFactory().get(FILE)
    request.user = helper
    with pytest.raises(PermissionDenied):
        streamed_file(request, [b"x"], name="x.csv", content_type="text/csv", rows=1)
    assert logged() == []
