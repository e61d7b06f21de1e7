"""The demo's counties and stations: the counties that the sources name, six stations each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

STATIONS_PER_COUNTY = 6


@dataclass(frozen=True, slots=True)
class County:
    """A county of the register; `letters` begin the codes of its stations."""

    region: str
    letters: str
    phone: str
    agreed_on: dt.date
    opened_on: dt.date
    position: tuple[float, float]
    staff: str


@dataclass(frozen=True, slots=True)
class PlannedStation:
    code: str
    county: County
    number: int
    opened_on: dt.date


COUNTIES = (
    County(
        "330122", "ZJTL", "0571-64621234", dt.date(2014, 9, 1), dt.date(2014, 10, 13), (29.79, 119.69), "吴军"
    ),
    County(
        "330112",
        "ZJLA",
        "0571-63722345",
        dt.date(2014, 10, 20),
        dt.date(2014, 11, 28),
        (30.23, 119.72),
        "沈丽萍",
    ),
    County(
        "350426",
        "FJYX",
        "0598-6321234",
        dt.date(2014, 11, 20),
        dt.date(2014, 12, 20),
        (26.17, 118.19),
        "郑华",
    ),
    County(
        "330213",
        "ZJFH",
        "0574-88911122",
        dt.date(2015, 1, 12),
        dt.date(2015, 3, 10),
        (29.66, 121.41),
        "竺建明",
    ),
    County(
        "440823", "GDSX", "0759-7763344", dt.date(2015, 2, 2), dt.date(2015, 4, 8), (21.38, 110.25), "陈伟强"
    ),
    County(
        "430921",
        "HNNX",
        "0737-5223355",
        dt.date(2015, 3, 16),
        dt.date(2015, 5, 20),
        (29.36, 112.40),
        "刘志勇",
    ),
)


def stations() -> list[PlannedStation]:
    """The 36 stations in the order of their codes; the last of some counties opened in the autumn."""
    planned = []
    for place, county in enumerate(COUNTIES):
        for number in range(1, STATIONS_PER_COUNTY + 1):
            opened_on = county.opened_on + dt.timedelta(days=16 * (number - 1))
            if number == STATIONS_PER_COUNTY and place % 2:
                opened_on = dt.date(2015, 10, 5 + place)
            planned.append(PlannedStation(f"{county.letters}{number:03d}", county, number, opened_on))
    return planned
