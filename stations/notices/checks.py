"""System checks of the SMS gateway's settings; every `manage.py` command says what they find."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning  # noqa: A004 - Django's name for it


def gateway_is_set(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Nobody is told anything, or in the clear."""
    if settings.DEBUG:
        return []
    if not settings.SMS_GATEWAY_URL:
        return [
            Warning(
                "SMS_GATEWAY_URL is not set: villagers are told nothing.",
                hint="Set it, with SMS_GATEWAY_KEY (docs/configuration.md).",
                id="cunzhan.W010",
            )
        ]
    urls = {
        "SMS_GATEWAY_URL": settings.SMS_GATEWAY_URL,
        "SMS_GATEWAY_STATUS_URL": settings.SMS_GATEWAY_STATUS_URL,
    }
    return [
        Error(f"{name} must be an https address: numbers of villagers go there.", id="cunzhan.E010")
        for name, url in urls.items()
        if url and not (urlsplit(url).scheme == "https" and urlsplit(url).hostname)
    ]
