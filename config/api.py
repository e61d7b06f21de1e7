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
from orders.counter.api import CounterServiceViewSet
from orders.festivals.api import FestivalViewSet
from orders.produce.api import ProduceLotViewSet
from orders.villagers.api import VillagerViewSet
from partners.accounts.api import MeView, TokenView
from partners.income.api import IncomeView, LineViewSet, StatementViewSet
from partners.ledger.api import FloatView, MovementViewSet
from stations.network.api import StationViewSet
from stations.regions.api import RegionViewSet

router = DefaultRouter()
router.register("agent-orders", AgentOrderViewSet, basename="api-agent-order")
router.register("counter-services", CounterServiceViewSet, basename="api-counter-service")
router.register("festivals", FestivalViewSet, basename="api-festival")
router.register("float/movements", MovementViewSet, basename="api-float-movement")
router.register("income/lines", LineViewSet, basename="api-income-line")
router.register("income/statements", StatementViewSet, basename="api-statement")
router.register("produce-lots", ProduceLotViewSet, basename="api-produce-lot")
router.register("regions", RegionViewSet, basename="api-region")
router.register("stations", StationViewSet, basename="api-station")
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
    path("income/", IncomeView.as_view(), name="api_income"),
    path("me/", MeView.as_view(), name="api_me"),
    path("token/", TokenView.as_view(), name="api_token"),
    path("", include(router.urls)),
    re_path(r"", NothingHere.as_view()),
]
