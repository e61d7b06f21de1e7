"""Gathers the rooms' models for Django."""

from orders.agent_orders.importing.models import OrderImport
from orders.agent_orders.models import AgentOrder, AgentOrderChange, AgentOrderLine, OrderRefund
from orders.counter.gateways.models import GatewayState
from orders.counter.models import CounterService, GatewayCallback, ServiceEvent, ServiceFee, ServiceSwitch
from orders.counter.reconciling.models import Discrepancy, Reconciliation
from orders.festivals.models import (
    CenterCategoryHour,
    CenterHour,
    CenterMinute,
    Festival,
    StationDay,
    StationTurnover,
)
from orders.logistics.models import (
    Carrier,
    HomeDelivery,
    Manifest,
    ManifestLine,
    Parcel,
    ParcelCase,
    ParcelEvent,
)
from orders.produce.models import Farmer, LotChange, LotEvent, LotPhoto, ProduceLot
from orders.villagers.models import Villager

__all__ = [
    "AgentOrder",
    "AgentOrderChange",
    "AgentOrderLine",
    "Carrier",
    "CenterCategoryHour",
    "CenterHour",
    "CenterMinute",
    "CounterService",
    "Discrepancy",
    "Farmer",
    "Festival",
    "GatewayCallback",
    "GatewayState",
    "HomeDelivery",
    "LotChange",
    "LotEvent",
    "LotPhoto",
    "Manifest",
    "ManifestLine",
    "OrderImport",
    "OrderRefund",
    "Parcel",
    "ParcelCase",
    "ParcelEvent",
    "ProduceLot",
    "Reconciliation",
    "ServiceEvent",
    "ServiceFee",
    "ServiceSwitch",
    "StationDay",
    "StationTurnover",
    "Villager",
]
