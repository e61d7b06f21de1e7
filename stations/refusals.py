"""What a verb says when it will not: one exception that every edge understands."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _


class Refused(ValueError):
    """A rule of the house refuses what was asked; nothing was changed.

    `message` is for the reader, in the reader's language. `code` is a stable word for
    programs and tests; `field` names the input it belongs to, where there is one.
    `conflict` is set where the state of the row, not the input, is the reason (HTTP 409).
    """

    def __init__(
        self,
        message: str | Promise,
        *,
        code: str = "refused",
        field: str | None = None,
        conflict: bool = False,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.field = field
        self.conflict = conflict

    def __str__(self) -> str:
        return str(self.message)


def check_reason(reason: str) -> str:
    """The reason without blanks around it; raises Refused where none is given or it is too long."""
    reason = reason.strip()
    if not reason:
        raise Refused(_("Say why."), code="reason", field="reason")
    if len(reason) > 200:
        raise Refused(_("Say it in 200 characters or fewer."), code="reason", field="reason")
    return reason


def check_fields(row: models.Model, *names: str) -> None:
    """What the model's own validators say of these fields, as a Refused beside the first of them."""
    others = {field.name for field in row._meta.fields} - set(names)
    try:
        row.clean_fields(exclude=others)
    except ValidationError as invalid:
        field, messages = next(iter(invalid.message_dict.items()))
        raise Refused(" ".join(messages), code="invalid", field=field) from invalid
