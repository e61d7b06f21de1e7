"""Codes of lots and names of photos: drawn, never counted."""

from __future__ import annotations

import secrets

# Without 0, 1, I, L, O and U: read from a label and typed on a phone.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12  # 58 bits: a million lots are one in 280,000 million codes
CODE = rf"[{LETTERS}]{{{LENGTH}}}"
PHOTO = r"[0-9a-f]{32}"


def new_code() -> str:
    """The code of a lot's public page."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def new_photo_name() -> str:
    """The name of a photo's file, which tells nothing and cannot be guessed."""
    return secrets.token_hex(16)
