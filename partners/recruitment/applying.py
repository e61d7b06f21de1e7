"""A stranger applies, reads the state later, and may withdraw."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.people.identity import check_identity_number, plain_identity_number
from partners.recruitment.changing import lock_application, lock_vacancy, log_application, step_application
from partners.recruitment.codes import code_of, hash_of, plain_code
from partners.recruitment.lifecycle import ApplicationStatus, VacancyStatus
from partners.recruitment.models import NUMBER, Application, Vacancy
from stations.clock import today
from stations.phones import is_mobile_number, plain_phone
from stations.refusals import Refused, check_fields, check_reason

YOUNGEST, OLDEST = 18, 65


@dataclass(frozen=True, slots=True, repr=False)
class ApplicantDetails:
    """What somebody writes about themselves. Without a repr: it must not end up in a log."""

    name: str
    phone: str
    birth_year: int
    education: str
    why: str
    returning_from: str = ""
    identity_number: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What the applicant takes away: the number, and the code that nobody can tell again."""

    application: Application
    code: str
    repeated: bool


def submit_application(
    *,
    vacancy: Vacancy,
    details: ApplicantDetails,
    consented: bool,
    token: str,
    at: dt.datetime | None = None,
) -> Sent:
    """Takes an application on, once for a checked token; nobody is logged in. Locks the vacancy.

    The same form again gets the same answer; `at` is now unless given. Raises Refused: no consent,
    the place takes no applications any more, a malformed field, the token of a form with other
    content. It is not refused that the same number applied before: that would tell strangers who did.
    """
    content = hashlib.sha256(
        json.dumps([vacancy.pk, asdict(details)], sort_keys=True, default=str).encode()
    ).hexdigest()
    if not consented:
        raise Refused(
            _("Without your agreement the county may not keep your application."),
            code="consent",
            field="consented",
        )
    with transaction.atomic():
        vacancy = lock_vacancy(vacancy.pk)
        if (known := Application.objects.filter(token=token).first()) is not None:
            if known.content != content:
                raise Refused(
                    _("This form was already sent with other content. Please start a new one."),
                    code="token_reused",
                    conflict=True,
                )
            return Sent(known, code_of(token), repeated=True)
        if vacancy.status != VacancyStatus.OPEN or vacancy.closes_on < today():
            raise Refused(_("This place takes no applications any more."), code="vacancy", conflict=True)
        now = at or timezone.now()
        application = Application(
            vacancy=vacancy,
            token=token,
            content=content,
            code_hash=hash_of(code_of(token)),
            consented_at=now,
            created_at=now,
        )
        _fill(application, details)
        application.save(force_insert=True)
        log_application(application, before="", actor=None, at=now)
    return Sent(application, code_of(token), repeated=False)


def find_application(*, number: str, code: str) -> Application | None:
    """The application with this number and secret code.

    None for an unknown number and for a wrong code alike, and after the same work.
    """
    match = NUMBER.fullmatch(number.strip().upper().replace(" ", ""))
    found = (
        Application.objects.select_related("vacancy__station__center").filter(pk=int(match[1])).first()
        if match
        else None
    )
    given = hash_of(plain_code(code))
    right = hmac.compare_digest(given, found.code_hash if found else hash_of(""))
    return found if right else None


def withdraw_application(*, actor: Any, application: Application, reason: str = "") -> Application:
    """The applicant does not want the place any more (`actor` None), or the desk sets a double aside.

    Locks the application. Raises Refused: the desk gives no reason, or it was decided already.
    """
    reason = check_reason(reason) if actor is not None else _("withdrawn by the applicant")
    with transaction.atomic():
        application = lock_application(application.pk)
        step_application(application, ApplicationStatus.WITHDRAWN, actor=actor, reason=reason)
    return application


def _fill(application: Application, details: ApplicantDetails) -> None:
    application.name, application.phone = details.name.strip(), plain_phone(details.phone)
    application.birth_year, application.education = details.birth_year, details.education
    application.why, application.returning_from = details.why.strip(), details.returning_from.strip()
    application.identity_number = plain_identity_number(details.identity_number)
    if not application.name or not application.why:
        field = "why" if application.name else "name"
        raise Refused(_("This field is needed."), code="missing", field=field)
    _validate("phone", is_mobile_number, application.phone)
    if application.identity_number:
        _validate("identity_number", check_identity_number, application.identity_number)
    if not YOUNGEST <= today().year - details.birth_year <= OLDEST:
        raise Refused(
            _("Partners are 18 to 65 years old. Please look at the year again."),
            code="age",
            field="birth_year",
        )
    if not details.education:
        raise Refused(_("This field is needed."), code="missing", field="education")
    check_fields(application, "name", "education", "why", "returning_from")


def _validate(field: str, validator: Any, value: str) -> None:
    try:
        validator(value)
    except ValidationError as error:
        raise Refused(error.messages[0], code="invalid", field=field) from error
