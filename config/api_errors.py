"""What the API answers when it will not: one body for everything, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import APIException, NotFound, ValidationError
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

from stations.refusals import Refused


class ProblemSerializer(serializers.Serializer[Any]):
    """Why a request was not done. Nothing was changed."""

    code = serializers.CharField(help_text=_("A stable word for programs."))
    detail = serializers.CharField(help_text=_("For the reader, in the language of Accept-Language."))
    fields = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text=_("What is wrong beside which field; the path into lists is written lines.0.title."),
    )


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """The exception handler of all API views; what it does not know stays an error of ours (500)."""
    if isinstance(error, Refused):
        return Response(_of_refusal(error), status=409 if error.conflict else 400)
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, ValidationError):
        fields = dict(_flat(error.detail))
        alone = fields.pop(api_settings.NON_FIELD_ERRORS_KEY, None)
        detail = " ".join(alone) if alone else _("Please correct what is marked.")
        response.data = {"code": "invalid", "detail": str(detail), "fields": fields}
    elif isinstance(error, Http404):
        # Django says it in English, with the name of the model.
        response.data = {"code": NotFound.default_code, "detail": str(NotFound.default_detail)}
    elif isinstance(error, APIException):
        response.data = {"code": error.default_code, "detail": str(error.detail)}
    else:
        # Django's own PermissionDenied: DRF has put its standard words in.
        response.data = {"code": response.data["detail"].code, "detail": str(response.data["detail"])}
    return response


def _of_refusal(refused: Refused) -> dict[str, Any]:
    body: dict[str, Any] = {"code": refused.code, "detail": str(refused)}
    if refused.field:
        body["fields"] = {refused.field: [str(refused)]}
    return body


def _flat(errors: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Nested messages as pairs of path and list: {"lines": [{}, {"title": [..]}]} is lines.1.title."""
    if isinstance(errors, dict):
        for name, inner in errors.items():
            own = str(name)
            if path and name == api_settings.NON_FIELD_ERRORS_KEY:
                yield path, [_readable(message) for message in inner]
            else:
                yield from _flat(inner, f"{path}.{own}" if path else own)
    elif all(isinstance(one, str) for one in errors):
        yield path or api_settings.NON_FIELD_ERRORS_KEY, [_readable(message) for message in errors]
    else:
        for position, inner in enumerate(errors):
            yield from _flat(inner, f"{path}.{position}" if path else str(position))


def _readable(message: object) -> str:
    """Messages repeat what was typed; half a character of that could not be sent back."""
    return str(message).encode(errors="replace").decode()
