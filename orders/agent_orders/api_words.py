"""What the schema says about the agent orders' operations, with an example for each."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, OpenApiResponse
from drf_spectacular.utils import extend_schema as schema
from drf_spectacular.utils import extend_schema_view as schema_view

from orders.agent_orders.serializers import (
    CodeSerializer,
    NewOrderSerializer,
    OrderSerializer,
    PaymentSerializer,
    ReasonSerializer,
    RefundSerializer,
)
from stations.requests.api import REPLAYED_HEADER

TAG = ["agent-orders"]

_ROW = {
    "id": 1287,
    "number": "DM000001287",
    "station": "FJYX001",
    "status": "at_station",
    "status_label": "at the station",
    "villager": {"name": "黄阿婆", "phone": "138 **** 0001"},
    "goods": ["电饭煲"],
    "amount": "399.00",
    "refunded": "0.00",
    "deposit": "0.00",
    "pay_when": "now",
    "pay_how": "cash",
    "placed_at": "2015-11-11T09:30:00+08:00",
    "paid_at": "2015-11-11T09:30:00+08:00",
    "arrived_at": "2015-11-14T10:05:00+08:00",
    "handed_over_at": None,
}
_ORDER = _ROW | {
    "villager": {"name": "黄阿婆", "phone": "13800000001"},
    "platform": "taobao",
    "platform_order_no": "1287436509281",
    "created_at": "2015-11-11T09:30:00+08:00",
    "pickup_code": "482913",
    "lines": [
        {
            "line_no": 1,
            "title": "电饭煲",
            "category": "small_appliances",
            "quantity": 2,
            "unit_price": "199.50",
            "amount": "399.00",
            "refunded": "0.00",
        }
    ],
    "changes": [
        {
            "before": "draft",
            "after": "placed",
            "at": "2015-11-11T09:30:00+08:00",
            "by": "林小芳",
            "reason": "",
        }
    ],
    "refunds": [],
    "next_steps": ["hand-over", "refund", "cancel"],
}
_NEW = {
    "villager": {"phone": "13800000001", "name": "黄阿婆", "consent": True},
    "lines": [{"title": "电饭煲", "category": "small_appliances", "quantity": 2, "unit_price": "199.50"}],
    "pay_when": "now",
    "pay_how": "cash",
    "platform_order_no": "1287436509281",
}


def _example(name: str, value: Any, *, answer: bool = False) -> OpenApiExample:
    return OpenApiExample(name, value=value, request_only=not answer, response_only=answer)


_SHOWN = OpenApiExample("order", value=_ORDER, response_only=True, status_codes=["200", "201"])


def _step(summary: Any, description: Any, request: Any = None, example: Any = None) -> Any:
    """A step in the life of an order: answers with the order as it is afterwards."""
    return schema(
        tags=TAG,
        summary=summary,
        description=description,
        request=request,
        parameters=[REPLAYED_HEADER],
        responses={200: OpenApiResponse(OrderSerializer, description=_("The order as it is now."))},
        examples=[_SHOWN, *([_example("request", example)] if example is not None else [])],
    )


described = schema_view(
    list=schema(
        tags=TAG,
        summary=_("List orders"),
        description=_("The orders of the stations within your reach, newest first. Phones are masked."),
        examples=[_example("row", _ROW, answer=True)],
    ),
    retrieve=schema(
        tags=TAG,
        summary=_("Show an order"),
        description=_(
            "With its lines, refunds, every change, and what may be done next."
            " The full phone and the pick-up code are for the station that serves the villager."
        ),
        examples=[_SHOWN],
    ),
    create=schema(
        tags=TAG,
        summary=_("Record an order"),
        description=_(
            "Places an order, and pays it when pay_when is now. A villager is found by phone;"
            " somebody new needs a name and consent. With draft nothing is placed yet."
        ),
        request=NewOrderSerializer,
        parameters=[REPLAYED_HEADER],
        responses={
            201: OpenApiResponse(OrderSerializer, description=_("The order is recorded.")),
            200: OpenApiResponse(
                OrderSerializer, description=_("It was recorded before, under the same key.")
            ),
        },
        examples=[_example("request", _NEW), _SHOWN],
    ),
    place=_step(_("Place a draft"), _("And pay it when it is to be paid now.")),
    pay=_step(
        _("Record the payment"),
        _("The villager has paid the whole order, now."),
        PaymentSerializer,
        {"pay_how": "cash"},
    ),
    receive=_step(_("Receive at the station"), _("The goods are at the station, to be fetched.")),
    hand_over=_step(
        _("Hand over"),
        _("The villager gets the goods for the pick-up code."),
        CodeSerializer,
        {"code": "482913"},
    ),
    cancel=_step(
        _("Cancel"),
        _("Before the goods are fetched. What was paid goes back line by line."),
        ReasonSerializer,
        {"reason": "卖家缺货"},
    ),
    refund=_step(
        _("Refund lines"),
        _("Gives money back for lines of the order, all of it or a part, never more than was paid."),
        RefundSerializer,
        {"lines": [{"line_no": 1, "amount": "25.50"}], "reason": "尺码不合适"},
    ),
    ship=_step(_("Ship"), _("The seller has sent the goods. For county staff.")),
    receive_at_county=_step(_("Receive at the county center"), _("For county staff.")),
)
