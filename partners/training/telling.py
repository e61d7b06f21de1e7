"""What partners are told by SMS of the sessions they have a place in: that, when it moves, that it is off."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import override

from partners.people.models import Partner
from partners.training.models import Enrolment, TrainingSession
from stations.clock import SHANGHAI, today
from stations.network.models import Station
from stations.notices.lifecycle import NoticeKind
from stations.notices.models import Notification
from stations.notices.telling import NewNotice, tell, withdraw
from stations.wording import moment

# Partners read Chinese, whatever the language of the person at the desk.
LANGUAGE = "zh-hans"


def tell_enrolled(enrolment: Enrolment, session: TrainingSession) -> None:
    """A place was taken. In the caller's transaction, which holds the session."""
    with override(LANGUAGE):
        text = _("[Cunzhan] You have a place in “%(course)s” on %(moment)s, %(room)s.")
        _tell(enrolment, session, text)


def tell_moved(enrolment: Enrolment, session: TrainingSession) -> None:
    """Day, hour or room changed. In the caller's transaction, which holds the session."""
    with override(LANGUAGE):
        text = _("[Cunzhan] “%(course)s” was moved: now on %(moment)s, %(room)s.")
        _tell(enrolment, session, text)


def tell_off(enrolment: Enrolment, session: TrainingSession) -> None:
    """The place was cancelled by the desk, or the session. In the caller's transaction."""
    with override(LANGUAGE):
        text = _("[Cunzhan] “%(course)s” on %(moment)s is cancelled for you. Ask your county center.")
        _tell(enrolment, session, text)


def keep_quiet(enrolment: Enrolment) -> None:
    """Whoever gave a place back knows it; what still waits to be told is not told."""
    withdraw(_told(enrolment), [NoticeKind.TRAINING])


def _tell(enrolment: Enrolment, session: TrainingSession, text: str) -> None:
    """A number of its own for each: somebody is told a thing once for ever, and a day may come back.

    Of a day that is over, entered by the desk afterwards, nobody is told.
    """
    told = _told(enrolment)
    withdraw(told, [NoticeKind.TRAINING])
    station = _station_of(enrolment.partner)
    if session.held_on < today() or station is None or not enrolment.partner.phone:
        return
    told_text = text % _words(session)
    subject = f"enrolment:{enrolment.pk}:{len(told) + 1}"
    tell([NewNotice(station, NoticeKind.TRAINING, subject, enrolment.partner.phone, told_text[:300])])


def _told(enrolment: Enrolment) -> list[str]:
    begun = Notification.objects.filter(subject__startswith=f"enrolment:{enrolment.pk}:")
    return list(begun.values_list("subject", flat=True))


def _station_of(partner: Partner) -> Station | None:
    """The station run last or to be run; of who was taken on and has no tenure yet, the one applied for."""
    tenure = partner.tenures.select_related("station").order_by("-starts_on").first()
    if tenure is not None:
        return tenure.station
    vacancy = Station.objects.filter(vacancies__applications__partner=partner)
    return vacancy.first()


def _words(session: TrainingSession) -> dict[str, str]:
    at = dt.datetime.combine(session.held_on, session.starts_at, tzinfo=SHANGHAI)
    return {"course": session.course.name, "moment": moment(at), "room": session.room}
