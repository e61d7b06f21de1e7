"""`/api/v1/parcels/`, `manifests/`, `parcel-cases/` and `parcel-scans/`: the same verbs as the pages."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from orders.logistics import api_words as words
from orders.logistics import serializers as shapes
from orders.logistics.announcing import NewParcel, accept_parcel, announce_parcels
from orders.logistics.codes import prove_code
from orders.logistics.counting import finish_manifest
from orders.logistics.delivering import deliver_to_house
from orders.logistics.giving_up import send_back
from orders.logistics.handing_over import hand_over_parcel, take_back
from orders.logistics.lifecycle import ManifestStatus, ParcelStatus
from orders.logistics.loading import begin_manifest, dispatch_manifest
from orders.logistics.models import Direction, Manifest, Parcel, ParcelCase
from orders.logistics.queries import ParcelQuerySet
from orders.logistics.scanning import scan_number
from orders.logistics.settling import settle_case
from stations.network.models import Station
from stations.refusals import Refused
from stations.requests.api import IdempotentMixin
from stations.requests.claiming import once
from stations.scope.api import HasRight, ScopedChoiceFilter, ScopedViewSetMixin, visible
from stations.scope.api_pages import NewestFirst
from stations.scope.web import AT_THE_COUNTER


class ParcelFilter(filters.FilterSet):
    station = ScopedChoiceFilter(
        queryset=visible(Station), to_field_name="code", label=_("A station within your reach, by its code.")
    )
    status = filters.MultipleChoiceFilter(choices=ParcelStatus.choices, label=_("One status or several."))
    direction = filters.ChoiceFilter(choices=Direction.choices)
    waiting_days = filters.NumberFilter(
        method="filter_waiting",
        min_value=0,
        max_value=3650,
        label=_("Waiting at the station for more than so many days."),
    )
    search = filters.CharFilter(
        method="filter_search",
        max_length=60,
        label=_("Tracking number, pick-up code, or how the name or phone begins"),
    )

    class Meta:
        model = Parcel
        fields: ClassVar[list[str]] = []

    def filter_waiting(self, parcels: ParcelQuerySet, name: str, days: Any) -> ParcelQuerySet:
        return parcels.filter(pk__in=parcels.waiting_longer_than(int(days)).order_by().values("pk"))

    def filter_search(self, parcels: ParcelQuerySet, name: str, text: str) -> ParcelQuerySet:
        return parcels.search(text)


class _RoomViewSet(
    ScopedViewSetMixin, IdempotentMixin, ListModelMixin, RetrieveModelMixin, GenericViewSet[Any]
):
    """What the three lists share: rows of the reader, one verb per action, the row as it is now as answer."""

    permission_classes = (HasRight,)
    pagination_class = NewestFirst

    def told(self, serializer: type[BaseSerializer[Any]]) -> dict[str, Any]:
        given = serializer(data=self.request.data, context=self.get_serializer_context())
        given.is_valid(raise_exception=True)
        told: dict[str, Any] = given.validated_data
        return told

    def do(
        self,
        shape: type[BaseSerializer[Any]],
        verb: Callable[..., Any],
        before: Callable[..., Any] | None = None,
    ) -> Response:
        """Finds the row, reads the body, and calls `verb(row, **told)` once; `before` outside of that."""
        row = self.get_object()
        told = self.told(shape)
        if before is not None:
            before(row, told)
        plain = {name: getattr(value, "pk", value) for name, value in told.items()}
        _result, headers = self.done_once({"row": row.pk, **plain}, lambda: {"row": verb(row, **told).pk})
        return self.shown(row.pk, headers=headers)

    def shown(self, pk: int, **answer: Any) -> Response:
        self.kwargs["pk"] = str(pk)
        return Response(self.get_serializer(self.get_object()).data, **answer)


@words.of_parcels
class ParcelViewSet(_RoomViewSet):
    """Parcels of the stations within reach."""

    queryset = Parcel.objects.select_related("station", "carrier", "order")
    filterset_class = ParcelFilter
    right = "orders.change_parcel"
    rights: ClassVar[dict[str, str]] = {
        "list": "orders.view_parcel",
        "retrieve": "orders.view_parcel",
        "deliver": "orders.add_parcel",
    }
    idempotent = frozenset({"create", "hand_over", "take_back", "send_back", "deliver"})

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        return rows if self.action == "list" else rows.prefetch_related("events")

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        return shapes.ParcelRowSerializer if self.action == "list" else shapes.ParcelSerializer

    def create(self, request: Request) -> Response:
        told = self.told(shapes.NewParcelSerializer)
        plain = {name: getattr(value, "pk", value) for name, value in told.items()}

        def work() -> dict[str, int]:
            new = NewParcel(**told)
            if request.user.role in AT_THE_COUNTER:  # type: ignore[union-attr]
                return {"row": accept_parcel(actor=request.user, parcel=new).pk}
            return {"row": announce_parcels(actor=request.user, parcels=[new])[0].pk}

        result, headers = self.done_once(plain, work)
        return self.shown(result["row"], status=200 if headers else 201, headers=headers)

    @action(detail=True, methods=["post"], url_path="hand-over")
    def hand_over(self, request: Request, pk: str) -> Response:
        return self.do(
            shapes.HandOverSerializer,
            lambda row, **told: hand_over_parcel(actor=request.user, parcel=row, **told),
            before=self._prove,
        )

    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pk: str) -> Response:
        return self.do(
            shapes.ParcelReasonSerializer,
            lambda row, **told: take_back(actor=request.user, parcel=row, **told),
        )

    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, request: Request, pk: str) -> Response:
        return self.do(
            shapes.ParcelReasonSerializer,
            lambda row, **told: send_back(actor=request.user, parcels=[row], **told)[0],
        )

    @action(detail=True, methods=["post"])
    def deliver(self, request: Request, pk: str) -> Response:
        return self.do(
            shapes.DeliveredSerializer,
            lambda row, **told: deliver_to_house(actor=request.user, parcel=row, **told),
            before=self._prove,
        )

    def _prove(self, parcel: Parcel, told: dict[str, Any]) -> None:
        """Outside the transaction of the hand-over: its refusal would undo the count."""
        prove_code(actor=self.request.user, parcel=parcel, code=told["code"])


class ManifestFilter(filters.FilterSet):
    station = ScopedChoiceFilter(
        queryset=visible(Station), to_field_name="code", label=_("A station within your reach, by its code.")
    )
    status = filters.MultipleChoiceFilter(choices=ManifestStatus.choices, label=_("One status or several."))
    way = filters.ChoiceFilter(choices=Manifest.Way.choices)

    class Meta:
        model = Manifest
        fields: ClassVar[list[str]] = []


@words.of_manifests
class ManifestViewSet(_RoomViewSet):
    """Loads between county and stations within reach."""

    queryset = Manifest.objects.with_counts().select_related("station", "carrier")
    filterset_class = ManifestFilter
    right = "orders.change_manifest"
    rights: ClassVar[dict[str, str]] = {"list": "orders.view_manifest", "retrieve": "orders.view_manifest"}
    idempotent = frozenset({"create", "dispatch_load", "finish"})

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        return rows if self.action == "list" else rows.prefetch_related("lines__parcel__carrier")

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        return shapes.ManifestRowSerializer if self.action == "list" else shapes.ManifestSerializer

    def create(self, request: Request) -> Response:
        station = self.told(shapes.NewManifestSerializer)["station"]
        way = Manifest.Way.TO_COUNTY if self._at_station else Manifest.Way.TO_STATION
        result, headers = self.done_once(
            {"station": station.pk},
            lambda: {"row": begin_manifest(actor=request.user, station=station, way=way).pk},
        )
        return self.shown(result["row"], status=200 if headers else 201, headers=headers)

    @action(detail=True, methods=["post"], url_path="dispatch")
    def dispatch_load(self, request: Request, pk: str) -> Response:
        return self.do(
            shapes.SendSerializer,
            lambda row, **told: dispatch_manifest(
                actor=request.user, manifest=self._mine(row, sends=True), **told
            ),
        )

    @action(detail=True, methods=["post"])
    def finish(self, request: Request, pk: str) -> Response:
        return self.do(
            shapes.CountSerializer,
            lambda row, **told: finish_manifest(
                actor=request.user, manifest=self._mine(row, sends=False), **told
            ),
        )

    @property
    def _at_station(self) -> bool:
        return self.request.user.role in AT_THE_COUNTER

    def _mine(self, manifest: Manifest, *, sends: bool) -> Manifest:
        """Raises Refused unless this side sends the load, or receives it."""
        if (manifest.to_station != self._at_station) != sends:
            raise Refused(_("This is for the other end of the load."), code="way", conflict=True)
        return manifest


class CaseFilter(filters.FilterSet):
    station = ScopedChoiceFilter(
        queryset=visible(Station), to_field_name="code", label=_("A station within your reach, by its code.")
    )
    open = filters.BooleanFilter(field_name="settled_at", lookup_expr="isnull", label=_("Not settled yet."))
    kind = filters.ChoiceFilter(choices=ParcelCase.Kind.choices)

    class Meta:
        model = ParcelCase
        fields: ClassVar[list[str]] = []


@words.of_cases
class CaseViewSet(_RoomViewSet):
    """What did not tally between county and station."""

    queryset = ParcelCase.objects.select_related("station", "manifest", "parcel")
    serializer_class = shapes.CaseSerializer
    filterset_class = CaseFilter
    right = "orders.change_parcelcase"
    rights: ClassVar[dict[str, str]] = {
        "list": "orders.view_parcelcase",
        "retrieve": "orders.view_parcelcase",
    }
    idempotent = frozenset({"settle"})

    @action(detail=True, methods=["post"])
    def settle(self, request: Request, pk: str) -> Response:
        return self.do(
            shapes.SettleSerializer,
            lambda row, **told: settle_case(actor=request.user, case=row, **told),
        )


class ScanView(APIView):
    """Scans of a phone or a hand scanner, also late, doubled and in any order."""

    permission_classes = (HasRight,)
    right = "orders.change_parcel"

    @extend_schema(
        tags=words.TAG,
        operation_id="parcel_scans",
        summary=_("Send scans"),
        description=_(
            "Up to 100 at once, each with a uuid of its own, which takes the place of the Idempotency-Key:"
            " sent again, a scan answers as before. Each is done by itself; one that is refused"
            " holds up no other."
        ),
        request=shapes.ScansSerializer,
        responses=shapes.ScanAnswersSerializer,
    )
    def post(self, request: Request) -> Response:
        given = shapes.ScansSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        return Response({"answers": [self._scan(one) for one in given.validated_data["scans"]]})

    def _scan(self, given: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = {
            "id": str(given.get("id", ""))[:60],
            "outcome": "refused",
            "repeated": False,
            "parcel": None,
            "status": None,
            "code": None,
            "message": "",
        }
        scan = shapes.ScanSerializer(data=given, context={"request": self.request})
        if not scan.is_valid():
            field, errors = next(iter(scan.errors.items()))
            return answer | {"code": "invalid", "message": f"{field}: {errors[0]}"}
        told = scan.validated_data
        key, content = told.pop("id"), {name: getattr(value, "pk", value) for name, value in told.items()}
        try:
            with transaction.atomic():
                done, repeated = once(
                    actor=self.request.user,
                    token=f"scan:{key}",
                    purpose="parcel-scan",
                    content=content,
                    work=lambda: dataclasses.asdict(scan_number(actor=self.request.user, **told)),
                )
        except Refused as refused:
            return answer | {"code": refused.code, "message": str(refused)}
        return {**answer, **done, "repeated": repeated}
