"""The admin's sidebar: for each login the tables it may look at, in the order of a day's work."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.options import ModelAdmin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

# Model and material symbol. What is registered and not named here comes last, so nothing gets lost.
WORK = {
    "orders.AgentOrder": "shopping_bag",
    "orders.ProduceLot": "eco",
    "orders.ProduceListing": "sell",
    "orders.ProduceSale": "shopping_basket",
    "orders.FarmerSettlement": "payments",
    "orders.FarmerClaim": "undo",
    "orders.Farmer": "agriculture",
    "orders.Parcel": "package_2",
    "orders.Manifest": "local_shipping",
    "orders.ParcelCase": "report",
    "orders.HomeDelivery": "home",
    "orders.CounterService": "point_of_sale",
    "orders.Discrepancy": "difference",
    "orders.CashDay": "fact_check",
    "orders.Villager": "groups",
    "orders.Festival": "celebration",
    "orders.FestivalSnapshot": "photo_camera",
    "orders.PresaleGood": "redeem",
    "orders.PresaleOrder": "savings",
    "orders.CountyArrival": "inventory_2",
    "orders.FestivalTarget": "flag",
    "orders.Standstill": "pause_circle",
    "stations.Notification": "sms",
    "orders.OrderImport": "upload_file",
    "orders.SaleImport": "drive_folder_upload",
}
PEOPLE = {
    "partners.Complaint": "forum",
    "partners.Announcement": "campaign",
    "partners.Partner": "person",
    "partners.Tenure": "event_repeat",
    "partners.TenureSuspension": "pause_circle",
    "partners.Contract": "contract",
    "partners.HandOverProtocol": "handshake",
    "partners.Vacancy": "person_search",
    "partners.Application": "contact_page",
    "partners.HiringDecision": "how_to_vote",
    "partners.ScoreSheet": "grade",
    "partners.InterviewCriterion": "scale",
    "partners.TrainingSession": "school",
    "partners.Enrolment": "event_seat",
    "partners.Certificate": "workspace_premium",
    "partners.Course": "menu_book",
    "partners.User": "key",
    "stations.ExportLog": "download",
    "partners.Look": "visibility",
    "partners.ComplaintKind": "category",
    "orders.LevelMonth": "leaderboard",
    "orders.LevelRule": "balance",
    "orders.StandstillRule": "tune",
}
PLACES = {
    "stations.Station": "storefront",
    "stations.CountyCenter": "apartment",
    "stations.Region": "map",
    "stations.VillageSurvey": "explore",
    "stations.FitOutStep": "handyman",
    "stations.FitOutTask": "checklist",
    "stations.EquipmentStock": "inventory_2",
    "stations.EquipmentMove": "move_up",
    "stations.StockTaking": "inventory",
    "stations.EquipmentKind": "devices",
    "stations.StationVisit": "directions_walk",
    "stations.VisitFinding": "flag",
    "stations.CountyAssessment": "grading",
    "stations.AssessmentScheme": "tune",
    "stations.AssessmentCriterion": "scale",
    "stations.Agreement": "contract",
    "stations.Official": "badge",
    "stations.OfficialsSession": "school",
    "stations.OpeningPlan": "calendar_month",
    "stations.ProgrammeTarget": "target",
    "stations.TaobaoVillage": "holiday_village",
    "stations.VillageYear": "query_stats",
    "stations.TaobaoCriteria": "rule_settings",
    "stations.PlaceAlias": "signpost",
    "orders.Carrier": "conveyor_belt",
    "orders.ServiceSwitch": "toggle_on",
}
MONEY = {
    "partners.Account": "account_balance_wallet",
    "partners.Transfer": "swap_horiz",
    "partners.CreditLine": "credit_score",
    "partners.CountyMonth": "calendar_month",
    "orders.Drawer": "savings",
    "orders.CashMovement": "currency_yuan",
    "partners.DepositEntry": "lock",
    "partners.DepositRate": "gavel",
    "partners.Statement": "receipt_long",
    "partners.Adjustment": "tune",
    "partners.Dispute": "contact_support",
    "partners.PayoutBatch": "account_balance",
    "partners.Payout": "paid",
    "partners.PayoutAccount": "credit_card",
    "partners.PayoutRule": "gavel",
    "partners.Earning": "payments",
    "partners.CommissionRate": "percent",
    "partners.SubsidyRule": "redeem",
    "partners.Draft": "edit_note",
    "partners.TrialRun": "science",
    "partners.MonthClosing": "event_available",
    "orders.ServiceFee": "sell",
    "orders.WithdrawalLimit": "speed",
    "orders.ParcelFee": "sell",
    "orders.DepositRule": "gavel",
    "orders.Reconciliation": "rule",
    "orders.GatewayState": "lan",
    "orders.GatewayCallback": "call_received",
    "partners.Activity": "menu_book",
}


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """Unfold's navigation; a group without anything to show is left out."""
    named = WORK | PEOPLE | PLACES | MONEY
    rest = {
        model._meta.label: "table_rows" for model in admin.site._registry if model._meta.label not in named
    }
    groups = [
        ("", _home()),
        (_("Work"), _tables(request, WORK)),
        (_("People"), _tables(request, PEOPLE)),
        (_("Places"), _tables(request, PLACES)),
        (_("Money"), _tables(request, MONEY)),
        (_("More"), _tables(request, rest)),
    ]
    return [
        {"title": title, "separator": bool(title), "collapsible": False, "items": items}
        for title, items in groups
        if items
    ]


def _home() -> list[dict[str, Any]]:
    return [
        {"title": _("Today"), "icon": "today", "link": reverse("admin:index")},
        {"title": _("Work lists"), "icon": "checklist", "link": reverse("work_lists")},
        {"title": _("Second leg"), "icon": "barcode_scanner", "link": reverse("county_parcels")},
        {"title": _("On the way to the opening"), "icon": "conversion_path", "link": reverse("pipeline")},
        {"title": _("Reports"), "icon": "monitoring", "link": reverse("report_index")},
    ]


def _tables(request: HttpRequest, icons: dict[str, str]) -> list[dict[str, Any]]:
    items = []
    for label, icon in icons.items():
        model: type[models.Model] = apps.get_model(label)
        table: ModelAdmin | None = admin.site._registry.get(model)
        if table is None or not table.has_view_or_change_permission(request):
            continue
        info = model._meta
        items.append(
            {
                "title": capfirst(str(info.verbose_name_plural)),
                "icon": icon,
                "link": reverse(f"admin:{info.app_label}_{info.model_name}_changelist"),
            }
        )
    return items
