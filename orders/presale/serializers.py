"""What the API says about a presale, and what it may be told."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from orders.agent_orders.models import AgentOrder
from orders.agent_orders.serializers import NewVillagerSerializer, OrderVillagerSerializer
from orders.presale.forms import MOST_ORDERED
from orders.presale.models import PresaleChange, PresaleGood, PresaleOrder
from orders.presale.next_steps import PresaleStep, presale_steps
from stations.network.models import Station
from stations.scope.api import ScopedRelatedField, ScopedSlugRelatedField
from stations.wording import masked_phone


class PresaleGoodSerializer(serializers.ModelSerializer[PresaleGood]):
    festival = serializers.CharField(source="festival.slug", help_text=_("The festival's slug."))

    class Meta:
        model = PresaleGood
        fields = (
            "id",
            "festival",
            "title",
            "category",
            "price",
            "deposit",
            "orders_from",
            "orders_until",
            "balance_from",
            "balance_until",
            "limit_per_villager",
            "stock",
            "called_off_at",
        )
        read_only_fields = fields


class PresaleChangeSerializer(serializers.ModelSerializer[PresaleChange]):
    actor = serializers.CharField(source="actor.username", default=None, allow_null=True)

    class Meta:
        model = PresaleChange
        fields = ("at", "before", "after", "actor", "reason")
        read_only_fields = fields


class PresaleRowSerializer(serializers.ModelSerializer[PresaleOrder]):
    """A presale order as a row of a list."""

    id = serializers.IntegerField(source="pk", help_text=_("The id of its agent order."))
    number = serializers.CharField(source="order.number")
    station = serializers.CharField(source="order.station.code", help_text=_("The station's code."))
    villager = serializers.SerializerMethodField()
    good = serializers.IntegerField(source="good_id")
    title = serializers.CharField(source="good.title")
    state_label = serializers.CharField(source="get_state_display", help_text=_("In the reader's language."))
    pay_how = serializers.ChoiceField(source="order.pay_how", choices=AgentOrder.PayHow.choices)
    amount = serializers.DecimalField(14, 2, source="order.amount", help_text=_("Yuan, in full."))
    deposit = serializers.DecimalField(14, 2, help_text=_("Yuan put down."))
    balance = serializers.DecimalField(14, 2, help_text=_("Yuan to be paid with the balance."))
    taken_at = serializers.DateTimeField(source="order.placed_at")
    balance_from = serializers.DateTimeField(source="good.balance_from")
    balance_until = serializers.DateTimeField(source="good.balance_until")

    class Meta:
        model = PresaleOrder
        fields: tuple[str, ...] = (
            "id",
            "number",
            "station",
            "villager",
            "good",
            "title",
            "quantity",
            "state",
            "state_label",
            "ending",
            "pay_how",
            "amount",
            "deposit",
            "balance",
            "taken_at",
            "balance_from",
            "balance_until",
            "settled_at",
            "returned_at",
        )
        read_only_fields: tuple[str, ...] = fields

    @extend_schema_field(OrderVillagerSerializer)
    def get_villager(self, row: PresaleOrder) -> dict[str, str]:
        villager = row.order.villager
        return {"name": villager.name, "phone": masked_phone(villager.phone)}


class PresaleOrderSerializer(PresaleRowSerializer):
    """A presale order with what happened to its deposit, and what may be done next."""

    next_steps = serializers.SerializerMethodField()
    changes = PresaleChangeSerializer(many=True)

    class Meta(PresaleRowSerializer.Meta):
        fields = (*PresaleRowSerializer.Meta.fields, "next_steps", "changes")
        read_only_fields = fields

    @extend_schema_field(
        serializers.ListField(child=serializers.ChoiceField([step.value for step in PresaleStep]))
    )
    def get_next_steps(self, row: PresaleOrder) -> list[str]:
        return [step.value for step in presale_steps(row)]


class NewPresaleSerializer(serializers.Serializer[Any]):
    station = ScopedSlugRelatedField(
        slug_field="code",
        queryset=Station.objects.select_related("center"),
        help_text=_("A station's code."),
    )
    villager = NewVillagerSerializer()
    good = ScopedRelatedField(queryset=PresaleGood.objects.all(), help_text=_("A good's id."))
    quantity = serializers.IntegerField(min_value=1, max_value=MOST_ORDERED, default=1)
    pay_how = serializers.ChoiceField(
        choices=AgentOrder.PayHow.choices,
        default=AgentOrder.PayHow.CASH,
        help_text=_("Of the deposit, and of the balance later."),
    )


class PresaleFiguresSerializer(serializers.Serializer[Any]):
    taken = serializers.IntegerField(help_text=_("Orders taken, whatever became of them."))
    taken_amount = serializers.DecimalField(
        16, 2, help_text=_("Their amounts in full, as they count as placed.")
    )
    held = serializers.IntegerField(help_text=_("Whose balance is still to come."))
    held_deposits = serializers.DecimalField(16, 2)
    converted = serializers.IntegerField(help_text=_("Whose balance was paid."))
    converted_amount = serializers.DecimalField(
        16, 2, help_text=_("Their amounts in full, as they count as paid.")
    )
    forfeited = serializers.IntegerField()
    forfeited_deposits = serializers.DecimalField(16, 2)
    returned = serializers.IntegerField(help_text=_("With those that villagers have still to fetch."))
    returned_deposits = serializers.DecimalField(16, 2)
    owed = serializers.IntegerField(help_text=_("Those that villagers have still to fetch."))
    owed_deposits = serializers.DecimalField(16, 2)


class PresalePlaceSerializer(PresaleFiguresSerializer):
    code = serializers.CharField()
    name = serializers.CharField()


class WaitingStationSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    ordered = serializers.IntegerField(help_text=_("Pieces."))


class StockSerializer(serializers.Serializer[Any]):
    county = serializers.CharField()
    county_name = serializers.CharField()
    good = serializers.CharField()
    ordered = serializers.IntegerField(help_text=_("Pieces ordered and not given up."))
    laid_in = serializers.IntegerField(help_text=_("Pieces at the county center."))
    missing = serializers.IntegerField()
    stations = WaitingStationSerializer(many=True)


class PresaleReportSerializer(serializers.Serializer[Any]):
    festival = serializers.CharField()
    as_of = serializers.DateTimeField()
    total = PresaleFiguresSerializer()
    goods = PresalePlaceSerializer(many=True)
    counties = PresalePlaceSerializer(many=True)
    stations = PresalePlaceSerializer(many=True)
    stock = StockSerializer(many=True)
