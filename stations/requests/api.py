"""API writes that happen once: the `Idempotency-Key` header."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from stations.refusals import Refused
from stations.requests.claiming import once

HEADER = "Idempotency-Key"
REPLAYED = {"Idempotent-Replayed": "true"}
# The same in the API's schema, for `parameters` of whatever is done once.
REPLAYED_HEADER = OpenApiParameter(
    "Idempotent-Replayed",
    str,
    OpenApiParameter.HEADER,
    response=[200],
    enum=["true"],
    description=gettext_lazy("Set when this was done before, under the same key."),
)


def key_of(request: Request) -> str:
    """The request's key. Raises Refused when there is none, or one that is no key."""
    key = request.headers.get(HEADER, "")
    if not re.fullmatch(r"[!-~]{1,100}", key):
        raise Refused(
            _("Send an Idempotency-Key header: 1 to 100 visible ASCII characters, new for each request."),
            code="idempotency_key",
            field=HEADER,
        )
    return key


class IdempotentMixin:
    """For view sets that write: the actions named in `idempotent` ask for a key and call `done_once`."""

    idempotent: ClassVar[frozenset[str]] = frozenset()
    action: str
    request: Any

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        if self.action in self.idempotent:
            key_of(request)

    def done_once(self, content: dict[str, Any], work: Callable[[], Any]) -> tuple[Any, dict[str, str]]:
        """The JSON result of `work`, which runs once per login and key, and headers for the answer.

        Raises Refused as `once` does. Keep the result small: an id, not what can be read from it.
        """
        purpose = f"api:{type(self).__name__}.{self.action}"
        try:
            result, repeated = once(
                actor=self.request.user,
                token=key_of(self.request),
                purpose=purpose[:60],
                content=content,
                work=work,
            )
        except Refused as refused:
            if refused.code != "token_reused":
                raise
            # A program sent no form.
            raise Refused(
                _("This Idempotency-Key was already used for something else: send a new one."),
                code=refused.code,
                conflict=True,
            ) from refused
        return result, REPLAYED if repeated else {}
