"""SMS gateways: which one is configured (docs/configuration.md)."""

from __future__ import annotations

from django.conf import settings

from stations.notices.gateways.console import ConsoleGateway
from stations.notices.gateways.http import HttpGateway
from stations.notices.gateways.protocol import Gateway

__all__ = ["Gateway", "configured_gateway"]


def configured_gateway() -> Gateway | None:
    """The gateway of the settings: HTTP with an address, else the console in DEBUG, else none."""
    if settings.SMS_GATEWAY_URL:
        return HttpGateway(
            url=settings.SMS_GATEWAY_URL,
            status_url=settings.SMS_GATEWAY_STATUS_URL,
            key=settings.SMS_GATEWAY_KEY,
            private=settings.SMS_GATEWAY_PRIVATE,
        )
    return ConsoleGateway() if settings.DEBUG else None
