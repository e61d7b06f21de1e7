"""The night for programs: what the live page shows, with the page's own mark to ask again by."""

from __future__ import annotations

from typing import Any

from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from orders.festivals.live.looking import board_for
from orders.festivals.live.models import LiveBoard
from orders.festivals.targets.report import Attainment, target_report
from stations.scope import scope_of


class LiveMeasureSerializer(serializers.Serializer[Any]):
    amount = serializers.DecimalField(16, 2, help_text=_("Yuan."))
    orders = serializers.IntegerField()


class LiveMilestoneSerializer(serializers.Serializer[Any]):
    amount = serializers.DecimalField(16, 2)
    at = serializers.DateTimeField(
        allow_null=True, help_text=_("Beginning of the minute in which the sum of what was paid reached it.")
    )
    target = serializers.BooleanField()


class LiveRankSerializer(serializers.Serializer[Any]):
    rank = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    paid = serializers.DecimalField(16, 2)
    orders = serializers.IntegerField()


class LiveStandingSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    since = serializers.DateTimeField()
    expected = serializers.DecimalField(10, 1, help_text=_("Orders."))


class LiveBestSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    paid = serializers.DecimalField(16, 2)


class LiveCurveSerializer(serializers.Serializer[Any]):
    starts_at = serializers.DateTimeField()
    step_seconds = serializers.IntegerField()
    paid = serializers.ListField(child=serializers.DecimalField(16, 2))


class LiveSerializer(serializers.Serializer[Any]):
    """A festival as of a moment: of the nation, or of one county."""

    festival = serializers.CharField()
    name = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    county = serializers.CharField(
        allow_null=True, help_text=_("The county center's code; empty: the nation.")
    )
    as_of = serializers.DateTimeField()
    running = serializers.BooleanField()
    all_counted = serializers.BooleanField(help_text=_("No order waits to be counted."))
    placed = LiveMeasureSerializer()
    paid = LiveMeasureSerializer()
    net = LiveMeasureSerializer()
    stations_in_service = serializers.IntegerField()
    stations_selling = serializers.IntegerField()
    target = serializers.DecimalField(14, 2, allow_null=True)
    milestones = LiveMilestoneSerializer(many=True)
    best = LiveBestSerializer(allow_null=True)
    ranking = LiveRankSerializer(many=True)
    standing_still = LiveStandingSerializer(many=True)
    standing_still_count = serializers.IntegerField()
    curve = LiveCurveSerializer()


class AttainmentSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    target = serializers.DecimalField(14, 2, help_text=_("Yuan paid, to be reached."))
    paid = serializers.DecimalField(16, 2)


class TargetsSerializer(serializers.Serializer[Any]):
    counties = AttainmentSerializer(many=True)
    stations = AttainmentSerializer(many=True)


class LiveActions:
    """Mixed into the festivals' view set."""

    @extend_schema(
        tags=["festivals"],
        summary=_("The festival live"),
        description=_(
            "What the live page shows, at most a second old. Ask every few seconds with If-None-Match: while"
            " nothing moves the answer is 304. County staff are given their county; head office names one,"
            " or is given the nation."
        ),
        parameters=[OpenApiParameter("county", str, description=_("A county center's code."))],
        responses=LiveSerializer,
    )
    @action(detail=True)
    def live(self, request: Request, slug: str) -> Response:
        """A festival as of now: what the live page shows."""
        user: Any = request.user
        code = request.query_params.get("county", "")
        if not code and not scope_of(user).everything:
            code = user.center.code
        board = board_for(user, slug=slug, code=code)
        etag = f'"{board.marks["json"]}"'
        conditional: Any = get_conditional_response(request._request, etag=etag)
        if conditional is not None:
            return conditional  # type: ignore[no-any-return]
        figures = LiveBoard.objects.values_list("figures", flat=True).get(pk=board.pk)
        response = Response(figures, headers={"ETag": etag})
        patch_cache_control(response, private=True, no_cache=True)
        return response

    @extend_schema(
        tags=["festivals"],
        summary=_("The festival's targets"),
        description=_(
            "Targets of counties and stations within your reach, with what is paid; those behind first."
        ),
        responses=TargetsSerializer,
    )
    @action(detail=True)
    def targets(self, request: Request, slug: str) -> Response:
        """Targets of counties and stations, with what is paid."""
        report = target_report(self.get_object(), request.user)  # type: ignore[attr-defined]
        rows = {"counties": report.counties, "stations": report.stations}
        return Response({name: [_attained(row) for row in of] for name, of in rows.items()})


def _attained(row: Attainment) -> dict[str, str]:
    return {"code": row.code, "name": row.name, "target": f"{row.target:.2f}", "paid": f"{row.paid:.2f}"}
