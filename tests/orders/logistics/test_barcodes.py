"""What is printed is read again: the bars are decoded from the drawing, by the standard's own table."""

import re

import pytest
from django.urls import reverse

from orders.logistics.barcodes import QUIET, bars_of
from tests.cast import client_of
from tests.orders.logistics.parcels import load, make_parcel

# ISO/IEC 15417: the widths of bar and space of each value; 103 to 105 begin, 106 ends.
TABLE = """
212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132
122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212
322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311
112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321
331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214
112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212
124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113
411311 113141 114131 311141 411131 211412 211214 211232 2331112
"""
WIDTHS = TABLE.split()
SWITCH = {99: "C", 100: "B", 101: "A"}


def read(svg):
    """A scanner: bars and spaces by their widths, the check digit, then the sets B and C."""
    bars = [(int(x), int(w)) for x, w in re.findall(r"M(\d+) 0h(\d+)v", svg)]
    assert bars[0][0] == QUIET
    widths = ""
    for (x, w), after in zip(bars, [*bars[1:], (0, 0)], strict=True):
        widths += f"{w}{after[0] - x - w}" if after[1] else f"{w}"
    values = [WIDTHS.index(widths[at : at + 6]) for at in range(0, len(widths) - 7, 6)]
    assert widths[-7:] == WIDTHS[106]
    start, *data, check = values
    assert (start + sum(place * value for place, value in enumerate(data, start=1))) % 103 == check
    current, text = {103: "A", 104: "B", 105: "C"}[start], ""
    for value in data:
        if value in SWITCH and SWITCH[value] != current:
            current = SWITCH[value]
        else:
            text += f"{value:02d}" if current == "C" else chr(value + 32)
    return text


@pytest.mark.parametrize(
    "number", ["JH000000123", "YT-0001", "7812345678901", "A1B22C333D4444E55555", "12345"]
)
def test_the_bars_are_read_as_what_was_written(number):
    assert read(bars_of(number)) == number


def test_the_paper_of_a_load_has_bars_for_it_and_for_each_parcel(fjyx001, youxi_staff):
    parcel = make_parcel(fjyx001, "at_county")
    manifest = load(parcel, sent=True)
    page = client_of(youxi_staff).get(reverse("manifest_print", args=[manifest.pk])).content.decode()
    drawn = re.findall(r'<svg class="bars".*?</svg>', page)
    assert [read(one) for one in drawn] == [manifest.number, parcel.tracking_number]
    # A drawing without a viewBox is cut off where the paper has less room for it.
    assert re.findall(r'<svg (\w+)="[^"]*" class="segno"', page) == ["viewBox", "viewBox"]


def test_a_parcels_label(fjyx001, lin):
    parcel = make_parcel(fjyx001, "at_station")
    page = client_of(lin.user).get(reverse("parcel_label", args=[parcel.pk])).content.decode()
    (drawn,) = re.findall(r'<svg class="bars".*?</svg>', page)
    assert read(drawn) == parcel.tracking_number
    assert parcel.pickup_code not in page
    assert parcel.phone not in page
