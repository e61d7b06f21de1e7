"""A picture that somebody gives is decoded within limits and written anew."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from stations.refusals import Refused

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 64_000_000  # a phone's largest picture; decoded it takes 200 MB for a moment
LONGEST_SIDE = 1280
SMALLEST_SIDE = 200
QUALITY = 78


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG of ours: upright, at most 1280 pixels long, without anything but the picture."""

    jpeg: bytes
    width: int
    height: int


def reencoded(file: BinaryIO) -> Picture:
    """The picture in `file` as a JPEG without EXIF, position, colour profile or comment.

    Raises Refused (field "photos"): too many bytes or pixels, too small, or no JPEG, PNG or WebP.
    """
    given = file.read(MOST_BYTES + 1)
    if len(given) > MOST_BYTES:
        raise _refused(_("The photo is too large: at most 12 MB."), "bytes")
    try:
        with warnings.catch_warnings():
            # Its own limit only warns: ours is looked at before anything is decoded.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(given), formats=FORMATS) as image:
                return _written(image)
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except Refused:
        raise
    except Exception as broken:  # decoders raise whatever they like on bytes from outside
        raise _refused(
            _("This is no photo that can be read: give a JPEG, PNG or WebP."), "format"
        ) from broken


def _written(image: Image.Image) -> Picture:
    if image.width * image.height > MOST_PIXELS:
        raise _too_many_pixels()
    if min(image.size) < SMALLEST_SIDE:
        raise _refused(_("The photo is too small: at least 200 pixels on each side."), "small")
    # A JPEG decodes at a half or a quarter where that is enough: less memory, less time.
    image.draft("RGB", (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # On new paper: whatever the file carried beside its pixels stays behind.
    paper = Image.new("RGB", upright.size, "white")
    layer = upright.convert("RGBA")
    paper.paste(layer, mask=layer)
    out = io.BytesIO()
    paper.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Picture(out.getvalue(), *paper.size)


def _too_many_pixels() -> Refused:
    return _refused(_("The photo has too many pixels: at most 64 million."), "pixels")


def _refused(message: str, code: str) -> Refused:
    return Refused(message, code=code, field="photos")
