"""A villager comes on file at a station."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.villagers.models import Villager
from stations.bulk import insert_many
from stations.network.models import Station
from stations.prepared import prepared_rows
from stations.refusals import Refused

# As a rule the villager is known: asked at each order and each service.
_KNOWN = "FROM orders_villager own WHERE station_id = %(station)s AND phone = %(phone)s"


def enrol_villager(*, actor: Any, station: Station, name: str, phone: str, consented: bool) -> Villager:
    """The villager with this number at the station; a new one is put on file with their consent.

    Who is known keeps the name on file. Raises Refused: no name, a wrong number, no consent.
    """
    del actor  # the request's log says who; a villager's row does not change hands
    for known, _more in prepared_rows(Villager, _KNOWN, {"station": station.pk, "phone": phone}):
        if known is not None:
            return known
    if not name.strip():
        raise Refused(_("Say the villager's name."), code="name", field="name")
    if not (len(phone) == 11 and phone.isascii() and phone.isdigit() and phone.startswith("1")):
        raise Refused(_("A mobile number has 11 digits and begins with 1."), code="phone", field="phone")
    if not consented:
        raise Refused(
            _("Ask the villager whether name and number may be kept on file."),
            code="consent",
            field="consented",
        )
    villager, _created = Villager.objects.get_or_create(
        station=station, phone=phone, defaults={"name": name.strip(), "consented_at": timezone.now()}
    )
    return villager


def enrol_reported(
    *, actor: Any, people: Mapping[tuple[int, str], str]
) -> tuple[dict[tuple[int, str], Villager], int]:
    """The villagers by station id and phone, for many at once, and how many of them are new.

    For what a platform reports: the names are checked already, and whether a new one agreed to
    be kept on file is not known, so no consent is noted. Who is known keeps the name on file.
    """
    del actor
    with transaction.atomic():
        found = _on_file(people)
        new = [
            Villager(station_id=station, phone=phone, name=name)
            for (station, phone), name in people.items()
            if (station, phone) not in found
        ]
        insert_many(new)
    return found | {(villager.station_id, villager.phone or ""): villager for villager in new}, len(new)


def _on_file(people: Mapping[tuple[int, str], str]) -> dict[tuple[int, str], Villager]:
    rows = Villager.objects.filter(
        station_id__in={station for station, _phone in people},
        phone__in={phone for _station, phone in people},
    )
    # The two conditions let through a number that is known at another of the stations.
    return {key: row for row in rows if (key := (row.station_id, row.phone or "")) in people}
