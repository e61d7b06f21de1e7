"""Gathers the rooms' admins for Django."""

from stations.agreements import admin as agreements
from stations.assessing import admin as assessing
from stations.centers import admin as centers
from stations.county_training import admin as county_training
from stations.equipment import admin as equipment
from stations.exporting import admin as exporting
from stations.fitting_out import admin as fitting_out
from stations.network import admin as network
from stations.notices import admin as notices
from stations.pipeline import admin as pipeline
from stations.recognition import admin as recognition
from stations.regions import admin as regions
from stations.surveying import admin as surveying
from stations.visits import admin as visits

__all__ = [
    "agreements",
    "assessing",
    "centers",
    "county_training",
    "equipment",
    "exporting",
    "fitting_out",
    "network",
    "notices",
    "pipeline",
    "recognition",
    "regions",
    "surveying",
    "visits",
]
