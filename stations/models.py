"""Gathers the rooms' models for Django."""

from stations.centers.models import CenterStatusChange, CountyCenter
from stations.network.models import Station, StationStatusChange, StationSuspension
from stations.notices.models import NoticeChange, Notification
from stations.regions.models import Region
from stations.requests.models import RequestDraft, RequestToken

__all__ = [
    "CenterStatusChange",
    "CountyCenter",
    "NoticeChange",
    "Notification",
    "Region",
    "RequestDraft",
    "RequestToken",
    "Station",
    "StationStatusChange",
    "StationSuspension",
]
