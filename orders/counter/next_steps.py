"""What may be done next with a service. Pages and API read it alike; the verbs check again."""

from __future__ import annotations

from enum import StrEnum

from orders.counter.lifecycle import ServiceStatus
from orders.counter.models import CounterService


class ServiceStep(StrEnum):
    CONFIRM = "confirm"
    CANCEL = "cancel"
    GIVEN_BACK = "given-back"
    ASK = "ask"


def next_steps(service: CounterService) -> list[ServiceStep]:
    """What the station may do now, the most likely first."""
    match service.status:
        case ServiceStatus.DRAFT:
            return [ServiceStep.CONFIRM, ServiceStep.CANCEL]
        case ServiceStatus.CHARGED:
            return [ServiceStep.CANCEL]
        case ServiceStatus.SUBMITTING | ServiceStatus.UNKNOWN:
            return [ServiceStep.ASK]
        case ServiceStatus.FAILED:
            return [ServiceStep.GIVEN_BACK]
    return []
