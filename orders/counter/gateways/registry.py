"""Which gateways there are and how they are reached: `GATEWAYS` in the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy


class Gateway(models.TextChoices):
    """The gateways by what they are called in addresses, settings and rows."""

    OPERATOR = "operator", pgettext_lazy("service gateway", "operators")
    UTILITY = "utility", pgettext_lazy("service gateway", "utilities")
    TRAVEL = "travel", pgettext_lazy("service gateway", "travel agent")
    BANK = "bank", pgettext_lazy("service gateway", "bank")
    HOSPITAL = "hospital", pgettext_lazy("service gateway", "hospitals")


@dataclass(frozen=True, slots=True)
class Account:
    """Our account at a gateway: its address and the keys we share with it, the newest first.

    `private` lets calls go to addresses that are not public, without TLS: for the demo's sandbox.
    """

    code: str
    url: str
    keys: Mapping[str, str] = field(repr=False)
    private: bool = False

    @property
    def signing_key(self) -> tuple[str, str]:
        """We sign with the newest; both are believed."""
        return next(iter(self.keys.items()))


def account_of(code: str) -> Account | None:
    """The account at a gateway; None where the installation has none."""
    told: Mapping[str, Any] | None = settings.GATEWAYS.get(code)
    if not told or not told.get("url") or not told.get("keys"):
        return None
    return Account(code, told["url"], dict(told["keys"]), settings.GATEWAYS_PRIVATE)
