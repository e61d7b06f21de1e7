"""`/api/v1/counter-services/`: the same verbs, rows and refusals as the pages."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters as filters
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import (
    OpenApiResponse,
    extend_schema,
    extend_schema_field,
    extend_schema_view,
)
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from orders.counter.kinds import ServiceKind
from orders.counter.lifecycle import ServiceStatus
from orders.counter.models import CounterService
from orders.counter.next_steps import ServiceStep, next_steps
from orders.counter.ordering import cancel_service, confirm_service, draft_service, price_service
from orders.counter.showing import outcome_of
from stations.network.models import Station
from stations.requests.api import REPLAYED_HEADER, IdempotentMixin
from stations.scope.api import (
    HasRight,
    ScopedChoiceFilter,
    ScopedSlugRelatedField,
    ScopedViewSetMixin,
    visible,
)

TAG = ["counter services"]


class ServiceSerializer(serializers.ModelSerializer[CounterService]):
    station = serializers.CharField(source="station.code", help_text=_("The station's code."))
    status_label = serializers.CharField(
        source="get_status_display", help_text=_("In the reader's language.")
    )
    tell = serializers.SerializerMethodField(help_text=_("What to tell the villager now."))
    total = serializers.DecimalField(
        max_digits=14, decimal_places=2, help_text=_("What crosses the counter: amount and fee, in yuan.")
    )
    next_steps = serializers.SerializerMethodField()

    class Meta:
        model = CounterService
        fields = (
            "id",
            "number",
            "station",
            "kind",
            "title",
            "status",
            "status_label",
            "tell",
            "amount",
            "fee",
            "total",
            "quoted_until",
            "charged_at",
            "succeeded_at",
            "reference",
            "next_steps",
        )
        read_only_fields = fields

    def get_tell(self, service: CounterService) -> str:
        return outcome_of(service).text

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(choices=[*ServiceStep])))
    def get_next_steps(self, service: CounterService) -> list[str]:
        wanted = (ServiceStep.CONFIRM, ServiceStep.CANCEL)
        return [step.value for step in next_steps(service) if step in wanted]


class NewServiceSerializer(serializers.Serializer[Any]):
    station = ScopedSlugRelatedField(
        slug_field="code", queryset=Station.objects.all(), help_text=_("One of your stations, by its code.")
    )
    kind = serializers.ChoiceField(choices=ServiceKind.choices)
    details = serializers.DictField(
        child=serializers.CharField(max_length=100, allow_blank=True),
        help_text=_("The fields of the kind, as its form has them: phone, operator, account, amount, day, …"),
    )


class ServiceFilter(filters.FilterSet):
    station = ScopedChoiceFilter(
        queryset=visible(Station),
        to_field_name="code",
        label=_("A station within your reach, by its code."),
    )
    status = filters.MultipleChoiceFilter(choices=ServiceStatus.choices, label=_("One status or several."))
    kind = filters.ChoiceFilter(choices=ServiceKind.choices)

    class Meta:
        model = CounterService
        fields: ClassVar[list[str]] = []


def _step(summary: Any, description: Any) -> Any:
    return extend_schema(
        tags=TAG,
        summary=summary,
        description=description,
        request=None,
        parameters=[REPLAYED_HEADER],
        responses={200: OpenApiResponse(ServiceSerializer, description=_("The service as it is now."))},
    )


@extend_schema_view(
    list=extend_schema(
        tags=TAG,
        summary=_("List counter services"),
        description=_("Those of the stations within your reach, newest first."),
    ),
    retrieve=extend_schema(
        tags=TAG, summary=_("Show a counter service"), description=_("And what may be done next.")
    ),
    create=extend_schema(
        tags=TAG,
        summary=_("Price a counter service"),
        description=_(
            "Checks what was typed and asks for the price of what is booked. Nothing is taken and nobody is"
            " told before it is confirmed."
        ),
        request=NewServiceSerializer,
        parameters=[REPLAYED_HEADER],
        responses={
            201: OpenApiResponse(ServiceSerializer, description=_("The priced service.")),
            200: OpenApiResponse(
                ServiceSerializer, description=_("It was recorded before, under the same key.")
            ),
        },
    ),
    confirm=_step(
        _("Confirm"), _("The villager has paid. Its outcome comes later: read it again until it is settled.")
    ),
    cancel=_step(_("Give up"), _("Before it was sent; what was paid goes back.")),
)
class CounterServiceViewSet(
    ScopedViewSetMixin, IdempotentMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[CounterService]
):
    """Counter services of the stations within reach."""

    queryset = CounterService.objects.select_related("station")
    serializer_class = ServiceSerializer
    filterset_class = ServiceFilter
    permission_classes = (HasRight,)
    right = "orders.view_counterservice"
    rights: ClassVar[dict[str, str]] = {
        "create": "orders.add_counterservice",
        "confirm": "orders.add_counterservice",
        "cancel": "orders.add_counterservice",
    }
    idempotent = frozenset({"create", "confirm", "cancel"})

    def create(self, request: Request) -> Response:
        given = NewServiceSerializer(data=request.data, context=self.get_serializer_context())
        given.is_valid(raise_exception=True)
        station, kind = given.validated_data["station"], given.validated_data["kind"]
        # Outside of the transaction: a gateway is never called with one open.
        details, quote = price_service(station=station, kind=kind, typed=given.validated_data["details"])
        result, headers = self.done_once(
            {"station": station.code, "kind": kind, "details": details},
            lambda: {
                "service": draft_service(
                    actor=request.user, station=station, kind=kind, details=details, quote=quote
                ).pk
            },
        )
        return self._shown(result["service"], status=200 if headers else 201, headers=headers)

    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        service = self.get_object()
        _result, headers = self.done_once(
            {"service": service.pk}, lambda: confirm_service(actor=request.user, service=service).pk
        )
        return self._shown(service.pk, headers=headers)

    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        service = self.get_object()
        _result, headers = self.done_once(
            {"service": service.pk}, lambda: cancel_service(actor=request.user, service=service).pk
        )
        return self._shown(service.pk, headers=headers)

    def _shown(self, pk: int, **answer: Any) -> Response:
        self.kwargs["pk"] = pk
        return Response(self.get_serializer(self.get_object()).data, **answer)
