"""Snapshots and differences as `ui/table.html` shows them: every figure exact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from orders.festivals.freezing.differences import Change, Differences
from orders.festivals.measures import NOTHING_SOLD
from orders.festivals.places import Place
from orders.festivals.rankings import full_table
from stations import wording


def places_table(level: str, places: Sequence[Place], *, start: int = 1) -> dict[str, Any]:
    return full_table(level, places, start=start)


def whole_table(found: Differences) -> dict[str, Any]:
    """The three turnovers before and after."""
    labels = {"placed": _("Placed"), "paid": _("Paid"), "net": _("Net")}
    whole = found.whole
    rows = [
        [
            labels[name],
            wording.yuan(before),
            wording.yuan(after),
            signed_yuan(after - before),
            wording.count(orders_before),
            wording.count(orders_after),
            signed_count(orders_after - orders_before),
        ]
        for (name, before, orders_before), (_name, after, orders_after) in zip(
            whole.before, whole.after, strict=True
        )
    ]
    heads = (
        pgettext("comparison", "Before"),
        _("After"),
        _("Difference"),
        _("Orders before"),
        _("Orders after"),
        _("Difference"),
    )
    return _table(_("Turnover"), heads, rows)


def day_table(found: Differences) -> dict[str, Any]:
    """Refunds by their day, what was recorded later, and the change of net that they make."""
    rows = [[_full(day.day), signed_yuan(day.amount), signed_count(day.orders)] for day in found.days]
    if found.recorded_later or found.recorded_later_orders:
        later = [signed_yuan(found.recorded_later), signed_count(found.recorded_later_orders)]
        rows.append([_("Recorded later"), *later])
    change = found.whole.difference
    table = _table(_("Refunded on"), (_("Net"), _("Net orders")), rows)
    table["total"] = [_("Difference of net"), signed_yuan(change.net_amount), signed_count(change.net_orders)]
    return table


def change_table(title: str | Promise, changes: Iterable[Change]) -> dict[str, Any]:
    heads = (_("Net before"), _("Net after"), _("Net"), _("Net orders"), _("Paid"), _("Placed"))
    rows = [
        [
            one.name if one.code.isdigit() or one.code.islower() else f"{one.code} {one.name}",
            wording.yuan(one.before.net_amount),
            wording.yuan(one.after.net_amount),
            signed_yuan(one.difference.net_amount),
            signed_count(one.difference.net_orders),
            signed_yuan(one.difference.paid_amount),
            signed_yuan(one.difference.placed_amount),
        ]
        for one in changes
    ]
    return _table(str(title), heads, rows)


def elsewhere_in_words(found: Differences) -> str:
    """The change of net that no station listed explains; empty where there is none."""
    return "" if found.elsewhere == NOTHING_SOLD else signed_yuan(found.elsewhere.net_amount)


def signed_yuan(amount: Decimal) -> str:
    return f"+{wording.yuan(amount)}" if amount > 0 else wording.yuan(amount)


def signed_count(number: int | Decimal) -> str:
    return f"+{wording.count(number)}" if number > 0 else wording.count(number)


def _table(first: str, heads: Iterable[str], rows: list[list[str]]) -> dict[str, Any]:
    columns: list[dict[str, Any]] = [{"label": first}, *({"label": head, "num": True} for head in heads)]
    return {"columns": columns, "rows": rows}


def _full(day: dt.date) -> str:
    return f"{day:%Y-%m-%d}"
