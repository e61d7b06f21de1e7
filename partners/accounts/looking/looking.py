"""Looking at the site as somebody else: begun with a reason, page by page in a log, ended."""

from __future__ import annotations

import datetime as dt

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.accounts.looking.models import Look, LookStep
from partners.accounts.models import Role, User
from stations.refusals import Refused

RIGHT = "partners.look_as_user"
ENDS = (LookStep.Kind.ENDED, LookStep.Kind.RAN_OUT)

log = structlog.get_logger(__name__)


def may_look_as(actor: User, user: User) -> bool:
    """Whether `actor` may look as `user`: with the right, within reach, at nobody of the highest rank."""
    return (
        actor.is_active
        and actor.has_perm(RIGHT)
        and user.is_active
        and user.pk != actor.pk
        and user.role != Role.SUPERUSER
        and User.objects.visible_to(actor).filter(pk=user.pk).exists()
    )


def begin_look(*, actor: User, user: User, reason: str) -> Look:
    """Begins one, which ends by itself after `LOOK_AS_MINUTES`. Takes no lock: it only adds a row.

    Raises Refused for a login that is not the actor's to look at, and without a reason.
    """
    if not may_look_as(actor, user):
        raise Refused(_("This login is not yours to look at."), code="look")
    if not reason.strip():
        raise Refused(_("Say why."), code="reason", field="reason")
    now = timezone.now()
    look: Look = Look.objects.create(
        actor=actor,
        whom=user,
        center=actor.center,
        reason=reason.strip(),
        began_at=now,
        until=now + dt.timedelta(minutes=settings.LOOK_AS_MINUTES),
    )
    log.info("look_began", look=look.pk, actor=actor.pk, login=user.pk)
    return look


def note_step(*, look: Look, kind: LookStep.Kind, path: str = "") -> None:
    """Writes down a page that was asked for, before it is shown."""
    LookStep.objects.create(look=look, kind=kind, path=path[:300])


def end_look(*, look: Look, kind: LookStep.Kind = LookStep.Kind.ENDED) -> None:
    """Ends it; a second end writes nothing."""
    try:
        with transaction.atomic():
            note_step(look=look, kind=kind)
    except IntegrityError:
        return
    log.info("look_ended", look=look.pk, how=str(kind))


def standing_look(*, number: object, actor: User) -> Look | None:
    """The look of this number, if it is the actor's, goes on, and is still allowed; its time is up: ended."""
    look: Look | None = (
        Look.objects.filter(pk=number, actor=actor).select_related("whom__center", "whom__station").first()
        if isinstance(number, int)
        else None
    )
    if look is None or look.steps.filter(kind__in=ENDS).exists():
        return None
    if look.until <= timezone.now() or not may_look_as(actor, look.whom):
        end_look(look=look, kind=LookStep.Kind.RAN_OUT)
        return None
    return look
