"""What a refusal must leave as it was."""

from __future__ import annotations

from typing import Any

from django.forms.models import model_to_dict

from stations.centers.models import CenterStatusChange, CountyCenter
from stations.network.models import Station, StationStatusChange, StationSuspension


def places() -> list[Any]:
    """Every center, station, suspension and logged step, as plain values."""
    return [
        sorted(map(model_to_dict, kind.objects.all()), key=lambda row: row["id"])
        for kind in (CountyCenter, Station, StationSuspension, CenterStatusChange, StationStatusChange)
    ]
