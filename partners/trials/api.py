"""`/api/v1/drafts/` and `/api/v1/trial-runs/`: rates and subsidies tried on past months, for head office."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from partners.trials.drafting import activate_draft, withdraw_draft
from partners.trials.models import Draft, TrialResult, TrialRun
from partners.trials.running import request_trial
from partners.trials.serializers import (
    ActivateSerializer,
    DraftSerializer,
    ResultSerializer,
    TrialReportSerializer,
    TrialRunSerializer,
    TrySerializer,
)
from stations.bell import ring
from stations.clock import parse_month
from stations.requests.api import REPLAYED_HEADER, IdempotentMixin
from stations.scope.api import HasRight, ScopedChoiceFilter, ScopedViewSetMixin, visible
from stations.scope.api_pages import NewestFirst

TAG = ["trials"]


def _step(summary: Any, description: Any, *, request: Any = None) -> Any:
    return extend_schema(
        tags=TAG,
        summary=summary,
        description=description,
        request=request,
        parameters=[REPLAYED_HEADER],
        responses={200: OpenApiResponse(DraftSerializer, description=_("As it is now."))},
    )


@extend_schema_view(
    list=extend_schema(
        tags=TAG,
        summary=_("List drafts of rates and subsidies"),
        description=_("The newest first. They are written in the administration."),
    ),
    retrieve=extend_schema(tags=TAG, summary=_("Show one draft"), description=_("With its rates and rules.")),
    try_out=extend_schema(
        tags=TAG,
        summary=_("Try a draft on a closed month"),
        description=_("A job computes it; read the run until it is finished. Nothing settled changes."),
        request=TrySerializer,
        parameters=[REPLAYED_HEADER],
        responses={
            201: OpenApiResponse(TrialRunSerializer, description=_("The run, not computed yet.")),
            200: OpenApiResponse(TrialRunSerializer, description=_("It was asked for before.")),
        },
    ),
    activate=_step(
        _("Activate a draft"),
        _("Puts everything in it in force from a day on; whoever drafted it is refused."),
        request=ActivateSerializer,
    ),
    withdraw=_step(_("Withdraw a draft"), _("Before it was activated.")),
)
class DraftViewSet(
    ScopedViewSetMixin, IdempotentMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[Draft]
):
    queryset = Draft.objects.prefetch_related("rates__center", "rules__center").order_by("-pk")
    serializer_class = DraftSerializer
    pagination_class = NewestFirst
    permission_classes = (HasRight,)
    right = "partners.view_draft"
    rights: ClassVar[dict[str, str]] = dict.fromkeys(
        ("try_out", "activate", "withdraw"), "partners.change_draft"
    )
    idempotent = frozenset({"try_out", "activate", "withdraw"})

    @action(detail=True, methods=["post"], url_path="try", url_name="try")
    def try_out(self, request: Request, pk: str) -> Response:
        draft = self.get_object()
        asked = TrySerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        month, since = parse_month(asked.validated_data["month"]), asked.validated_data["since"]
        made, headers = self.done_once(
            {"draft": draft.pk, "month": str(month), "since": str(since)},
            lambda: request_trial(actor=request.user, draft=draft, month=month, since=since).pk,
        )
        ring("partners.run_trials")
        run = TrialRun.objects.visible_to(request.user).with_progress().get(pk=made)
        return Response(TrialRunSerializer(run).data, status=200 if headers else 201, headers=headers)

    @action(detail=True, methods=["post"])
    def activate(self, request: Request, pk: str) -> Response:
        self.get_object()  # a foreign draft does not exist, whatever is said
        asked = ActivateSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return self._do(request, activate_draft, **asked.validated_data)

    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        return self._do(request, withdraw_draft)

    def _do(self, request: Request, verb: Any, **said: Any) -> Response:
        draft = self.get_object()
        content = {"draft": draft.pk} | {name: str(value) for name, value in said.items()}
        _result, headers = self.done_once(content, lambda: verb(actor=request.user, draft=draft, **said).pk)
        return Response(self.get_serializer(self.get_object()).data, headers=headers)


class TrialRunFilter(filters.FilterSet):
    draft = ScopedChoiceFilter(queryset=visible(Draft), label=_("The draft that was tried."))

    class Meta:
        model = TrialRun
        fields: ClassVar[list[str]] = []


@extend_schema_view(
    list=extend_schema(tags=TAG, summary=_("List trial runs"), description=_("The newest first.")),
    retrieve=extend_schema(
        tags=TAG,
        summary=_("Show one trial run"),
        description=_("Beside what was paid: in total, by county and by category, once it is finished."),
    ),
    results=extend_schema(
        tags=TAG,
        summary=_("List the results of a trial run"),
        description=_("Of each partner, county and category that the draft touches."),
        filters=False,
        responses=ResultSerializer(many=True),
    ),
)
class TrialRunViewSet(ScopedViewSetMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[TrialRun]):
    queryset = TrialRun.objects.with_progress().order_by("-pk")
    serializer_class = TrialRunSerializer
    filterset_class = TrialRunFilter
    pagination_class = NewestFirst
    permission_classes = (HasRight,)
    right = "partners.view_trialrun"
    rights: ClassVar[dict[str, str]] = {"results": "partners.view_trialresult"}

    def get_serializer_class(self) -> type[BaseSerializer[TrialRun]]:
        return TrialReportSerializer if self.action == "retrieve" else TrialRunSerializer

    @action(detail=True)
    def results(self, request: Request, pk: str) -> Response:
        results: Any = TrialResult.objects.visible_to(request.user).filter(run=self.get_object())
        page: Any = self.paginate_queryset(results.select_related("partner", "center"))
        return self.get_paginated_response(ResultSerializer(page, many=True).data)
