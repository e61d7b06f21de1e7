"""What django-unfold 0.91 renders anew for each row of an admin list is rendered once.

That was a third of the time of a page of fifty (`python -m benchmarks pages --only lists`): the heads of
all columns, which label the cells on a phone, and a template each time for the box that ticks a row and
for a status in its colour.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import models
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from unfold.admin import ModelAdmin, checkbox
from unfold.templatetags import unfold_list

from stations.scope.badges import Badges

_ROW = "the-key-of-a-row"
_heads_made_anew = unfold_list.result_headers
_label_made_anew = unfold_list.display_for_label


def result_headers(cl: Any) -> Iterator[dict[str, Any]]:
    """What unfold makes of the columns of a list, kept with the list."""
    if "_heads" not in vars(cl):
        cl._heads = list(_heads_made_anew(cl))
    return iter(cl._heads)


def display_for_label(value: Any, empty: str, label: Any) -> Any:
    """A word in its colour: there are few of them, on row after row."""
    if isinstance(value, str) and isinstance(label, Badges):
        return _badge(str(value), label.colour_of(value))
    return _label_made_anew(value, empty, label)


@lru_cache(maxsize=1000)
def _badge(word: str, colour: str | None) -> Any:
    return _label_made_anew(word, "", {word: colour} if colour else {})


# Its template tags name the functions in their module: there is no other place to say it.
unfold_list.result_headers = result_headers
unfold_list.display_for_label = display_for_label


class QuickRows:
    """For a `ModelAdmin` of unfold."""

    # Asked for twice in each row, and unfold declares none.
    list_sections = ()

    def action_checkbox(self, obj: models.Model) -> SafeString:
        return mark_safe(_box(get_language()).replace(_ROW, escape(obj.pk)))  # noqa: S308

    action_checkbox.short_description = ModelAdmin.action_checkbox.short_description  # type: ignore[attr-defined]


@cache
def _box(language: str | None) -> str:
    """It says in the reader's language what it is for."""
    return str(checkbox.render(ACTION_CHECKBOX_NAME, _ROW))
