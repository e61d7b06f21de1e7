"""Schemes and their weights are entered, and put right as long as nobody was judged by them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from stations.assessing.models import AssessmentCriterion, AssessmentScheme, CountyAssessment
from stations.refusals import Refused, check_fields

COPIED = ("code", "name", "unit", "weight", "zero_at", "full_at")


def enter_scheme(*, actor: Any, year: int, pass_mark: Decimal) -> AssessmentScheme:
    """A scheme from a year on, with the criteria of the one before it. Raises Refused when there is one."""
    scheme = AssessmentScheme(year=year, pass_mark=pass_mark)
    check_fields(scheme, "year", "pass_mark")
    if not 0 <= pass_mark <= 100:
        raise Refused(_("Points go from 0 to 100."), code="pass_mark", field="pass_mark")
    with transaction.atomic(), pghistory.context(user=actor.pk if actor else None):
        if AssessmentScheme.objects.filter(year=year).exists():
            raise Refused(_("This year has its scheme already."), code="taken", field="year")
        before = AssessmentScheme.objects.filter(year__lt=year).order_by("-year").first()
        scheme.save(force_insert=True)
        for one in before.criteria.order_by("pk") if before else []:
            AssessmentCriterion.objects.create(scheme=scheme, **{name: getattr(one, name) for name in COPIED})
    return scheme


def enter_criterion(*, actor: Any, scheme: AssessmentScheme, **said: Any) -> AssessmentCriterion:
    """One more criterion of a scheme that nobody was judged by yet. Raises Refused."""
    criterion = AssessmentCriterion(scheme=scheme, **said)
    with transaction.atomic(), pghistory.context(user=actor.pk if actor else None):
        _check(criterion)
        if AssessmentCriterion.objects.filter(scheme=scheme, code=criterion.code).exists():
            raise Refused(_("This scheme has such a criterion."), code="taken", field="code")
        criterion.save(force_insert=True)
    return criterion


def correct_criterion(*, actor: Any, criterion: AssessmentCriterion, **said: Any) -> AssessmentCriterion:
    """Puts a criterion right; history keeps what it was. Locks it. Raises Refused once it was used."""
    with transaction.atomic(), pghistory.context(user=actor.pk if actor else None):
        criterion = AssessmentCriterion.objects.select_for_update().get(pk=criterion.pk)
        for name, value in said.items():
            setattr(criterion, name, value)
        _check(criterion)
        criterion.save(update_fields=list(said))
    return criterion


def _check(criterion: AssessmentCriterion) -> None:
    check_fields(criterion, *COPIED)
    if criterion.weight <= 0:
        raise Refused(_("A weight is more than nothing."), code="weight", field="weight")
    if criterion.zero_at == criterion.full_at:
        raise Refused(_("No points and all points lie apart."), code="slope", field="full_at")
    if CountyAssessment.objects.filter(scheme=criterion.scheme).exists():
        raise Refused(
            _("Counties were judged by this scheme: enter a new one for the next year."),
            code="used",
            conflict=True,
        )
