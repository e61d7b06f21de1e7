"""Required courses that somebody passed, as events: the training subsidy is for a person, once a course."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from partners.journal.kinds import SubsidyCategory
from partners.journal.models import Activity
from partners.subsidies.models import SubsidyRule
from partners.subsidies.sources import NewEvent
from partners.training.models import Certificate


def passed_courses() -> Iterator[NewEvent]:
    """The first certificate of each partner and required course that is not revoked and not noted yet.

    Before the first rule of its kind is in force nothing is noted. Who passed before the first
    tenure gets it with that.
    """
    rules = SubsidyRule.objects.confirmed().filter(category=SubsidyCategory.TRAINING)
    first = rules.order_by("valid_from").values_list("valid_from", flat=True).first()
    if first is None:
        return
    numbers = (Cast(OuterRef(name), CharField()) for name in ("partner", "course"))
    person, course = numbers
    noted = Activity.objects.filter(source_key=Concat(Value("training:"), person, Value(":"), course))
    certificates = (
        Certificate.objects.filter(course__required=True, revoked_on__isnull=True, issued_on__gte=first)
        .filter(~Exists(noted))
        .order_by("partner_id", "course_id", "issued_on", "pk")
        .distinct("partner_id", "course_id")
    )
    for pk, partner, of, day in certificates.values_list("pk", "partner", "course", "issued_on"):
        yield NewEvent(
            key=f"training:{partner}:{of}",
            category=SubsidyCategory.TRAINING,
            subject=f"training:{pk}",
            day=day,
            partner_id=partner,
            waits=True,
        )
