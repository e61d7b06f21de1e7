"""What the API says about an agent order, and what it may be told."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from orders.agent_orders.lifecycle import ORDER_LIFECYCLE, OrderStatus
from orders.agent_orders.models import AgentOrder, AgentOrderChange, AgentOrderLine, OrderRefund
from orders.agent_orders.next_steps import next_steps
from orders.agent_orders.placing import HIGHEST_AMOUNT, NewLine, check_lines
from orders.agent_orders.platforms import TAOBAO, platform_code
from partners.journal.kinds import Category
from stations.network.models import Station
from stations.phones import is_mobile_number, plain_phone
from stations.refusals import Refused
from stations.scope import scope_of
from stations.scope.api import ScopedSlugRelatedField
from stations.serializing import FieldsMadeOnce
from stations.wording import masked_phone

MOST_LINES = 50
DISPATCH = "orders.dispatch_agentorder"


# --- what is told ------------------------------------------------------------------


class OrderVillagerSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    phone = serializers.CharField()


class OrderRowSerializer(FieldsMadeOnce, serializers.ModelSerializer[AgentOrder]):
    """An agent order as a row of a list."""

    station = serializers.CharField(source="station.code", help_text=_("The station's code."))
    # By a method: of a source that can be called DRF inspects the signature, each time.
    status_label = serializers.SerializerMethodField(help_text=_("In the reader's language."))
    villager = serializers.SerializerMethodField()
    goods = serializers.SerializerMethodField()
    pay_when = serializers.ChoiceField(source="paid_when", choices=AgentOrder.PAID_WHEN)

    class Meta:
        model = AgentOrder
        fields: tuple[str, ...] = (
            "id",
            "number",
            "station",
            "status",
            "status_label",
            "villager",
            "goods",
            "amount",
            "refunded",
            "deposit",
            "pay_when",
            "pay_how",
            "placed_at",
            "paid_at",
            "arrived_at",
            "handed_over_at",
        )
        read_only_fields: tuple[str, ...] = fields

    @extend_schema_field(OrderVillagerSerializer)
    def get_villager(self, order: AgentOrder) -> dict[str, str]:
        return {"name": order.villager.name, "phone": masked_phone(order.villager.phone)}

    def get_status_label(self, order: AgentOrder) -> str:
        return order.get_status_display()

    def get_goods(self, order: AgentOrder) -> list[str]:
        return [line.title for line in order.lines.all()]


class OrderLineSerializer(serializers.ModelSerializer[AgentOrderLine]):
    class Meta:
        model = AgentOrderLine
        fields = ("line_no", "title", "category", "quantity", "unit_price", "amount", "refunded")
        read_only_fields = fields


class OrderChangeSerializer(serializers.ModelSerializer[AgentOrderChange]):
    by = serializers.SerializerMethodField(help_text=_("Empty for the system itself."))

    class Meta:
        model = AgentOrderChange
        fields = ("before", "after", "at", "by", "reason")
        read_only_fields = fields

    def get_by(self, change: AgentOrderChange) -> str:
        return _name(change.actor)


class OrderRefundSerializer(serializers.Serializer[OrderRefund]):
    line_no = serializers.IntegerField(source="line.line_no")
    amount = serializers.DecimalField(max_digits=14, decimal_places=2)
    at = serializers.DateTimeField()
    by = serializers.SerializerMethodField(help_text=_("Empty for the system itself."))
    reason = serializers.CharField()

    def get_by(self, refund: OrderRefund) -> str:
        return _name(refund.actor)


# They know no request: made once, their fields are not built anew for each answer.
_LINE, _CHANGE, _REFUND = OrderLineSerializer(), OrderChangeSerializer(), OrderRefundSerializer()


class OrderSerializer(OrderRowSerializer):
    """An agent order, with all that happened to it."""

    villager = serializers.SerializerMethodField(
        help_text=_("The full number only for whoever serves this villager.")
    )
    pickup_code = serializers.SerializerMethodField(
        help_text=_("For the receipt, and only at the station that hands over; null for others.")
    )
    lines = serializers.SerializerMethodField()
    changes = serializers.SerializerMethodField()
    refunds = serializers.SerializerMethodField()
    next_steps = serializers.SerializerMethodField(
        help_text=_(
            "What may be done now, the most likely first: the last parts of the addresses to POST to."
        )
    )

    class Meta(OrderRowSerializer.Meta):
        fields: tuple[str, ...] = (
            *OrderRowSerializer.Meta.fields,
            "platform",
            "platform_order_no",
            "created_at",
            "pickup_code",
            "lines",
            "changes",
            "refunds",
            "next_steps",
        )
        read_only_fields: tuple[str, ...] = fields

    @extend_schema_field(OrderVillagerSerializer)
    def get_villager(self, order: AgentOrder) -> dict[str, str]:
        phone = order.villager.phone or ""
        return {
            "name": order.villager.name,
            "phone": phone if self._serves(order) else masked_phone(phone),
        }

    def get_pickup_code(self, order: AgentOrder) -> str | None:
        return order.pickup_code if order.pickup_code and self._serves(order) else None

    @extend_schema_field(OrderLineSerializer(many=True))
    def get_lines(self, order: AgentOrder) -> Any:
        return [_LINE.to_representation(line) for line in order.lines.all()]

    @extend_schema_field(OrderChangeSerializer(many=True))
    def get_changes(self, order: AgentOrder) -> Any:
        return [_CHANGE.to_representation(change) for change in order.changes.all()]

    @extend_schema_field(OrderRefundSerializer(many=True))
    def get_refunds(self, order: AgentOrder) -> Any:
        lines = order.lines.all() if order.refunded else []
        refunds = [refund for line in lines for refund in line.refunds.all()]
        refunds.sort(key=lambda refund: refund.pk)
        return [_REFUND.to_representation(refund) for refund in refunds]

    def get_next_steps(self, order: AgentOrder) -> list[str]:
        steps = [step.value.replace("_", "-") for step in next_steps(order)]
        if self.context["request"].user.has_perm(DISPATCH):
            goods_go = {"ship": OrderStatus.SHIPPED, "receive-at-county": OrderStatus.AT_COUNTY}
            steps += [name for name, after in goods_go.items() if ORDER_LIFECYCLE.allows(order.status, after)]
        return steps

    def _serves(self, order: AgentOrder) -> bool:
        return order.station_id in scope_of(self.context["request"].user).stations


def _name(actor: Any) -> str:
    return str(actor) if actor is not None else ""


# --- what may be told --------------------------------------------------------------


class PhoneField(serializers.CharField):
    """A mobile number, however it is grouped."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, validators=[is_mobile_number], **options)

    def to_internal_value(self, data: Any) -> str:
        return plain_phone(super().to_internal_value(data))


class NewVillagerSerializer(serializers.Serializer[Any]):
    """Who is known at the station by the number keeps the name on file; anybody new is put on file."""

    phone = PhoneField()
    name = serializers.CharField(max_length=60, default="", allow_blank=True)
    consent = serializers.BooleanField(
        default=False, help_text=_("The villager agrees that name and number are kept.")
    )


class NewLineSerializer(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=200)
    category = serializers.ChoiceField(choices=Category.choices)
    quantity = serializers.IntegerField(min_value=1, max_value=9999, default=1)
    unit_price = serializers.DecimalField(
        max_digits=14,
        decimal_places=2,
        min_value=Decimal(0),
        max_value=HIGHEST_AMOUNT,
        help_text=_("Yuan."),
    )
    amount = serializers.DecimalField(
        max_digits=14,
        decimal_places=2,
        min_value=Decimal("0.01"),
        max_value=HIGHEST_AMOUNT,
        allow_null=True,
        default=None,
        help_text=_("What is paid, discounts taken off; without it quantity times unit price."),
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        try:
            check_lines([NewLine(**attrs)])
        except Refused as refused:
            raise serializers.ValidationError({refused.field or "amount": [str(refused)]}) from refused
        return attrs


class _StationField(ScopedSlugRelatedField):
    """A station by its code; whoever stands at its counter has it at hand."""

    def to_internal_value(self, data: Any) -> Any:
        here = getattr(self.context["request"].user, "at_work", ())
        return next((one for one in here if one.code == data), None) or super().to_internal_value(data)


class NewOrderSerializer(FieldsMadeOnce, serializers.Serializer[Any]):
    station = _StationField(
        slug_field="code",
        queryset=Station.objects.all(),
        required=False,
        help_text=_("A station's code; may be left out by whoever works at one station only."),
    )
    villager = NewVillagerSerializer()
    lines = NewLineSerializer(many=True, min_length=1, max_length=MOST_LINES)  # type: ignore[call-arg]
    pay_when = serializers.ChoiceField(choices=AgentOrder.PayWhen.choices, default=AgentOrder.PayWhen.NOW)
    pay_how = serializers.ChoiceField(choices=AgentOrder.PayHow.choices, default=AgentOrder.PayHow.CASH)
    platform = serializers.CharField(max_length=20, default=TAOBAO)
    platform_order_no = serializers.CharField(max_length=40, default="", allow_blank=True)
    draft = serializers.BooleanField(default=False, help_text=_("Keep it without placing it."))

    def validate_platform(self, platform: str) -> str:
        """As an imported file names it."""
        return platform_code(platform)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "station" not in attrs:
            attrs["station"] = self._only_station()
        return attrs

    def _only_station(self) -> Station:
        mine: tuple[Station, ...] = self.context["request"].user.at_work
        if not mine:
            raise serializers.ValidationError({"station": [_("Say which station.")]})
        if len(mine) > 1:
            raise serializers.ValidationError({"station": [_("You work at several stations: say which.")]})
        return mine[0]


class PaymentSerializer(serializers.Serializer[Any]):
    pay_how = serializers.ChoiceField(
        choices=AgentOrder.PayHow.choices,
        required=False,
        help_text=_("Left out: as it was said when the order was placed."),
    )


class CodeSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=8, help_text=_("The pick-up code that the villager shows."))


class ReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)


class RefundedLineSerializer(serializers.Serializer[Any]):
    line_no = serializers.IntegerField(min_value=1, max_value=32767)
    amount = serializers.DecimalField(
        max_digits=14,
        decimal_places=2,
        min_value=Decimal("0.01"),
        max_value=HIGHEST_AMOUNT,
        help_text=_("Yuan, at most what is left of the line."),
    )


class RefundSerializer(ReasonSerializer):
    lines = RefundedLineSerializer(many=True, min_length=1, max_length=MOST_LINES)  # type: ignore[call-arg]

    def validate_lines(self, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        numbers = [line["line_no"] for line in lines]
        if len(set(numbers)) < len(numbers):
            raise serializers.ValidationError(_("Each line once."))
        return lines
