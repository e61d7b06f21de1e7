"""Photos are written anew, PDFs looked through, nothing kept twice."""

from io import BytesIO

import pytest
from django.db import transaction

from stations.documents.keeping import keep_documents
from stations.documents.models import Document
from stations.network.moving import move_station
from stations.refusals import Refused
from tests.cast import make_picture

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def keep(center, *files, station=None):
    return keep_documents(
        actor=None, subject="agreement:1", files=files, title="协议", center=center, station=station
    )


def test_a_photo_is_ours_and_a_pdf_stays_as_given(youxi):
    photo, paper = keep(youxi, make_picture(exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"), BytesIO(PDF))
    assert (photo.kind, paper.kind) == ("photo", "pdf")
    assert photo.file.read().startswith(b"\xff\xd8")
    assert paper.file.read() == PDF


def test_the_same_file_is_kept_once(youxi):
    first = keep(youxi, BytesIO(PDF))
    assert keep(youxi, BytesIO(PDF)) == first
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    "content",
    [
        PDF.replace(b"%%EOF", b""),
        PDF.replace(b"/Type", b"/JavaScript (x) /Type"),
        PDF.replace(b"/Type", b"/Encrypt 5 0 R /Type"),
        PDF + b"x" * (10 * 1024 * 1024),
        b"MZ\x90\0 no picture",
    ],
)
def test_what_is_no_plain_paper_is_refused_and_leaves_nothing(youxi, files, content):
    with pytest.raises(Refused) as refused:
        keep(youxi, BytesIO(PDF), BytesIO(content))
    assert refused.value.field == "file"
    assert not Document.objects.exists()
    assert [one for one in files.rglob("*") if one.is_file()] == []


def test_papers_of_a_station_go_with_it_to_another_county(fjyx001, tonglu, youxi_staff, tonglu_staff):
    of_station = keep(fjyx001.center, BytesIO(PDF), station=fjyx001)[0]
    of_center = keep(fjyx001.center, make_picture())[0]
    move_station(actor=None, station=fjyx001, center=tonglu, reason="区划调整")
    assert set(Document.objects.visible_to(youxi_staff)) == {of_center}
    assert set(Document.objects.visible_to(tonglu_staff)) == {of_station}


def test_a_document_stays_as_it_is(youxi):
    keep(youxi, BytesIO(PDF))
    with pytest.raises(Exception, match="append_only"), transaction.atomic():
        Document.objects.update(title="x")
