"""What every operation has in common in the schema: its errors, and the key that makes it happen once."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.authentication import SessionScheme
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from config.api_errors import ProblemSerializer
from stations.requests.api import HEADER

KEY = OpenApiParameter(
    HEADER,
    str,
    OpenApiParameter.HEADER,
    required=True,
    pattern=r"^[!-~]{1,100}$",
    description=_(
        "Chosen by you, new for each thing you want done; 1 to 100 visible ASCII characters, such as a UUID. "
        "Sent again with the same body it does nothing and answers with what was done, "
        "with the header Idempotent-Replayed: true. With another body it is refused (409)."
    ),
)


class CheckedSessionScheme(SessionScheme):  # type: ignore[no-untyped-call]
    """The schema knows sessions by their class, and not by what they inherit."""

    target_class = "partners.accounts.requiring.CheckedSession"
    priority = 0


class HouseSchema(AutoSchema):
    def get_override_parameters(self) -> list[Any]:
        given = list(super().get_override_parameters())
        return [*given, KEY] if self._is_idempotent() else given

    def _is_idempotent(self) -> bool:
        return getattr(self.view, "action", "") in getattr(self.view, "idempotent", ())

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        errors = {
            "400": _("The request makes no sense."),
            "401": _("Not logged in."),
            "403": _("Not for this login."),
        }
        if "{" in self.path:
            errors["404"] = _("There is no such row within your reach.")
        if self._is_idempotent():
            errors["409"] = _("Not possible as things stand, or the key was used for something else.")
        errors["default"] = _("Anything else that could not be done.")
        for status, description in errors.items():
            body = self._get_response_for_code(ProblemSerializer, status, direction=direction)  # type: ignore[no-untyped-call]
            bodies.setdefault(status, body | {"description": description})
        return bodies
