"""The board is brought up to date by whoever looks at it, once for all who do.

A look is claimed by moving `look_after` ahead: one reader at a time makes the board, all others read what is
there; a roll-up that added something moves it back (`boards_are_due`). So the page needs neither worker nor
Redis, costs the same with one viewer and with a thousand, and a county that nobody watches costs nothing
(docs/decisions/0170-the-live-page-is-read-through.md).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.functions import Now
from django.http import Http404
from django.template.loader import render_to_string
from django.utils import translation

from orders.festivals.live.data import as_data
from orders.festivals.live.drawing import drawn
from orders.festivals.live.figures import LiveFigures, live_figures
from orders.festivals.live.models import LiveBoard
from orders.festivals.models import Festival
from orders.festivals.rolling_up import CONSUMER, roll_up_turnover
from orders.festivals.snapshot import one_snapshot
from stations.centers.models import CountyCenter
from stations.scope import scope_of
from stations.scope.web import get_visible_or_404

# Where no roll-up says that there is something new: the worker or its bell is away.
LOOK_EVERY = dt.timedelta(seconds=1.5)
# Who claimed a look and died is waited for so long.
LEASE = dt.timedelta(seconds=10)
# Rows that waited longer than this missed a ring, or nobody rolls up: then the look does a little of it.
LATE = dt.timedelta(seconds=1)
LITTLE = 10_000
FRAGMENT = "orders/festivals/live/board.html"


def board_for(user: object, *, slug: str, code: str = "") -> LiveBoard:
    """The board of a county, or without `code` of the nation, up to date to two seconds.

    Raises Http404 for what is beyond the reader's scope as for what is not there. One query where the board
    is fresh; its pages and figures are not read.
    """
    due = ExpressionWrapper(Q(look_after__lte=Now()), output_field=BooleanField())
    boards = LiveBoard.objects.visible_to(user).filter(festival__slug=slug).annotate(due=due)
    boards = boards.filter(center__code=code) if code else boards.filter(center__isnull=True)
    board: Any = boards.defer("pages", "figures", "minutes").first()
    if board is None:
        board = _first_board(user, slug, code)
    if board.as_of is None or (board.due and _claim(board)):
        look(board)
    return board  # type: ignore[no-any-return]


def boards_are_due() -> None:
    """Something was rolled up: whoever comes next makes the boards that somebody has just looked at.

    Whoever is at it keeps the lease: readers may not pile up behind a look that is slow.
    """
    watched = LiveBoard.objects.filter(look_after__gt=Now(), look_after__lte=Now() + LOOK_EVERY)
    free = watched.select_for_update(skip_locked=True).values("pk")
    LiveBoard.objects.filter(pk__in=free).update(look_after=Now())


def look(board: LiveBoard) -> None:
    """Makes the board as of now, and keeps it unless somebody has kept a later one meanwhile."""
    _roll_up_what_nobody_did()
    known = LiveBoard.objects.values_list("minutes", flat=True).get(pk=board.pk)
    with one_snapshot() as moment:
        figures, minutes = live_figures(board.festival, board.center, moment, known=known)
    data = as_data(figures)
    again = Now() + LOOK_EVERY
    older = LiveBoard.objects.filter(Q(as_of__isnull=True) | Q(as_of__lt=figures.as_of), pk=board.pk)
    seen = _mark(json.dumps(data | {"as_of": f"{figures.as_of:%H:%M}"}))
    if board.marks.get("json") == seen:
        # Nothing has moved, and the minute that the page names is the same.
        older.update(look_after=again, as_of=figures.as_of)
        return
    pages = rendered(figures)
    board.marks = {"json": seen} | {language: _mark(page) for language, page in pages.items()}
    board.as_of = figures.as_of
    older.update(
        look_after=again,
        as_of=figures.as_of,
        figures=data,
        minutes=minutes,
        pages=pages,
        marks=board.marks,
    )


def rendered(figures: LiveFigures, **more: Any) -> dict[str, str]:
    """The fragment in each language of the house."""
    pages: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            pages[language] = render_to_string(FRAGMENT, drawn(figures) | more)
    return pages


def page_of(board: LiveBoard, language: str) -> tuple[str, str]:
    """The fragment in a language and its mark, as they are kept now."""
    kept: tuple[str, str] = LiveBoard.objects.values_list(f"pages__{language}", f"marks__{language}").get(
        pk=board.pk
    )
    return kept


def _first_board(user: object, slug: str, code: str) -> LiveBoard:
    festival = get_visible_or_404(Festival, user, slug=slug)
    center = None
    if code:
        center = get_visible_or_404(CountyCenter.objects.select_related("county"), user, code=code)
    elif not scope_of(user).everything:
        raise Http404
    board, _made = LiveBoard.objects.get_or_create(
        festival=festival, center=center, defaults={"look_after": Now()}
    )
    board.due = False  # type: ignore[attr-defined]
    return board


def _claim(board: LiveBoard) -> bool:
    due = LiveBoard.objects.filter(pk=board.pk, look_after__lte=Now())
    return due.update(look_after=Now() + LEASE) == 1


def _roll_up_what_nobody_did() -> None:
    """A little, where rows wait although the job rings every second: the worker or its bell is away."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT recorded_at < now() - make_interval(secs => %s) FROM partners_pendingactivity"
            " JOIN partners_activity ON partners_activity.id = activity_id"
            " WHERE consumer = %s ORDER BY activity_id LIMIT 1",
            [LATE.total_seconds(), CONSUMER],
        )
        row = cursor.fetchone()
        if not row or not row[0]:
            return
        try:
            with transaction.atomic():
                # A rebuild keeps roll-ups waiting for minutes; a page does not wait with them.
                cursor.execute("SET LOCAL lock_timeout = '500ms'")
                roll_up_turnover(limit=LITTLE)
        except OperationalError:
            return


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]
