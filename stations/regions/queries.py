from __future__ import annotations

from typing import Self

from django.db.models import Q

from stations.scope import ScopedQuerySet

VILLAGE = 12
MOST_PLACES = 50  # of one name that a search goes into


class RegionQuerySet(ScopedQuerySet):
    """Reads of the register."""

    def within(self, code: str) -> Self:
        """The region itself and all below it: a range of the primary key."""
        return self.filter(_range(code))

    def path(self, code: str) -> Self:
        """From province down to the region itself."""
        return self.filter(code__in=[code[:length] for length in (2, 4, 6, 9, 12) if length <= len(code)])

    def provinces(self) -> Self:
        """Those at the top: by the index of parents, where a level has none and reads the whole register."""
        return self.filter(parent=None)

    def with_path(self) -> Self:
        """Brings the names above along, for `Region.full_path` without a query per row."""
        return self.select_related("parent__parent__parent__parent")

    def search(self, text: str, *, within: str | None = None) -> Self:
        """Regions whose name begins with `text`, nationally, in the order of the index.

        Within a region (a county, say) its code range is read and `text` may stand anywhere
        in the name. Several words go down step by step: “桐庐 横村” looks for 横村 anywhere
        below the places that begin with 桐庐. Digits are the beginning of a code.
        """
        *places, last = text.replace("\0", "").split() or [""]
        codes = [within] if within else []
        for place in places:
            # From the whole register: this queryset may be about villages only.
            register: Self = self.model._default_manager.all()  # type: ignore[assignment]
            above = register._below(codes).filter(level__lt=VILLAGE)._named(place, anywhere=bool(codes))
            codes = list(above.values_list("code", flat=True)[:MOST_PLACES])
            if not codes:
                return self.none()
        return self._below(codes)._named(last, anywhere=bool(codes))

    def _below(self, codes: list[str]) -> Self:
        anywhere = Q()
        for code in codes:
            anywhere |= _range(code)
        return self.filter(anywhere)

    def _named(self, text: str, *, anywhere: bool) -> Self:
        if text.isascii() and text.isdigit():
            return self.within(text)
        if anywhere or not text:
            return self.filter(name__contains=text).order_by("code")
        return self.filter(name__startswith=text).order_by("name", "code")


def _range(code: str) -> Q:
    return Q(code__gte=code, code__lt=code + ":")  # ':' follows '9'
