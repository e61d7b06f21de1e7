"""What a verb says when it will not: one exception that every edge understands."""

from django.utils.functional import Promise


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
