"""Which services a county offers."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from orders.counter.kinds import KINDS, ServiceKind
from orders.counter.models import ServiceSwitch
from stations.centers.models import CountyCenter
from stations.refusals import Refused


def kinds_on(center_id: int) -> list[ServiceKind]:
    """The kinds a county offers, in the order of the table."""
    said = dict(ServiceSwitch.objects.filter(center=center_id).values_list("kind", "on"))
    return [ServiceKind(kind) for kind, traits in KINDS.items() if said.get(kind, traits.on_by_default)]


def check_on(center_id: int, kind: str) -> None:
    """Raises Refused unless the county offers the kind."""
    if kind not in kinds_on(center_id):
        raise Refused(_("Your county does not offer this service."), code="switched_off", conflict=True)


def switch_service(*, actor: Any, center: CountyCenter, kind: str, on: bool) -> ServiceSwitch:
    """Switches a kind on or off for a county; the same again changes nothing.

    What was confirmed before goes on to its end. Raises Refused for a kind that is not known.
    """
    if kind not in KINDS:
        raise Refused(_("This service is not known."), code="kind", field="kind")
    with transaction.atomic():
        switch, _made = ServiceSwitch.objects.update_or_create(
            center=center, kind=kind, defaults={"on": on, "changed_by": actor}
        )
    return switch
