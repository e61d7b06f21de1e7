"""The carriers are kept by head office: the same everywhere."""

from __future__ import annotations

from typing import Any

import structlog

from orders.logistics.models import Carrier
from stations.refusals import check_fields

log = structlog.get_logger(__name__)


def add_carrier(*, actor: Any, code: str, name: str) -> Carrier:
    """Adds a carrier. Raises Refused, naming the field; a code is used once (the form says so first)."""
    carrier = Carrier(code=code.strip().upper(), name=name.strip())
    check_fields(carrier, "code", "name")
    carrier.save(force_insert=True)
    log.info("carrier_added", carrier=carrier.pk, actor=actor and actor.pk)
    return carrier


def change_carrier(*, actor: Any, carrier: Carrier, name: str, is_active: bool) -> Carrier:
    """Renames a carrier, or takes it out of use: then it is offered no longer. Raises Refused as above."""
    carrier.name, carrier.is_active = name.strip(), is_active
    check_fields(carrier, "name")
    carrier.save(update_fields=["name", "is_active"])
    log.info("carrier_changed", carrier=carrier.pk, actor=actor and actor.pk)
    return carrier
