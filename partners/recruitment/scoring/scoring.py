"""Several people give points after an interview, each alone; then the sheets are laid open together."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.recruitment.changing import lock_application, step_application
from partners.recruitment.lifecycle import ApplicationStatus
from partners.recruitment.models import Application
from partners.recruitment.scoring.models import MOST_POINTS, InterviewCriterion, Score, ScoreSheet
from stations.money import FEN
from stations.refusals import Refused, check_fields
from stations.wording import rounded

LEAST_SCORERS = 2

STANDARD = (
    ("speaking", "表达与沟通"),
    ("online", "网购与电脑操作"),
    ("village", "村里的人缘"),
    ("effort", "投入与吃苦"),
    ("means", "场地与资金"),
)


def load_standard_criteria() -> None:
    """The five criteria to begin with, entered where they are missing."""
    for position, (code, name) in enumerate(STANDARD, start=1):
        InterviewCriterion.objects.get_or_create(code=code, defaults={"name": name, "position": position})


def criteria_in_use() -> list[InterviewCriterion]:
    return list(InterviewCriterion.objects.filter(in_use=True).order_by("position", "pk"))


def enter_criterion(
    *, actor: Any, code: str, name: str, position: int = 0, in_use: bool = True
) -> InterviewCriterion:
    """A further thing to judge by, for interviews from now on. Raises Refused: a code in use."""
    del actor
    criterion = InterviewCriterion(code=code.strip(), name=name.strip(), position=position, in_use=in_use)
    check_fields(criterion, "code", "name", "position")
    try:
        with transaction.atomic():
            criterion.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("This code cannot be used."), code="taken", field="code") from error
    return criterion


def change_criterion(
    *, actor: Any, criterion: InterviewCriterion, name: str, position: int = 0, in_use: bool = True
) -> InterviewCriterion:
    """Another name or place, or not used any more; sheets that were given keep theirs."""
    del actor
    criterion = InterviewCriterion.objects.get(pk=criterion.pk)
    criterion.name, criterion.position, criterion.in_use = name.strip(), position, in_use
    check_fields(criterion, "name", "position")
    criterion.save(update_fields=["name", "position", "in_use"])
    return criterion


def score_applicant(
    *, actor: Any, application: Application, points: Mapping[int, int], words: str = ""
) -> ScoreSheet:
    """Gives one person's points, by the ids of the criteria in use. Locks the application.

    Raises Refused: not invited, before the interview, given already, a criterion without points
    or with more than 10.
    """
    with transaction.atomic():
        application = lock_application(application.pk)
        _check_being_scored(application)
        if application.interview_at is not None and application.interview_at > timezone.now():
            raise Refused(_("The interview has not begun."), code="moment", conflict=True)
        criteria = criteria_in_use()
        for one in criteria:
            if not 0 <= points.get(one.pk, -1) <= MOST_POINTS:
                raise Refused(
                    _("%(what)s: give 0 to 10 points.") % {"what": one},
                    code="points",
                    field=f"points_{one.pk}",
                )
        if not criteria:
            raise Refused(_("There is no interview criterion yet."), code="criteria")
        sheet = ScoreSheet(application=application, scorer=actor, words=words.strip())
        check_fields(sheet, "words")
        try:
            with transaction.atomic():
                sheet.save(force_insert=True)
        except IntegrityError as error:
            raise Refused(
                _("You gave your points already; they are not changed."), code="scored", conflict=True
            ) from error
        Score.objects.bulk_create(
            Score(sheet=sheet, criterion=one, points=points[one.pk]) for one in criteria
        )
    return sheet


def end_scoring(*, actor: Any, application: Application) -> Application:
    """Lays the sheets open and works out the score: the mean of all points, with two places.

    Locks the application. Raises Refused: not being scored, or fewer than two people gave points.
    """
    with transaction.atomic():
        application = lock_application(application.pk)
        _check_being_scored(application)
        if application.sheets.count() < LEAST_SCORERS:
            raise Refused(
                ngettext(
                    "Fewer than %(count)d person gave points.",
                    "Fewer than %(count)d people gave points.",
                    LEAST_SCORERS,
                )
                % {"count": LEAST_SCORERS},
                code="scorers",
                conflict=True,
            )
        given = Score.objects.filter(sheet__application=application).aggregate(
            points=Sum("points"), count=Count("pk")
        )
        application.score = rounded(Decimal(given["points"]) / given["count"], FEN)
        step_application(application, ApplicationStatus.SCORED, actor=actor, fields=("score",))
    return application


def _check_being_scored(application: Application) -> None:
    if application.status != ApplicationStatus.INVITED:
        raise Refused(
            _("%(number)s is “%(status)s”: points are given after the interview.")
            % {"number": application, "status": application.get_status_display()},
            code="transition",
            conflict=True,
        )
