"""The first page of the admin: the county's day, or all counties' for ops."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orders.agent_orders.lifecycle import OrderStatus
from orders.reports.county_day import ARRIVING, CountyDay, county_day
from stations import wording

SHOWN = 20  # places in the table; the lists have the rest

# Unfold's lines come without a scale; a curve without figures tells little.
CURVE_OPTIONS = {
    "animation": False,
    "maintainAspectRatio": False,
    "plugins": {"legend": {"display": False}},
    "scales": {
        "x": {"grid": {"display": False}, "ticks": {"maxRotation": 0, "autoSkip": True}},
        "y": {"beginAtZero": True, "ticks": {"precision": 0}},
    },
}


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Unfold's hook for the index page."""
    day = county_day(request.user)
    return context | {
        "title": _("Today, %(day)s") % {"day": wording.day(day.sold.day)},
        "sold": day.sold,
        "turnover": _turnover(day),
        "work": _work(day),
        "network": _network(day),
        "curve": _curve(day),
        "curve_options": json.dumps(CURVE_OPTIONS),
        "hours": {
            "headers": [_("Hour"), _("Paid")],
            "rows": [[f"{hour:02d}:00", wording.yuan(paid)] for hour, paid in day.sold.hours],
        },
        "places": _places(day),
        "more_places": max(len(day.sold.places) - SHOWN, 0),
    }


def _orders(**query: str) -> str:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{reverse('admin:orders_agentorder_changelist')}?{asked}"


def _turnover(day: CountyDay) -> list[dict[str, Any]]:
    titles = {"placed": _("Placed"), "paid": _("Paid"), "net": _("Net of refunds")}
    return [
        {
            "title": titles[name],
            "value": wording.yuan(amount),
            "note": ngettext("%(count)s order", "%(count)s orders", count) % {"count": wording.count(count)},
        }
        for name, amount, count in day.sold.turnovers
    ]


def _work(day: CountyDay) -> list[dict[str, Any]]:
    waiting = {
        "title": _("Waiting for money"),
        "value": wording.count(day.unpaid),
        "note": wording.yuan(day.unpaid_amount),
        "href": _orders(money="waiting"),
    }
    arriving = [
        {
            "title": OrderStatus(status).label,
            "value": wording.count(day.arriving.get(status, 0)),
            "note": "",
            "href": _orders(status__exact=status),
        }
        for status in ARRIVING
    ]
    return [waiting, *arriving]


def _network(day: CountyDay) -> dict[str, Any]:
    statuses = [
        {
            "label": status.label,
            "count": wording.count(day.statuses[status]),
            "href": _orders(placed="today", status__exact=status),
        }
        for status in OrderStatus
        if day.statuses.get(status)
    ]
    return {
        "placed": wording.count(sum(day.statuses.values())),
        "statuses": statuses,
        "facts": [
            (_("Stations in service"), wording.count(day.sold.in_service)),
            (_("… without a sale today"), wording.count(day.sold.without_sale)),
            (_("Partners at work"), wording.count(day.sold.partners)),
        ],
    }


def _curve(day: CountyDay) -> str:
    """What unfold's line chart draws; floats are good enough for a picture."""
    return json.dumps(
        {
            "labels": [f"{hour:02d}:00" for hour, _paid in day.sold.hours],
            "datasets": [
                {
                    "label": _("Paid, yuan"),
                    "data": [float(paid) for _hour, paid in day.sold.hours],
                    "borderColor": "var(--color-primary-600)",
                    "backgroundColor": "var(--color-primary-600)",
                }
            ],
        }
    )


def _places(day: CountyDay) -> dict[str, Any]:
    return {
        "headers": [
            _("County") if day.sold.by_county else _("Station"),
            _("Paid"),
            _("Net of refunds"),
            _("Orders paid"),
        ],
        "rows": [
            [
                f"{place.code} {place.name}",
                wording.yuan(place.turnovers.paid_amount),
                wording.yuan(place.turnovers.net_amount),
                wording.count(place.turnovers.paid_orders),
            ]
            for place in day.sold.places[:SHOWN]
        ],
    }
