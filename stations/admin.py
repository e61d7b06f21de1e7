"""Gathers the rooms' admins for Django."""

from stations.centers import admin as centers
from stations.network import admin as network
from stations.regions import admin as regions

__all__ = ["centers", "network", "regions"]
