"""Gathers the rooms' models for Django."""

from stations.agreements.models import Agreement
from stations.assessing.models import (
    AssessmentCriterion,
    AssessmentScheme,
    AssessmentValue,
    CountyAssessment,
)
from stations.centers.models import CenterStatusChange, CountyCenter
from stations.county_training.models import Official, OfficialsAttendance, OfficialsSession
from stations.documents.models import Document
from stations.equipment.models import (
    EquipmentKind,
    EquipmentMove,
    EquipmentStock,
    StockLine,
    StockTaking,
)
from stations.exporting.models import ExportLog
from stations.fitting_out.models import FitOutStep, FitOutTask
from stations.network.models import Station, StationStatusChange, StationSuspension
from stations.notices.models import NoticeChange, Notification
from stations.pipeline.models import OpeningPlan, ProgrammeTarget
from stations.recognition.models import (
    Neighbours,
    PlaceAlias,
    PublishedCount,
    PublishedTown,
    TaobaoCriteria,
    TaobaoVillage,
    VillageYear,
)
from stations.regions.models import Region
from stations.requests.models import RequestCount, RequestDraft, RequestToken
from stations.surveying.models import VillageSurvey
from stations.visits.models import StationVisit, VisitFinding

__all__ = [
    "Agreement",
    "AssessmentCriterion",
    "AssessmentScheme",
    "AssessmentValue",
    "CenterStatusChange",
    "CountyAssessment",
    "CountyCenter",
    "Document",
    "EquipmentKind",
    "EquipmentMove",
    "EquipmentStock",
    "ExportLog",
    "FitOutStep",
    "FitOutTask",
    "Neighbours",
    "NoticeChange",
    "Notification",
    "Official",
    "OfficialsAttendance",
    "OfficialsSession",
    "OpeningPlan",
    "PlaceAlias",
    "ProgrammeTarget",
    "PublishedCount",
    "PublishedTown",
    "Region",
    "RequestCount",
    "RequestDraft",
    "RequestToken",
    "Station",
    "StationStatusChange",
    "StationSuspension",
    "StationVisit",
    "StockLine",
    "StockTaking",
    "TaobaoCriteria",
    "TaobaoVillage",
    "VillageSurvey",
    "VillageYear",
    "VisitFinding",
]
