"""The rule applied to rows: `Model.objects.visible_to(user)`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Self, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db import models

from stations.scope.rule import scope_of

M = TypeVar("M", bound=models.Model, covariant=True)


class Way(StrEnum):
    """By what a reader reaches a row."""

    EVERYTHING = "everything"
    PUBLIC = "public"
    CENTER = "center"
    STATION = "station"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class ScopePaths:
    """How to get from a row to its county center, its station and its person.

    A path left empty gives that kind of reader nothing. Rows about a place name `center`
    and `station`; rows about a person's money name `center` (today's, through the station)
    and `person`, so that a new partner never sees a predecessor's income.
    """

    center: str = ""
    station: str = ""
    person: str = ""
    public: bool = False  # the national register: everybody who is logged in

    def ways(self, user: object) -> dict[Way, models.Q]:
        """By what `user` reaches rows, each with its condition; empty for who reaches none.

        A table with a rule of its own answers this one question anew: `rows` and the page that
        explains a login's reach both ask it.
        """
        scope = scope_of(user)
        if scope.everything:
            return {Way.EVERYTHING: models.Q()}
        if self.public and getattr(user, "is_authenticated", False):
            return {Way.PUBLIC: models.Q()}
        ways = {}
        if self.center and scope.centers:
            ways[Way.CENTER] = models.Q(**{f"{self.center}__in": scope.centers})
        if self.station and scope.stations:
            ways[Way.STATION] = models.Q(**{f"{self.station}__in": scope.stations})
        if self.person and scope.person is not None:
            ways[Way.PERSON] = models.Q(**{self.person: scope.person})
        return ways

    def rows(self, user: object) -> models.Q:
        """The condition that keeps exactly the rows `user` may see."""
        rows = models.Q(pk__in=[])
        for way in self.ways(user).values():
            if not way:
                return models.Q()  # no condition: every row, which `|` would take for nothing
            rows |= way
        return rows


class ScopedQuerySet(models.QuerySet[M]):
    """Every queryset of the project begins here."""

    def visible_to(self, user: object) -> Self:
        """Only rows within the reader's scope; a foreign row does not exist."""
        paths: ScopePaths = self.model.scope_paths  # type: ignore[attr-defined]
        return self.filter(paths.rows(user))


class ScopedModel(models.Model):
    """A model that says how the scope rule reaches it."""

    scope_paths: ClassVar[ScopePaths]
    objects: ClassVar[Any] = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True


def visible_rows(model: type[models.Model], user: object) -> models.QuerySet[Any]:
    """The rows of any model that `user` may see; a model that does not say how is a mistake."""
    if not hasattr(model, "scope_paths"):
        raise ImproperlyConfigured(f"{model._meta.label} does not say who sees its rows")
    rows: models.QuerySet[Any] = model._default_manager.visible_to(user)  # type: ignore[attr-defined]
    return rows
