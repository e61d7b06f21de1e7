"""Gathers the rooms' admins for Django."""

from stations.centers import admin as centers
from stations.network import admin as network
from stations.notices import admin as notices
from stations.regions import admin as regions

__all__ = ["centers", "network", "notices", "regions"]
