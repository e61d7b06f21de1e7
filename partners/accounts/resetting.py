"""A forgotten password is replaced through a one-time code that somebody hands over in person."""

from __future__ import annotations

import datetime as dt
import secrets
import unicodedata

import structlog
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from rest_framework.authtoken.models import Token

from partners.accounts.codes import MOST_TRIES, PasswordCode
from partners.accounts.models import User
from partners.accounts.ranks import check_manages
from stations.refusals import Refused
from stations.scope import ScopedQuerySet

GOOD_FOR = dt.timedelta(minutes=30)
DIGITS = 8

log = structlog.get_logger(__name__)


def issue_password_code(*, actor: User | None, user: User) -> str:
    """A fresh code for `user`, told once: only a keyed hash is kept. An older one stops working.

    `actor` None is the system itself (set-up, demo). Raises Refused: the login is not the actor's
    to manage, or is switched off. Locks the login.
    """
    with transaction.atomic():
        user = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
        check_manages(actor=actor, user=user)
        if not user.is_active:
            raise Refused(_("This login is switched off. Switch it on first."), code="inactive")
        return write_password_code(user=user, issued_by=actor)


def write_password_code(*, user: User, issued_by: User | None) -> str:
    """The code itself, for verbs that have checked who asks. The caller holds the login's lock."""
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    now = timezone.now()
    _open_codes(user).update(replaced_at=now)
    PasswordCode.objects.create(
        user=user,
        code_hash=_hash(user, code),
        issued_by=issued_by,
        issued_at=now,
        expires_at=now + GOOD_FOR,
    )
    log.info("password_code_issued", login=user.pk, by=issued_by.pk if issued_by else None)
    return code


def redeem_password_code(*, login: str, code: str, password: str) -> User:
    """Sets a new password for whoever holds the code; sessions and API tokens of that login end.

    Raises Refused with one and the same answer for an unknown login, a wrong, used, replaced or
    expired code, and too many tries; with field "password1" where the right code came with a
    password too like the person's own data (the code stays good). Locks login and code.
    """
    # A wrong try has to be counted although it is refused: the refusal is raised after the commit.
    with transaction.atomic():
        user: User | None = (
            User.objects.named(login).filter(is_active=True).select_for_update(of=("self",)).first()
        )
        opened = user is not None and _try_code(user, code)
        if user is not None and opened:
            _set_password(user, password)
    if user is None or not opened:
        log.warning("password_code_refused", login=user.pk if user else None)
        raise Refused(
            _(
                "Login and code do not go together, or the code has expired."
                " Ask your county operation center for a new one."
            ),
            code="password_code",
        )
    log.info("password_code_redeemed", login=user.pk)
    return user


def _open_codes(user: User) -> ScopedQuerySet[PasswordCode]:
    return PasswordCode.objects.filter(user=user, used_at__isnull=True, replaced_at__isnull=True)


def _hash(user: User, code: str) -> str:
    return salted_hmac("partners.accounts.password_code", f"{user.pk}:{code}", algorithm="sha256").hexdigest()


def _try_code(user: User, code: str) -> bool:
    """Whether the code is the open one; a wrong one is counted. The caller holds the login's lock."""
    row = _open_codes(user).filter(expires_at__gt=timezone.now(), wrong_tries__lt=MOST_TRIES).first()
    if row is None:
        return False
    typed = "".join(unicodedata.normalize("NFKC", code).split())
    if not constant_time_compare(row.code_hash, _hash(user, typed)):
        row.wrong_tries += 1
        row.save(update_fields=["wrong_tries"])
        return False
    row.used_at = timezone.now()
    row.save(update_fields=["used_at"])
    return True


def _set_password(user: User, password: str) -> None:
    """Raises Refused, which also takes the use of the code back."""
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), code="password", field="password1") from error
    user.set_password(password)
    user.save(update_fields=["password"])
    # Sessions carry a hash of the password and end by themselves.
    Token.objects.filter(user=user).delete()
