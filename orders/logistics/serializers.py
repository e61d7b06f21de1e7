"""Parcels, manifests, scans and cases as programs read and send them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from orders.logistics.charging import fee_of
from orders.logistics.models import (
    Carrier,
    HomeDelivery,
    Manifest,
    ManifestLine,
    Parcel,
    ParcelCase,
    ParcelEvent,
)
from orders.logistics.scanning import ScanOutcome
from orders.logistics.web_station import steps_of
from stations.network.models import Station
from stations.scope.api import ScopedRelatedField, ScopedSlugRelatedField
from stations.wording import masked_phone

MOST_SCANS = 100


class ParcelRowSerializer(serializers.ModelSerializer[Parcel]):
    """A parcel as a row of a list. Its pick-up code is the villager's: it is not told here."""

    station = serializers.CharField(source="station.code", help_text=_("The station's code."))
    carrier = serializers.CharField(source="carrier.code", help_text=_("The carrier's code."))
    order = serializers.CharField(
        source="order.number", default=None, allow_null=True, help_text=_("The agent order it belongs to.")
    )
    phone = serializers.SerializerMethodField(help_text=_("Masked."))

    class Meta:
        model = Parcel
        fields: tuple[str, ...] = (
            "id",
            "carrier",
            "tracking_number",
            "station",
            "order",
            "recipient",
            "phone",
            "direction",
            "size",
            "to_the_house",
            "status",
            "returning",
            "announced_at",
            "county_at",
            "arrived_at",
            "handed_over_at",
            "fee",
            "fee_waived",
        )
        read_only_fields = fields

    def get_phone(self, parcel: Parcel) -> str:
        return masked_phone(parcel.phone) if parcel.phone else ""


class EventSerializer(serializers.ModelSerializer[ParcelEvent]):
    class Meta:
        model = ParcelEvent
        fields = ("kind", "before", "after", "at_station", "at", "note")
        read_only_fields = fields


class ParcelSerializer(ParcelRowSerializer):
    """A parcel with where it was, what it costs now, and what may be done next at the counter."""

    fee_due = serializers.SerializerMethodField(
        help_text=_("Yuan to be paid in cash if it is handed over today.")
    )
    next_steps = serializers.SerializerMethodField()
    events = EventSerializer(many=True, read_only=True)

    class Meta(ParcelRowSerializer.Meta):
        fields = (*ParcelRowSerializer.Meta.fields, "fee_due", "next_steps", "events")
        read_only_fields = fields

    def get_fee_due(self, parcel: Parcel) -> str:
        return str(fee_of(parcel))

    def get_next_steps(self, parcel: Parcel) -> list[str]:
        return steps_of(parcel)


class NewParcelSerializer(serializers.Serializer[Any]):
    """A parcel to be announced at the county, or taken in from a villager at the counter."""

    carrier = ScopedSlugRelatedField(
        slug_field="code", queryset=Carrier.objects.filter(is_active=True), help_text=_("The carrier's code.")
    )
    tracking_number = serializers.CharField(max_length=60)
    station = ScopedSlugRelatedField(
        slug_field="code", queryset=Station.objects.all(), help_text=_("One of your stations, by its code.")
    )
    recipient = serializers.CharField(max_length=60, default="", allow_blank=True)
    phone = serializers.RegexField(r"^1\d{10}$", default="", allow_blank=True)
    size = serializers.ChoiceField(choices=Parcel.Size.choices, default=Parcel.Size.SMALL)
    to_the_house = serializers.BooleanField(default=False)


class HandOverSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=8, help_text=_("The pick-up code that the villager shows."))
    waive = serializers.CharField(
        max_length=200, default="", allow_blank=True, help_text=_("Why the fee is not taken; empty: it is.")
    )


class ParcelReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)


class DeliveredSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=8)
    installed = serializers.ChoiceField(choices=HomeDelivery.Installed.choices)


class ManifestLineSerializer(serializers.ModelSerializer[ManifestLine]):
    carrier = serializers.CharField(source="parcel.carrier.code")
    tracking_number = serializers.CharField(source="parcel.tracking_number")

    class Meta:
        model = ManifestLine
        fields = ("parcel", "carrier", "tracking_number", "added_at", "received_at")
        read_only_fields = fields


class ManifestRowSerializer(serializers.ModelSerializer[Manifest]):
    station = serializers.CharField(source="station.code", help_text=_("The station's code."))
    carrier = serializers.CharField(source="carrier.code", default=None, allow_null=True)
    parcels = serializers.IntegerField(read_only=True, help_text=_("On the list."))
    scanned = serializers.IntegerField(read_only=True, help_text=_("Scanned at the other end."))

    class Meta:
        model = Manifest
        fields: tuple[str, ...] = (
            "id",
            "number",
            "station",
            "way",
            "status",
            "carrier",
            "driver",
            "parcels",
            "scanned",
            "counted_out",
            "counted_in",
            "created_at",
            "dispatched_at",
            "received_at",
        )
        read_only_fields = fields


class ManifestSerializer(ManifestRowSerializer):
    lines = ManifestLineSerializer(many=True, read_only=True)

    class Meta(ManifestRowSerializer.Meta):
        fields = (*ManifestRowSerializer.Meta.fields, "lines")
        read_only_fields = fields


class NewManifestSerializer(serializers.Serializer[Any]):
    station = ScopedSlugRelatedField(slug_field="code", queryset=Station.objects.all())


class SendSerializer(serializers.Serializer[Any]):
    counted = serializers.IntegerField(min_value=0, max_value=9999)
    driver = serializers.CharField(max_length=60)
    carrier = ScopedSlugRelatedField(
        slug_field="code", queryset=Carrier.objects.filter(is_active=True), allow_null=True, default=None
    )


class CountSerializer(serializers.Serializer[Any]):
    counted = serializers.IntegerField(min_value=0, max_value=9999)


class CaseSerializer(serializers.ModelSerializer[ParcelCase]):
    station = serializers.CharField(source="station.code")
    manifest = serializers.CharField(source="manifest.number", default=None, allow_null=True)
    tracking_number = serializers.CharField(source="parcel.tracking_number", default=None, allow_null=True)

    class Meta:
        model = ParcelCase
        fields = (
            "id",
            "station",
            "manifest",
            "parcel",
            "tracking_number",
            "kind",
            "scanned",
            "detail",
            "opened_at",
            "outcome",
            "settled_at",
            "note",
        )
        read_only_fields = fields


class SettleSerializer(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(choices=ParcelCase.Outcome.choices)
    note = serializers.CharField(max_length=200)


class ScanSerializer(serializers.Serializer[Any]):
    """One scan, with a uuid of the phone's own: sent again, it is not done again."""

    id = serializers.UUIDField()
    number = serializers.CharField(max_length=60, help_text=_("The tracking number, as scanned."))
    carrier = serializers.CharField(
        max_length=12, default="", allow_blank=True, help_text=_("Where two carriers use the number.")
    )
    manifest = ScopedRelatedField(
        queryset=Manifest.objects.all(),
        default=None,
        allow_null=True,
        help_text=_("The load it goes onto, or comes with; empty: the parcel is here."),
    )
    scanned_at = serializers.DateTimeField(
        default=None, allow_null=True, help_text=_("By the phone's clock; for information only.")
    )


class ScansSerializer(serializers.Serializer[Any]):
    scans = serializers.ListField(child=serializers.DictField(), min_length=1, max_length=MOST_SCANS)


class ScanAnswerSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    outcome = serializers.ChoiceField(
        choices=ScanOutcome.choices,
        help_text=_("unlisted: it was not on the list of the load, and a case is open."),
    )
    repeated = serializers.BooleanField(help_text=_("It was done before, under the same id."))
    parcel = serializers.IntegerField(allow_null=True)
    status = serializers.CharField(allow_null=True)
    code = serializers.CharField(allow_null=True, help_text=_("Why it was refused, as a word."))
    message = serializers.CharField(allow_blank=True, help_text=_("The same in the reader's language."))


class ScanAnswersSerializer(serializers.Serializer[Any]):
    answers = ScanAnswerSerializer(many=True)
