"""`/api/v1/`: the one router that gathers the rooms' view sets, the schema and its page."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, URLResolver, include, path, re_path
from django.utils.translation import gettext as _
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter
from rest_framework.views import APIView

from orders.agent_orders.api import AgentOrderViewSet
from orders.cash.closing.api import CashDayViewSet, CashMovementViewSet
from orders.counter.api import CounterServiceViewSet
from orders.festivals.api import FestivalViewSet
from orders.festivals.freezing.api import FestivalSnapshotViewSet
from orders.logistics.api import CaseViewSet, ManifestViewSet, ParcelViewSet, ScanView
from orders.presale.api import PresaleGoodViewSet, PresaleOrderViewSet, PresaleReportView
from orders.produce.api import ProduceLotViewSet
from orders.produce.sales.api import FarmerSettlementViewSet, ProduceListingViewSet, ProduceSaleViewSet
from orders.reports.growth.api import GrowthView
from orders.reports.income.api import IncomeReportView
from orders.reports.levels.api import LevelViewSet
from orders.reports.recruitment.api import RecruitmentView
from orders.reports.second_leg.api import SecondLegView
from orders.villagers.api import VillagerViewSet
from partners.accounts.api import MeView, TokenView
from partners.complaints.api import ComplaintViewSet
from partners.contracts.api import ContractViewSet, DepositEntryViewSet
from partners.income.adjustments.api import AdjustmentViewSet
from partners.income.api import IncomeView, LineViewSet, StatementViewSet
from partners.income.disputes.api import DisputeViewSet
from partners.income.months.api import CountyMonthViewSet
from partners.ledger.api import CreditLineViewSet, FloatView, MovementViewSet
from partners.payouts.api import PayoutBatchViewSet, PayoutViewSet
from partners.recruitment.api import ApplicationViewSet, HiringDecisionViewSet, VacancyViewSet
from partners.training.api import CertificateViewSet, EnrolmentViewSet, TrainingSessionViewSet
from partners.trials.api import DraftViewSet, TrialRunViewSet
from stations.network.api import StationViewSet
from stations.pipeline.api import PipelineView
from stations.recognition.api import TaobaoVillageViewSet
from stations.regions.api import RegionViewSet

router = DefaultRouter()
router.register("adjustments", AdjustmentViewSet, basename="api-adjustment")
router.register("agent-orders", AgentOrderViewSet, basename="api-agent-order")
router.register("applications", ApplicationViewSet, basename="api-application")
router.register("cash/days", CashDayViewSet, basename="api-cash-day")
router.register("cash/movements", CashMovementViewSet, basename="api-cash-movement")
router.register("complaints", ComplaintViewSet, basename="api-complaint")
router.register("contracts", ContractViewSet, basename="api-contract")
router.register("counter-services", CounterServiceViewSet, basename="api-counter-service")
router.register("county-months", CountyMonthViewSet, basename="api-county-month")
router.register("credit-lines", CreditLineViewSet, basename="api-credit-line")
router.register("deposit-entries", DepositEntryViewSet, basename="api-deposit-entry")
router.register("drafts", DraftViewSet, basename="api-draft")
router.register("festivals", FestivalViewSet, basename="api-festival")
router.register("festival-snapshots", FestivalSnapshotViewSet, basename="api-festival-snapshot")
router.register("float/movements", MovementViewSet, basename="api-float-movement")
router.register("hiring-decisions", HiringDecisionViewSet, basename="api-hiring-decision")
router.register("income/disputes", DisputeViewSet, basename="api-dispute")
router.register("income/lines", LineViewSet, basename="api-income-line")
router.register("income/payouts", PayoutViewSet, basename="api-payout")
router.register("income/statements", StatementViewSet, basename="api-statement")
router.register("levels", LevelViewSet, basename="api-level")
router.register("farmer-settlements", FarmerSettlementViewSet, basename="api-farmer-settlement")
router.register("presale-goods", PresaleGoodViewSet, basename="api-presale-good")
router.register("presale-orders", PresaleOrderViewSet, basename="api-presale-order")
router.register("produce-listings", ProduceListingViewSet, basename="api-produce-listing")
router.register("produce-sales", ProduceSaleViewSet, basename="api-produce-sale")
router.register("payout-batches", PayoutBatchViewSet, basename="api-payout-batch")
router.register("manifests", ManifestViewSet, basename="api-manifest")
router.register("parcel-cases", CaseViewSet, basename="api-parcel-case")
router.register("parcels", ParcelViewSet, basename="api-parcel")
router.register("produce-lots", ProduceLotViewSet, basename="api-produce-lot")
router.register("regions", RegionViewSet, basename="api-region")
router.register("stations", StationViewSet, basename="api-station")
router.register("taobao-villages", TaobaoVillageViewSet, basename="api-taobao-village")
router.register("training/certificates", CertificateViewSet, basename="api-certificate")
router.register("training/places", EnrolmentViewSet, basename="api-enrolment")
router.register("training/sessions", TrainingSessionViewSet, basename="api-training-session")
router.register("trial-runs", TrialRunViewSet, basename="api-trial-run")
router.register("vacancies", VacancyViewSet, basename="api-vacancy")
router.register("villagers", VillagerViewSet, basename="api-villager")


class NothingHere(APIView):
    """Any other address below the API: programs get their 404 as JSON too."""

    schema = None

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        raise NotFound(_("There is nothing at this address. Every address of the API ends with a slash."))

    post = put = patch = delete = get


urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(url_name="api_schema", template_name="config/api_page.html"),
        name="api_docs",
    ),
    path("float/", FloatView.as_view(), name="api_float"),
    path("growth/", GrowthView.as_view(), name="api_growth"),
    path("income/", IncomeView.as_view(), name="api_income"),
    path("me/", MeView.as_view(), name="api_me"),
    path("pipeline/", PipelineView.as_view(), name="api_pipeline"),
    path("parcel-scans/", ScanView.as_view(), name="api_parcel_scans"),
    path("reports/presale/<slug:slug>/", PresaleReportView.as_view(), name="api_presale"),
    path("reports/income/", IncomeReportView.as_view(), name="api_income_report"),
    path("reports/recruitment/", RecruitmentView.as_view(), name="api_recruitment"),
    path("reports/second-leg/", SecondLegView.as_view(), name="api_second_leg"),
    path("token/", TokenView.as_view(), name="api_token"),
    path("", include(router.urls)),
    re_path(r"", NothingHere.as_view()),
]
