"""What the desk sorts orders by."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import DropdownFilter

from stations.clock import day_end, day_start, month_of, today


class MoneyFilter(DropdownFilter):
    """Where the money is, in the words of the column: the status says only where the goods are."""

    title = gettext_lazy("money")
    parameter_name = "money"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("waiting", _("waiting for money")),
            ("paid", _("paid")),
            ("partly", _("partly given back")),
            ("refunded", _("given back")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> models.QuerySet[Any]:
        match self.value():
            case "waiting":
                return queryset.waiting_for_money()  # type: ignore[no-any-return]
            case "paid":
                return queryset.filter(paid_at__isnull=False, refunded=0)  # type: ignore[no-any-return]
            case "partly":
                return queryset.filter(  # type: ignore[no-any-return]
                    refunded__gt=0, refunded__lt=models.F("amount")
                )
            case "refunded":
                # Also above zero, though it follows: that is what the index holds.
                return queryset.filter(  # type: ignore[no-any-return]
                    refunded__gt=0, refunded=models.F("amount")
                )
        return queryset  # type: ignore[no-any-return]


class PlacedFilter(DropdownFilter):
    """By the day of placing. Django's date hierarchy would read every row to find its years."""

    title = gettext_lazy("placed")
    parameter_name = "placed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("today", _("today")),
            ("yesterday", _("yesterday")),
            ("week", _("last 7 days")),
            ("month", _("this month")),
            ("before", _("last month")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> models.QuerySet[Any]:
        span = self._span(self.value())
        if span is None:
            return queryset  # type: ignore[no-any-return]
        first, last = span
        return queryset.filter(  # type: ignore[no-any-return]
            placed_at__gte=day_start(first), placed_at__lt=day_end(last)
        )

    @staticmethod
    def _span(value: str | None) -> tuple[dt.date, dt.date] | None:
        day = today()
        yesterday = day - dt.timedelta(days=1)
        last_of_before = month_of(day) - dt.timedelta(days=1)
        return {
            "today": (day, day),
            "yesterday": (yesterday, yesterday),
            "week": (day - dt.timedelta(days=6), day),
            "month": (month_of(day), day),
            "before": (month_of(last_of_before), last_of_before),
        }.get(value or "")
