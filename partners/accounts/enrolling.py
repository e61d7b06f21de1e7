"""Logins are opened, changed, switched off; always by somebody of a higher rank."""

from __future__ import annotations

from dataclasses import dataclass

import pghistory
import structlog
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from rest_framework.authtoken.models import Token

from partners.accounts.models import DESK_ROLES, Role, User
from partners.accounts.ranks import check_manages, manageable_roles
from partners.accounts.resetting import write_password_code
from partners.people.joining import PersonDetails, correct_partner, register_partner
from partners.people.models import Partner
from stations.centers.models import CountyCenter
from stations.network.models import Station
from stations.phones import plain_phone
from stations.refusals import Refused

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class LoginDetails:
    """What is on file about a login. County staff have a center, helpers a station, others neither."""

    username: str
    name: str
    role: str
    phone: str = ""
    center: CountyCenter | None = None
    station: Station | None = None
    is_lead: bool = False


def open_login(*, actor: User | None, details: LoginDetails) -> tuple[User, str]:
    """A new login without a password, and the one-time code with which its owner sets one.

    Raises Refused: a role at or above the actor's own, a place out of reach, a name or number
    that is taken or malformed.
    """
    user = User(is_active=True)
    _fill(actor, user, details)
    user.set_unusable_password()
    with transaction.atomic(), pghistory.context(process="open_login", actor=actor.pk if actor else None):
        _save(user)
        return user, write_password_code(user=user, issued_by=actor)


def change_login(*, actor: User | None, user: User, details: LoginDetails) -> User:
    """Writes the details anew. Raises Refused as `open_login` does. Locks the login.

    Partners stay partners: what they earned hangs on them.
    """
    with transaction.atomic(), pghistory.context(process="change_login", actor=actor.pk if actor else None):
        user = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
        check_manages(actor=actor, user=user)
        if (Role.PARTNER in {user.role, details.role}) and user.role != details.role:
            raise Refused(
                _("A partner's login stays one. Open a second login for other work."),
                code="role",
                field="role",
            )
        _fill(actor, user, details)
        _save(user)
    return user


def switch_off_login(*, actor: User | None, user: User) -> None:
    """Ends sessions and API tokens at once; what was done stays on record.

    Raises Refused; locks the login.
    """
    _switch(actor=actor, user=user, on=False)


def switch_on_login(*, actor: User | None, user: User) -> None:
    """The login works again, with its old password. Raises Refused; locks the login."""
    _switch(actor=actor, user=user, on=True)


def remove_second_factor(*, actor: User | None, user: User) -> None:
    """For whoever lost the phone with the app. Raises Refused; locks the login.

    Who did it for whom stays in the login's history and in the log.
    """
    with transaction.atomic():
        user = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
        check_manages(actor=actor, user=user)
        if not Authenticator.objects.filter(user=user).delete()[0]:
            raise Refused(_("This login has no second factor."), code="no_second_factor", conflict=True)
        if actor is not None:
            LogEntry.objects.create(
                user_id=actor.pk,
                content_type=ContentType.objects.get_for_model(User),
                object_id=str(user.pk),
                object_repr=str(user)[:200],
                action_flag=CHANGE,
                change_message="second factor removed",
            )
    log.info("second_factor_removed", login=user.pk, actor=actor.pk if actor else None)


def enrol_partner(*, actor: User | None, details: PersonDetails, username: str = "") -> tuple[Partner, str]:
    """A partner on file with a login, and the one-time code for it.

    The user name is made from the mobile number unless given. Raises Refused as
    `register_partner` and `open_login` do; then neither is written.
    """
    with transaction.atomic():
        partner = register_partner(actor=actor, details=details)
        code = give_login(actor=actor, partner=partner, username=username)
    partner.refresh_from_db(fields=["user"])
    return partner, code


def give_login(*, actor: User | None, partner: Partner, username: str = "") -> str:
    """A login for a partner on file; returns the one-time code. Raises Refused; locks the partner."""
    with transaction.atomic():
        partner = Partner.objects.select_for_update(of=("self",), no_key=True).get(pk=partner.pk)
        if actor is not None and not Partner.objects.visible_to(actor).filter(pk=partner.pk).exists():
            raise Refused(_("There is no such person."), code="person")
        if partner.user_id:
            raise Refused(_("%(name)s has a login already.") % {"name": partner}, code="login", conflict=True)
        details = LoginDetails(
            username=username or f"p{partner.phone}",
            name=partner.name,
            role=Role.PARTNER,
            phone=partner.phone,
        )
        partner.user, code = open_login(actor=actor, details=details)
        partner.save(update_fields=["user"])
    return code


def correct_file(*, actor: User | None, partner: Partner, details: PersonDetails) -> Partner:
    """Writes a partner's file anew, and name and number of the login with it.

    Raises Refused as `correct_partner` does, and for a number that is another login's.
    Locks the partner, then the login.
    """
    with transaction.atomic():
        before = partner.phone
        partner = correct_partner(actor=actor, partner=partner, details=details)
        if partner.user_id:
            user = User.objects.select_for_update(of=("self",), no_key=True).get(pk=partner.user_id)
            user.name = partner.name
            # A login may have got a number of its own since.
            user.phone = partner.phone if user.phone in {None, before} else user.phone
            _save(user)
    return partner


def _switch(*, actor: User | None, user: User, on: bool) -> None:
    with transaction.atomic(), pghistory.context(process="switch_login", actor=actor.pk if actor else None):
        user = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
        check_manages(actor=actor, user=user)
        user.is_active = on
        user.save(update_fields=["is_active"])
        if not on:
            Token.objects.filter(user=user).delete()


def _fill(actor: User | None, user: User, details: LoginDetails) -> None:
    if details.role not in manageable_roles(actor):
        raise Refused(_("You cannot give this role."), code="rank", field="role")
    if (details.role == Role.COUNTY_STAFF) != (details.center is not None):
        raise Refused(
            _("County staff have a county operation center; others do not."), code="center", field="center"
        )
    if (details.role == Role.HELPER) != (details.station is not None):
        raise Refused(_("Helpers have a station; others do not."), code="station", field="station")
    if details.is_lead and details.role != Role.COUNTY_STAFF:
        raise Refused(_("Only county staff lead a county."), code="lead", field="is_lead")
    _check_reach(actor, details)
    user.username = details.username.strip()
    user.name = details.name.strip()
    user.phone = plain_phone(details.phone) or None
    user.role = details.role
    user.center, user.station = details.center, details.station
    user.is_lead = details.is_lead
    user.is_staff = details.role in DESK_ROLES
    user.is_superuser = details.role == Role.SUPERUSER


def _check_reach(actor: User | None, details: LoginDetails) -> None:
    """A place out of the actor's reach is refused with the words for one that is not there."""
    for place in (details.center, details.station):
        if actor is None or place is None:
            continue
        if not type(place).objects.visible_to(actor).filter(pk=place.pk).exists():
            raise Refused(_("There is no such place."), code="place")


def _save(user: User) -> None:
    # Names and numbers are unique in the whole country: who holds one is not told.
    taken = _("This user name or mobile number cannot be used.")
    try:
        user.full_clean(exclude=["password"])
        with transaction.atomic():
            user.save()
    except ValidationError as error:
        field, found = next(iter(error.error_dict.items()))
        if field == NON_FIELD_ERRORS or found[0].code == "unique":
            raise Refused(taken, code="taken", field=None if field == NON_FIELD_ERRORS else field) from error
        raise Refused(found[0].messages[0], code="login", field=field) from error
    except IntegrityError as error:
        # Somebody took it between the check and the insert.
        raise Refused(taken, code="taken", conflict=True) from error
