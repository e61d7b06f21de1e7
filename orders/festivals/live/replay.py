"""A night that is over, watched again: its minutes up to a clock that runs faster than ours.

Nothing is written and nothing is kept: where the clock stands follows from the moment at which the
replay began and its speed, which are in the address. It may be left, killed and begun as often as one likes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from orders.festivals.live.figures import LiveFigures, live_figures
from orders.festivals.live.models import LiveBoard
from orders.festivals.models import Festival
from orders.festivals.snapshot import one_snapshot
from stations.centers.models import CountyCenter
from stations.refusals import Refused

SPEED, SLOWEST, FASTEST = 600, 1, 36_000
MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Replay:
    """Of a festival that is over, begun at `since` (seconds of the epoch), `speed` times as fast."""

    festival: Festival
    since: int
    speed: int = SPEED

    def clock(self, now: dt.datetime | None = None) -> dt.datetime:
        """The full minute of the festival that the replay has come to; its end when it is through."""
        now = now or timezone.now()
        gone = max(now.timestamp() - self.since, 0) * self.speed
        lasts = self.festival.ends_at - self.festival.starts_at
        return self.festival.starts_at + min(gone // 60 * MINUTE, lasts)

    @property
    def takes(self) -> dt.timedelta:
        return (self.festival.ends_at - self.festival.starts_at) / self.speed

    @property
    def query(self) -> str:
        return f"since={self.since}&speed={self.speed}"


def replay_of(festival: Festival, *, since: Any, speed: Any = SPEED) -> Replay:
    """Raises Refused: the festival is not over, a beginning or a speed that makes no sense."""
    if festival.ends_at > timezone.now():
        raise Refused(_("Only a festival that is over can be watched again."), code="running")
    try:
        began, times = int(since), int(speed)
    except (TypeError, ValueError):
        raise Refused(_("A replay begins at a moment, and has a speed."), code="replay") from None
    if not SLOWEST <= times <= FASTEST or not 0 <= began < 1 << 40:
        raise Refused(
            _("The speed is from %(slowest)s to %(fastest)s.")
            % {"slowest": SLOWEST, "fastest": f"{FASTEST:,}"},
            code="speed",
        )
    return Replay(festival, began, times)


def replayed_figures(festival: Festival, center: CountyCenter | None, until: dt.datetime) -> LiveFigures:
    """The night up to a minute: sums, curve and milestones exact, stations up to the last full hour.

    Net is what is left by now: a refund is taken off in the minute of its payment, whenever it came.
    """
    board = LiveBoard.objects.filter(festival=festival, center=center).values_list("minutes", flat=True)
    with one_snapshot() as moment:
        figures, _minutes = live_figures(festival, center, moment, known=board.first() or {}, until=until)
    return figures
