"""At which station somebody stands at the counter."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from stations.network.models import Station

SESSION_KEY = "station"


def my_stations(request: HttpRequest) -> tuple[Station, ...]:
    """The stations this login works at today, by code."""
    user: Any = request.user
    stations: tuple[Station, ...] = user.at_work
    return stations


def my_station(request: HttpRequest) -> Station | None:
    """The station chosen last, or the first one; None for somebody who runs none today."""
    stations = my_stations(request)
    chosen = request.session.get(SESSION_KEY)
    return next((station for station in stations if station.pk == chosen), stations[0] if stations else None)
