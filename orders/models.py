"""Gathers the rooms' models for Django."""

from orders.agent_orders.importing.models import OrderImport
from orders.agent_orders.models import AgentOrder, AgentOrderChange, AgentOrderLine, OrderRefund
from orders.cash.models import CashDay, CashMovement, Drawer, WithdrawalLimit
from orders.counter.gateways.models import GatewayState
from orders.counter.models import CounterService, GatewayCallback, ServiceEvent, ServiceFee, ServiceSwitch
from orders.counter.reconciling.models import Discrepancy, Reconciliation
from orders.festivals.freezing.models import FestivalSnapshot, SnapshotPart
from orders.festivals.live.models import LiveBoard
from orders.festivals.models import (
    CenterCategoryHour,
    CenterHour,
    CenterMinute,
    Festival,
    StationDay,
    StationTurnover,
)
from orders.festivals.standstills.models import Standstill, StandstillRule
from orders.festivals.targets.models import FestivalTarget
from orders.logistics.models import (
    Carrier,
    HomeDelivery,
    Manifest,
    ManifestLine,
    Parcel,
    ParcelCase,
    ParcelEvent,
    ParcelFee,
)
from orders.presale.models import CountyArrival, DepositRule, PresaleChange, PresaleGood, PresaleOrder
from orders.produce.models import Farmer, LotChange, LotEvent, LotPhoto, ProduceLot
from orders.produce.sales.importing.models import SaleImport
from orders.produce.sales.models import ListingChange, ProduceListing, ProduceSale, SaleChange, SaleRefund
from orders.produce.sales.settlement import ClaimPart, FarmerClaim, FarmerSettlement
from orders.reports.levels.models import LevelBound, LevelMonth, LevelRule, StationLevel
from orders.villagers.models import Villager

__all__ = [
    "AgentOrder",
    "AgentOrderChange",
    "AgentOrderLine",
    "Carrier",
    "CashDay",
    "CashMovement",
    "CenterCategoryHour",
    "CenterHour",
    "CenterMinute",
    "ClaimPart",
    "CounterService",
    "CountyArrival",
    "DepositRule",
    "Discrepancy",
    "Drawer",
    "Farmer",
    "FarmerClaim",
    "FarmerSettlement",
    "Festival",
    "FestivalSnapshot",
    "FestivalTarget",
    "GatewayCallback",
    "GatewayState",
    "HomeDelivery",
    "LevelBound",
    "LevelMonth",
    "LevelRule",
    "ListingChange",
    "LiveBoard",
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
    "ParcelFee",
    "PresaleChange",
    "PresaleGood",
    "PresaleOrder",
    "ProduceListing",
    "ProduceLot",
    "ProduceSale",
    "Reconciliation",
    "SaleChange",
    "SaleImport",
    "SaleRefund",
    "ServiceEvent",
    "ServiceFee",
    "ServiceSwitch",
    "SnapshotPart",
    "Standstill",
    "StandstillRule",
    "StationDay",
    "StationLevel",
    "StationTurnover",
    "Villager",
    "WithdrawalLimit",
]
