"""Photos come to a lot, and go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from orders.produce.changing import lock_lot
from orders.produce.lifecycle import LotStatus
from orders.produce.models import MOST_PHOTOS, LotPhoto, ProduceLot
from stations.documents.reencoding import reencoded
from stations.refusals import Refused


def add_photos(*, actor: Any, lot: ProduceLot, files: Sequence[BinaryIO]) -> list[LotPhoto]:
    """Adds photos, all or none, each decoded and written anew. Locks the lot after the decoding.

    Raises Refused: no photo, one that cannot be read, more than six, the lot is withdrawn.
    """
    if not files:
        raise Refused(_("Choose at least one photo."), code="none", field="photos")
    if len(files) > MOST_PHOTOS:
        raise _too_many(0)
    pictures = [reencoded(file) for file in files]
    kept: list[str] = []
    try:
        with transaction.atomic():
            lot = lock_lot(lot)
            if lot.status == LotStatus.WITHDRAWN:
                raise Refused(_("The lot is withdrawn."), code="withdrawn", conflict=True)
            taken = set(lot.photos.values_list("number", flat=True))
            free = [number for number in range(1, MOST_PHOTOS + 1) if number not in taken]
            if len(pictures) > len(free):
                raise _too_many(len(taken))
            photos = []
            for number, picture in zip(free, pictures, strict=False):
                photo = LotPhoto(
                    lot=lot, number=number, width=picture.width, height=picture.height, actor=actor
                )
                photo.file.save(f"{photo.name}.jpg", ContentFile(picture.jpeg), save=False)
                kept.append(str(photo.file.name))
                photo.save(force_insert=True)
                photos.append(photo)
            return photos
    except BaseException:
        for name in kept:
            default_storage.delete(name)
        raise


def remove_photo(*, actor: Any, lot: ProduceLot, photo: LotPhoto) -> None:
    """Removes a photo and its file: somebody may be in it who did not want to be. Locks the lot.

    Safe to repeat.
    """
    del actor  # the request's log says who
    with transaction.atomic():
        lot = lock_lot(lot)
        found = LotPhoto.objects.filter(lot=lot, pk=photo.pk).first()
        if found is not None:
            name = str(found.file.name)
            found.delete()
            transaction.on_commit(lambda: default_storage.delete(name))


def _too_many(there: int) -> Refused:
    return Refused(
        _("A lot has at most %(most)d photos; %(there)d are there already.")
        % {"most": MOST_PHOTOS, "there": there},
        code="too_many",
        field="photos",
    )
