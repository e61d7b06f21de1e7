"""The form's one-time token, and the secret code with which an applicant reads the answer.

The token is signed: only a form of ours has one. The code follows from it and from the server's
key, so that a form that comes twice is answered twice with the same code, which nothing keeps.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.utils.translation import gettext as _

from partners.people.identity import fingerprint
from stations.refusals import Refused

# Without what looks alike on paper: 30 letters and digits, ten of them, 49 bits.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
DAY = 24 * 3600
_signer = TimestampSigner(salt="partners.recruitment.application")


def new_form_token() -> str:
    """For a form that is shown to a stranger."""
    return _signer.sign(secrets.token_urlsafe(18))


def check_form_token(token: str) -> str:
    """The token without its signature. Raises Refused: not from us, or older than a day."""
    try:
        if len(token) > 100:
            raise BadSignature
        return _signer.unsign(token, max_age=DAY)
    except BadSignature as error:
        raise Refused(
            _("This form is too old. Look it over and send it once more."), code="token", field="token"
        ) from error


def code_of(token: str) -> str:
    """The secret code that goes with a checked token."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"application:{token}".encode(), hashlib.sha256).digest()
    number, letters = int.from_bytes(digest, "big"), []
    for _position in range(LENGTH):
        number, letter = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return "".join(letters)


def plain_code(typed: str) -> str:
    """As it is compared: without blanks and dashes, in capitals."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def hash_of(code: str) -> str:
    """What is kept of a code: a keyed hash."""
    return fingerprint(f"application:{code}")
