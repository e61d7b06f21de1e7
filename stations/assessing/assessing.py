"""A county is measured against the weighted criteria of the year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stations import wording
from stations.assessing.models import (
    HUNDRED,
    AssessmentCriterion,
    AssessmentScheme,
    AssessmentValue,
    CountyAssessment,
)
from stations.centers.advancing import assess_center
from stations.centers.changing import lock_center
from stations.centers.lifecycle import CenterStatus
from stations.centers.models import CountyCenter
from stations.clock import today
from stations.money import FEN, ZERO
from stations.refusals import Refused

CANDIDATE = (CenterStatus.PROPOSED, CenterStatus.ASSESSED)

# domain.md: broadband and mobile coverage of the villages counted, and so did the county's policies.
STANDARD = (
    ("broadband", "通宽带的行政村", "%", "25", "0", "100"),
    ("mobile", "通 3G 的行政村", "%", "20", "0", "100"),
    ("roads", "通硬化路的行政村", "%", "15", "0", "100"),
    ("carriers", "设点的快递公司", "家", "15", "0", "5"),
    ("policies", "政府扶持政策", "分", "15", "0", "10"),
    ("rooms", "培训场地座位", "座", "10", "0", "100"),
)


def load_standard_scheme() -> AssessmentScheme:
    """The scheme of 2014, entered where there is none."""
    scheme, _made = AssessmentScheme.objects.get_or_create(year=2014)
    for code, name, unit, weight, zero_at, full_at in STANDARD:
        AssessmentCriterion.objects.get_or_create(
            scheme=scheme,
            code=code,
            defaults={
                "name": name,
                "unit": unit,
                "weight": Decimal(weight),
                "zero_at": Decimal(zero_at),
                "full_at": Decimal(full_at),
            },
        )
    return scheme


def scheme_of(year: int) -> AssessmentScheme | None:
    """The scheme in force in a year."""
    scheme: AssessmentScheme | None = (
        AssessmentScheme.objects.filter(year__lte=year).order_by("-year").first()
    )
    return scheme


def points_of(criterion: AssessmentCriterion, value: Decimal) -> Decimal:
    """0 to 100 with two places: none at `zero_at`, all at `full_at`, never beyond."""
    share = (value - criterion.zero_at) / (criterion.full_at - criterion.zero_at)
    return wording.rounded(min(max(share, ZERO), Decimal(1)) * HUNDRED, FEN)


def record_assessment(
    *,
    actor: Any,
    center: CountyCenter,
    values: Mapping[str, Decimal],
    assessed_on: dt.date | None = None,
    words: str = "",
) -> CountyAssessment:
    """Measures a candidate and, when it reaches the pass mark, finds it fit. Locks the center.

    `values` by the codes of the scheme in force on the day. Raises Refused: the center is signed
    already, a day that is not yet, no scheme, weights that are not 100 together, a value missing.
    """
    assessed_on = assessed_on or today()
    with transaction.atomic():
        center = lock_center(center.pk)
        _check_candidate(center)
        if assessed_on > today():
            raise Refused(_("This day is still to come."), code="day", field="assessed_on")
        scheme = scheme_of(assessed_on.year)
        criteria = list(scheme.criteria.order_by("pk")) if scheme else []
        _check_criteria(criteria, values)
        measured = [(one, values[one.code], points_of(one, values[one.code])) for one in criteria]
        score = wording.rounded(
            sum((one.weight * points for one, _v, points in measured), ZERO) / HUNDRED, FEN
        )
        assert scheme is not None
        assessment = CountyAssessment.objects.create(
            center=center,
            scheme=scheme,
            assessed_on=assessed_on,
            score=score,
            passed=score >= scheme.pass_mark,
            words=words.strip(),
            actor=actor,
        )
        AssessmentValue.objects.bulk_create(
            AssessmentValue(
                assessment=assessment, criterion=one, value=value, weight=one.weight, points=points
            )
            for one, value, points in measured
        )
        if assessment.passed and center.status == CenterStatus.PROPOSED:
            assess_center(actor=actor, center=center, reason=words[:200])
    return assessment


def _check_candidate(center: CountyCenter) -> None:
    if center.status not in CANDIDATE:
        raise Refused(
            _("%(center)s is “%(status)s”: only a candidate is assessed.")
            % {"center": center, "status": center.get_status_display()},
            code="transition",
            conflict=True,
        )


def _check_criteria(criteria: list[AssessmentCriterion], values: Mapping[str, Decimal]) -> None:
    if not criteria:
        raise Refused(_("There is no assessment scheme for this year."), code="scheme")
    if sum((one.weight for one in criteria), ZERO) != HUNDRED:
        raise Refused(_("The weights of the scheme are not 100 together."), code="weights")
    for one in criteria:
        if values.get(one.code) is None:
            raise Refused(
                _("%(what)s is missing.") % {"what": one}, code="missing", field=f"value_{one.code}"
            )
