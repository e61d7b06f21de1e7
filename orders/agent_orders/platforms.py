"""The platforms that goods are ordered on: their codes in data, the words for them in files and on screen."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

TAOBAO, TMALL = "taobao", "tmall"
NAMES = {TAOBAO: _("Taobao"), TMALL: _("Tmall")}
# What else a file or a client calls them; part of the import format, whatever the reader's language.
ALIASES = {"淘宝": TAOBAO, "淘宝网": TAOBAO, "天猫": TMALL}


def platform_code(name: str) -> str:
    """The one code of a platform, however it is named; a name that is not known is its own, in small letters.

    One number of one platform could otherwise be known twice.
    """
    name = name.lower()
    return ALIASES.get(name, name)


def platform_name(code: str) -> str:
    """The platform in the reader's language; one that is not known as it was written."""
    return str(NAMES.get(code, code))
