"""Lists of the API in pages that cost the same wherever one is in them."""

from __future__ import annotations

import re

from rest_framework.exceptions import NotFound
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request


class NewestFirst(CursorPagination):
    """By falling id, from where the last page ended: no count, no offset, nothing twice when rows come in."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering = "-pk"
    position = re.compile(r"[0-9]{1,18}")  # what a cursor may say; it comes from outside

    def decode_cursor(self, request: Request) -> Cursor | None:
        cursor = super().decode_cursor(request)
        position = None if cursor is None else cursor.position
        if position is not None and not self.position.fullmatch(str(position)):
            raise NotFound(self.invalid_cursor_message)
        return cursor


class ByCode(NewestFirst):
    """The same in the order of a code."""

    ordering = "code"
    position = re.compile(r"[A-Z0-9]{1,12}")
