"""Officials of counties are taught: sessions, people, who was there."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stations.centers.models import CountyCenter
from stations.clock import today
from stations.county_training.models import Official, OfficialsAttendance, OfficialsSession
from stations.refusals import Refused, check_fields
from stations.regions.models import Region
from stations.scope import scope_of


def enter_session(
    *, actor: Any, title: str, held_on: dt.date, place: str = "", teacher: str = ""
) -> OfficialsSession:
    """A session that was held or is planned. Raises Refused: entered already, a malformed field."""
    del actor
    session = OfficialsSession(
        title=title.strip(), held_on=held_on, place=place.strip(), teacher=teacher.strip()
    )
    check_fields(session, "title", "place", "teacher")
    _save(session, _("This session is entered already."), "title")
    return session


def enter_official(
    *, actor: Any, county: Region, name: str, office: str = "", phone: str = "", reader: Any = None
) -> Official:
    """Somebody of a county's government. Raises Refused: not a county, entered already.

    With a `reader`, also a county beyond their reach: nobody enters what they could not see.
    """
    del actor
    if county.level != Region.Level.COUNTY:
        raise Refused(_("%(region)s is not a county.") % {"region": county}, code="county", field="county")
    centers = CountyCenter.objects.visible_to(reader).filter(county=county)
    if not (reader is None or scope_of(reader).everything or centers.exists()):
        raise Refused(_("Choose a county of yours."), code="county", field="county")
    official = Official(county=county, name=name.strip(), office=office.strip(), phone=phone.strip())
    check_fields(official, "name", "office", "phone")
    _save(official, _("This person is entered already."), "name")
    return official


def record_attendance(*, actor: Any, session: OfficialsSession, officials: Iterable[Official]) -> int:
    """These officials were there; returns how many are new. Repeatable. Raises Refused before the day."""
    if session.held_on > today():
        raise Refused(_("This day is still to come."), code="day", conflict=True)
    with transaction.atomic():
        before = session.attendances.count()
        OfficialsAttendance.objects.bulk_create(
            [OfficialsAttendance(session=session, official=one, actor=actor) for one in officials],
            ignore_conflicts=True,
        )
        return int(session.attendances.count() - before)


def attend_by_name(*, actor: Any, session: OfficialsSession, names: str) -> int:
    """The same by names, with commas between them.

    Raises Refused as well for a name that is none or several of the officials `actor` may see.
    """
    listed = [name for name in re.split(r"[,，、;；\s]+", names.strip()) if name]
    officials = [_named(name, actor) for name in listed]
    return record_attendance(actor=actor, session=session, officials=officials)


def _named(name: str, reader: Any) -> Official:
    found: list[Official] = list(Official.objects.visible_to(reader).filter(name=name)[:2])
    if len(found) == 1:
        return found[0]
    said = _("There are several of this name: %(name)s.") if found else _("Nobody is entered as %(name)s.")
    raise Refused(said % {"name": name}, code="name", field="names")


@dataclass(frozen=True, slots=True)
class Taught:
    """Sessions held, counties that sent somebody, and people taught, within the reader's scope."""

    sessions: int
    counties: int
    people: int


def taught(user: object) -> Taught:
    """Each counted once, however often they came."""
    rows = list(
        OfficialsAttendance.objects.visible_to(user).values_list("session", "official__county", "official")
    )
    return Taught(*(len({row[part] for row in rows}) for part in range(3)))


def _save(row: Any, taken: str, field: str) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(taken, code="taken", field=field) from error
