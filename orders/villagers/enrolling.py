"""A villager comes on file at a station."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from orders.villagers.models import Villager
from stations.network.models import Station
from stations.refusals import Refused


def enrol_villager(*, actor: Any, station: Station, name: str, phone: str, consented: bool) -> Villager:
    """The villager with this number at the station; a new one is put on file with their consent.

    Who is known keeps the name on file. Raises Refused: no name, a wrong number, no consent.
    """
    del actor  # the request's log says who; a villager's row does not change hands
    known = Villager.objects.filter(station=station, phone=phone).first()
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
