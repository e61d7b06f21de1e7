"""What the figures of a festival mean, in words: a report that is kept says it with them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

LANGUAGES = ("zh-hans", "en")

DEFINITIONS = (
    (
        _("What is counted"),
        _(
            "Agent orders of the stations. A day is the one of Asia/Shanghai, from 00:00 up to and without "
            "24:00; a festival counts from its first moment up to and without its last."
        ),
    ),
    (_("Placed"), _("Counts at the moment of placing, paid or not.")),
    (_("Paid"), _("Counts at the moment of payment; an order paid on arrival: when it is paid.")),
    (
        _("Net"),
        _(
            "Paid less what was refunded or cancelled after payment, taken off in the hour of the payment it "
            "undoes, however late it comes. Net orders are paid orders with something left."
        ),
    ),
    (_("Average order"), _("Paid yuan for each paid order.")),
    (
        _("In service"),
        _(
            "Opened on or before a day of the festival, not closed before it, not suspended for all of it; "
            "of several days, on any of them."
        ),
    ),
    (
        _("Mean and median per station"),
        _("Of paid, over all stations in service, zeros included; rounded half up to the fen."),
    ),
    (
        _("County and station"),
        _(
            "A county has what was paid while its stations were under its center. A station has all its own, "
            "and is listed under the center it belongs to when the report is made."
        ),
    ),
    (_("Category"), _("An order of two categories counts in the orders of both, its yuan once in each.")),
)


def in_words() -> list[list[str]]:
    """Term and text in the language in use."""
    return [[str(term), str(text)] for term, text in DEFINITIONS]


def definitions() -> dict[str, list[list[str]]]:
    """Term and text, in each language."""
    said = {}
    for language in LANGUAGES:
        with override(language):
            said[language] = in_words()
    return said
