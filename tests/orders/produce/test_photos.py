"""Photos: what they may be, what is left of them, and who can see them."""

import struct
import threading
import zlib
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from PIL import Image

from orders.produce.models import MOST_PHOTOS, LotPhoto
from orders.produce.offering import offer_lot, withdraw_lot
from orders.produce.photographing import add_photos, remove_photo
from stations.documents.reencoding import MOST_BYTES, reencoded
from stations.refusals import Refused
from tests.cast import client_of, make_picture

GPS = 0x8825


def with_position():
    """A photo that lies on its side and says where it was taken, and by whom."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x013B] = "Huang A-po 13800000001"
    exif.get_ifd(GPS).update({1: "N", 2: (26.0, 10.0, 1.0)})
    return make_picture("JPEG", (800, 600), exif=exif, comment=b"secret comment")


def bomb(width=60_000, height=60_000):
    """A PNG of a few bytes that says it has 3,600 million pixels."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    return BytesIO(b"\x89PNG\r\n\x1a\n" + body)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_three_formats_become_a_bounded_jpeg(kind):
    picture = reencoded(make_picture(kind, (3000, 1500)))
    with Image.open(BytesIO(picture.jpeg)) as image:
        assert (image.format, image.size, image.mode) == ("JPEG", (1280, 640), "RGB")
    assert (picture.width, picture.height) == (1280, 640)


def test_position_names_and_comments_are_gone_and_the_photo_is_upright():
    given = with_position()
    assert b"Huang" in given.getvalue()
    picture = reencoded(given)
    with Image.open(BytesIO(picture.jpeg)) as image:
        assert image.size == (600, 800)
        assert dict(image.getexif()) == {}
        assert "comment" not in image.info
    for secret in (b"Huang", b"13800000001", b"secret", b"Exif"):
        assert secret not in picture.jpeg


def test_what_shines_through_stands_on_white():
    file = BytesIO()
    Image.new("RGBA", (300, 300), (255, 0, 0, 0)).save(file, "PNG")
    file.seek(0)
    with Image.open(BytesIO(reencoded(file).jpeg)) as image:
        assert image.getpixel((150, 150)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (lambda: BytesIO(b""), "format"),
        (lambda: BytesIO(b"GIF89a" + b"\0" * 100), "format"),
        (lambda: BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "format"),
        (lambda: make_picture("GIF"), "format"),
        (lambda: BytesIO(make_picture("JPEG").getvalue()[:400]), "format"),
        (bomb, "pixels"),
        (lambda: bomb(9000, 8000), "pixels"),
        (lambda: make_picture(size=(199, 400)), "small"),
        (lambda: BytesIO(b"\xff" * (MOST_BYTES + 1)), "bytes"),
    ],
)
def test_what_is_no_photo_or_too_much_is_refused(file, code):
    with pytest.raises(Refused) as refused:
        reencoded(file())
    assert (refused.value.code, refused.value.field) == (code, "photos")


def test_photos_are_kept_under_a_name_that_tells_nothing(lot, lin, media):
    add_photos(actor=lin.user, lot=lot, files=[make_picture(), make_picture("JPEG")])
    first, second = lot.photos.all()
    assert (first.number, second.number, first.actor) == (1, 2, lin.user)
    assert sorted(path.name for path in media.rglob("*.jpg")) == sorted(
        [f"{first.name}.jpg", f"{second.name}.jpg"]
    )
    assert len(first.name) == 32


@pytest.mark.parametrize("bad", [lambda: BytesIO(b"no photo"), None])
def test_all_or_none(lot, lin, media, bad):
    files = [make_picture(), bad()] if bad else [make_picture() for _ in range(MOST_PHOTOS + 1)]
    with pytest.raises(Refused):
        add_photos(actor=lin.user, lot=lot, files=files)
    assert not LotPhoto.objects.exists()
    assert list(media.rglob("*.jpg")) == []


def test_six_are_the_most_and_a_removed_one_makes_room(lot, lin, media, django_capture_on_commit_callbacks):
    add_photos(actor=lin.user, lot=lot, files=[make_picture() for _ in range(MOST_PHOTOS)])
    with pytest.raises(Refused) as refused:
        add_photos(actor=lin.user, lot=lot, files=[make_picture()])
    assert refused.value.code == "too_many"
    assert len(list(media.rglob("*.jpg"))) == MOST_PHOTOS

    gone = lot.photos.get(number=3)
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(actor=lin.user, lot=lot, photo=gone)
        remove_photo(actor=lin.user, lot=lot, photo=gone)
    assert len(list(media.rglob("*.jpg"))) == MOST_PHOTOS - 1
    assert [photo.number for photo in add_photos(actor=lin.user, lot=lot, files=[make_picture()])] == [3]


def test_the_database_counts_too(lot):
    given = {"lot": lot, "file": "x.jpg", "width": 1, "height": 1}
    LotPhoto.objects.create(number=1, **given)
    for number, constraint in ((7, "lot_photo_at_most_six"), (1, "lot_photo_number_once")):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            LotPhoto.objects.create(number=number, **given)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_make_seven(lot, lin, media):
    add_photos(actor=lin.user, lot=lot, files=[make_picture() for _ in range(MOST_PHOTOS - 1)])
    outcomes, start = [], threading.Barrier(2)

    def add():
        try:
            start.wait()
            outcomes.append(len(add_photos(actor=lin.user, lot=lot, files=[make_picture()])))
        except Refused as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes, key=str) == [1, "too_many"]
    assert len(list(media.rglob("*.jpg"))) == MOST_PHOTOS == LotPhoto.objects.count()


def test_strangers_see_photos_of_published_lots_only(lot, lin, chen):
    photo = add_photos(actor=lin.user, lot=lot, files=[make_picture()])[0]
    public, own = f"/trace/{lot.code}/{photo.name}.jpg", f"/produce/photos/{photo.name}/"
    stranger = client_of(None)

    assert stranger.get(public).status_code == 404
    assert client_of(chen).get(own).status_code == 404
    assert client_of(lin).get(own)["Content-Type"] == "image/jpeg"

    offer_lot(actor=lin.user, lot=lot)
    answer = stranger.get(public)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content.startswith(b"\xff\xd8\xff")
    assert stranger.get(f"/trace/23456789ABCD/{photo.name}.jpg").status_code == 404

    withdraw_lot(actor=lin.user, lot=lot, reason="受潮")
    assert stranger.get(public).status_code == 404
    assert client_of(lin).get(own).status_code == 200
