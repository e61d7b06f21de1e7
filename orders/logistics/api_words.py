"""What the API's page says of parcels, manifests and cases."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view

from orders.logistics import serializers as shapes
from stations.requests.api import REPLAYED_HEADER

TAG = ["parcels"]


def _read(summary: Any, description: Any) -> Any:
    return extend_schema(tags=TAG, summary=summary, description=description)


def _step(summary: Any, description: Any, request: Any, answer: Any) -> Any:
    return extend_schema(
        tags=TAG,
        summary=summary,
        description=description,
        request=request,
        parameters=[REPLAYED_HEADER],
        responses={200: OpenApiResponse(answer, description=_("The row as it is now."))},
    )


def _new(summary: Any, description: Any, request: Any, answer: Any) -> Any:
    return extend_schema(
        tags=TAG,
        summary=summary,
        description=description,
        request=request,
        parameters=[REPLAYED_HEADER],
        responses={
            201: OpenApiResponse(answer, description=_("The new row.")),
            200: OpenApiResponse(answer, description=_("It was recorded before, under the same key.")),
        },
    )


P, M, C = shapes.ParcelSerializer, shapes.ManifestSerializer, shapes.CaseSerializer
of_parcels = extend_schema_view(
    list=_read(_("List parcels"), _("Those of the stations within your reach, newest first.")),
    retrieve=_read(_("Show a parcel"), _("With where it was, the fee, and what may be done next.")),
    create=_new(
        _("Enter a parcel"),
        _("At the county: announced, on its way to a station. At the counter: taken in, to go up."),
        shapes.NewParcelSerializer,
        P,
    ),
    hand_over=_step(
        _("Hand over"),
        _("To whoever shows the pick-up code; the fee is taken in cash. Wrong codes are limited."),
        shapes.HandOverSerializer,
        P,
    ),
    take_back=_step(
        _("Take a hand-over back"),
        _("Within a week, of a villager's own parcel; the fee goes back too."),
        shapes.ParcelReasonSerializer,
        P,
    ),
    send_back=_step(
        _("Send back"),
        _("Nobody fetches it: it goes up with the next load."),
        shapes.ParcelReasonSerializer,
        P,
    ),
    deliver=_step(
        _("Delivered to the house"),
        _("A large appliance with an appointment, installed or not."),
        shapes.DeliveredSerializer,
        P,
    ),
)
of_manifests = extend_schema_view(
    list=_read(_("List loads"), _("Between the county center and the stations within your reach.")),
    retrieve=_read(_("Show a load"), _("With its list.")),
    create=_new(
        _("Begin a load"),
        _("There is one that is being filled for each station and way: it is answered if it is there."),
        shapes.NewManifestSerializer,
        M,
    ),
    dispatch_load=_step(
        _("Send a load"),
        _("The driver has counted it with the sender; a count that differs opens a case."),
        shapes.SendSerializer,
        M,
    ),
    finish=_step(
        _("Count a load"),
        _("At its other end; what was not scanned opens a case."),
        shapes.CountSerializer,
        M,
    ),
)
of_cases = extend_schema_view(
    list=_read(_("List parcel cases"), _("What did not tally between county and station.")),
    retrieve=_read(_("Show a parcel case"), _("With how it ended.")),
    settle=_step(
        _("Settle a parcel case"), _("With its outcome and what was found out."), shapes.SettleSerializer, C
    ),
)
