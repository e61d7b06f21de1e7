"""A person comes on file as a rural partner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from partners.people.identity import check_identity_number, fingerprint, plain_identity_number
from partners.people.models import Partner
from stations.centers.models import CountyCenter
from stations.phones import is_mobile_number, plain_phone
from stations.refusals import Refused


@dataclass(frozen=True, slots=True, repr=False)
class PersonDetails:
    """A person as written down at the county center. Without a repr: it must not end up in a log."""

    center: CountyCenter
    name: str
    phone: str
    identity_number: str = ""
    returning_youth: bool = False


def register_partner(*, actor: Any, details: PersonDetails) -> Partner:
    """Puts a person on file at a county center. Raises Refused: no name, a wrong mobile or identity
    number, a person who is on file already (anywhere; where is not told), a center out of reach.
    """
    partner = Partner(center=details.center, returning_youth=details.returning_youth)
    _check_center(actor, details.center)
    _set_name_and_phone(partner, details)
    _set_identity(partner, details.identity_number)
    with pghistory.context(process="register_partner", actor=actor.pk if actor else None):
        _save(partner)
    return partner


def correct_partner(*, actor: Any, partner: Partner, details: PersonDetails) -> Partner:
    """Writes a person's file anew; an empty identity number keeps the one on file.

    Raises Refused as `register_partner` does, and when the file is moved to another county
    while the person runs a station in the old one. Locks the partner.
    """
    with (
        transaction.atomic(),
        pghistory.context(process="correct_partner", actor=actor.pk if actor else None),
    ):
        partner = Partner.objects.select_for_update(of=("self",), no_key=True).get(pk=partner.pk)
        if details.center.pk != partner.center_id:
            _check_center(actor, details.center)
            if partner.tenures.filter(ends_on__isnull=True).exists():
                raise Refused(
                    _("%(name)s still runs a station there: end the tenure first.") % {"name": partner},
                    code="center",
                    field="center",
                )
            partner.center = details.center
        _set_name_and_phone(partner, details)
        if details.identity_number.strip():
            _set_identity(partner, details.identity_number)
        partner.returning_youth = details.returning_youth
        _save(partner)
    return partner


def _check_center(actor: Any, center: CountyCenter) -> None:
    if actor is not None and not CountyCenter.objects.visible_to(actor).filter(pk=center.pk).exists():
        raise Refused(_("There is no such place."), code="place", field="center")


def _set_name_and_phone(partner: Partner, details: PersonDetails) -> None:
    partner.name, partner.phone = details.name.strip(), plain_phone(details.phone)
    if not partner.name:
        raise Refused(_("Say the partner's name."), code="name", field="name")
    try:
        is_mobile_number(partner.phone)
    except ValidationError as error:
        raise Refused(error.messages[0], code="phone", field="phone") from error


def _set_identity(partner: Partner, typed: str) -> None:
    number = plain_identity_number(typed)
    if number:
        try:
            check_identity_number(number)
        except ValidationError as error:
            raise Refused(error.messages[0], code="identity", field="identity_number") from error
    partner.identity_number = number
    partner.identity_fingerprint = fingerprint(number) if number else ""


def _save(partner: Partner) -> None:
    try:
        with transaction.atomic():
            partner.save()
    except IntegrityError as error:
        if "partner_identity_once" not in str(error):
            raise
        # Not told where: that may be another county's person.
        raise Refused(
            _("A person with this identity number is on file already."),
            code="known",
            field="identity_number",
            conflict=True,
        ) from None
