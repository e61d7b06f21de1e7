"""What applicants are told by SMS: when the interview is, and how it ended."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from partners.recruitment.lifecycle import ApplicationStatus
from partners.recruitment.models import Application
from stations.notices.lifecycle import NoticeKind
from stations.notices.telling import NewNotice, tell, withdraw
from stations.wording import moment

# Applicants read Chinese, whatever the language of the person at the desk.
LANGUAGE = "zh-hans"


def tell_interview(application: Application) -> None:
    """Day and place of the interview; of a moved one again. In the caller's transaction."""
    withdraw([_round(application, application.invitations - 1)], [NoticeKind.INTERVIEW])
    with override(LANGUAGE):
        text = _(
            "[Cunzhan] Your application %(number)s: interview on %(moment)s, %(place)s. Bring your ID card."
        )
        told = text % _words(application)
    _tell(application, NoticeKind.INTERVIEW, _round(application, application.invitations), told)


def tell_end(application: Application) -> None:
    """Accepted or refused; the reason is read with the secret code. In the caller's transaction."""
    withdraw([_round(application, application.invitations)], [NoticeKind.INTERVIEW])
    with override(LANGUAGE):
        if application.status == ApplicationStatus.ACCEPTED:
            text = _(
                "[Cunzhan] Your application %(number)s for %(station)s is accepted. The county will call you."
            )
        else:
            text = _(
                "[Cunzhan] Your application %(number)s for %(station)s was not successful. Thank you for it."
            )
    _tell(application, NoticeKind.DECISION, application.subject, text % _words(application))


def _words(application: Application) -> dict[str, str]:
    return {
        "number": application.number,
        "station": application.vacancy.station.name,
        "moment": moment(application.interview_at),
        "place": application.interview_place,
    }


def _round(application: Application, number: int) -> str:
    """The first invitation under the application's own name; somebody is told a thing once for ever."""
    return application.subject if number <= 1 else f"{application.subject}:{number}"


def _tell(application: Application, kind: NoticeKind, subject: str, text: str) -> None:
    if application.phone is not None:
        tell([NewNotice(application.vacancy.station, kind, subject, application.phone, text)])
