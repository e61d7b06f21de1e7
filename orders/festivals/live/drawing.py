"""The live page's parts as its template wants them: words, bars, and the curve as one path."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from orders.festivals.live.figures import LiveFigures, Ranked
from orders.festivals.live.milestones import Milestone
from stations import wording
from stations.clock import SHANGHAI

# The picture's own units: a thousand steps wide, a hundred high.
WIDE, HIGH = 1000, 100
MARKS = 6
MILESTONES = 6


def drawn(figures: LiveFigures) -> dict[str, Any]:
    """What `live/board.html` shows."""
    festival, center = figures.festival, figures.center
    arguments = [festival.slug, *([center.code] if center else [])]
    return {
        "figures": figures,
        "festival": festival,
        "address": reverse("county_live_now" if center else "festival_live_now", args=arguments),
        "every": 2,
        "place": center.name if center else _("The nation"),
        "curve": picture(figures),
        "best": _best(figures),
        "milestones": [_milestone(one, figures) for one in figures.reached[-MILESTONES:][::-1]],
        "next": figures.next,
        "missing": figures.next.amount - figures.turnovers.paid_amount if figures.next else None,
        "news": _news(figures),
        "ranking": [_ranked(one, figures) for one in figures.ranking],
        "more_standing": figures.standing_count - len(figures.standing),
    }


def picture(figures: LiveFigures) -> dict[str, Any] | None:
    """The curve as the outline of an area over the whole festival, with the time below each sixth of it."""
    curve, festival = figures.curve, figures.festival
    highest = max(curve.fen, default=0)
    if not highest:
        return None
    steps = (festival.ends_at - festival.starts_at) / curve.step
    points = [
        f"{n * WIDE / steps:.1f} {HIGH - fen * HIGH / highest:.1f}"
        for n, fen in enumerate(curve.fen, start=1)
    ]
    last = len(curve.fen) * WIDE / steps
    apart = (festival.ends_at - festival.starts_at) / MARKS
    return {
        "path": f"M0 {HIGH}L{'L'.join(points)}L{last:.1f} {HIGH}Z",
        # The day, where there are several, stands on a line of its own: seven of both fit into no phone.
        "hours": [_clock(festival.starts_at + apart * n, figures).split() for n in range(MARKS + 1)],
        "highest": wording.yuan_short(Decimal(highest) / 100),
        "by_minute": curve.step < dt.timedelta(hours=1),
    }


def _best(figures: LiveFigures) -> dict[str, str] | None:
    if figures.curve.peak is None:
        return None
    at, paid = figures.curve.peak
    return {"at": _clock(at, figures), "paid": wording.yuan_short(paid)}


def _milestone(one: Milestone, figures: LiveFigures) -> dict[str, Any]:
    assert one.at is not None
    return {"amount": wording.yuan_round(one.amount), "at": _clock(one.at, figures), "target": one.target}


def _news(figures: LiveFigures) -> str:
    """What is worth saying aloud: the last milestone. It changes a dozen times in a night."""
    if not figures.reached:
        return ""
    last = figures.reached[-1]
    words = (
        _("%(amount)s passed at %(time)s")
        if not last.target
        else _("Target of %(amount)s reached at %(time)s")
    )
    assert last.at is not None
    return words % {"amount": wording.yuan_round(last.amount), "time": _clock(last.at, figures)}


def _ranked(one: Ranked, figures: LiveFigures) -> dict[str, Any]:
    longest = figures.ranking[0].paid
    row = {
        "name": one.name,
        "value": wording.yuan_short(one.paid),
        "length": one.paid / longest if longest else 0,
    }
    if figures.center is None:
        row["href"] = reverse("county_live", args=[figures.festival.slug, one.code])
    return row


def _clock(moment: dt.datetime, figures: LiveFigures) -> str:
    """Hours and minutes; with the day where the festival has several."""
    local = moment.astimezone(SHANGHAI)
    several = figures.festival.first_day != figures.festival.last_day
    return f"{local:%m-%d %H:%M}" if several else f"{local:%H:%M}"
