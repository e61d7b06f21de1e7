"""Who may open what in the admin. A table or page that is not entered here fails the walk.

Rights are given per table: who sees it, adds, changes and exports; then its own pages. Rows
are not entered: that staff see their county's and nobody else's is tested for every table.
"""

from __future__ import annotations

from dataclasses import dataclass

DESK = frozenset({"staff", "other_staff", "ops", "superuser"})
HEAD = frozenset({"ops", "superuser"})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Table:
    see: frozenset[str] = DESK
    add: frozenset[str] = NOBODY
    change: frozenset[str] = NOBODY
    export: frozenset[str] = NOBODY
    pages: frozenset[str] = frozenset()  # url names beyond Django's own, without the model's prefix
    head_pages: frozenset[str] = NOBODY  # those of `pages` that staff may not open
    lead_pages: frozenset[str] = NOBODY  # for a county's lead and the superuser only
    public: bool = False  # everybody at a desk sees every row


LIFE_OF_A_CENTER = frozenset({"assess", "close", "open", "reopen", "sign", "suspend"})

ADMIN: dict[str, Table] = {
    "orders.AgentOrder": Table(
        export=DESK,
        pages=frozenset(
            {
                "cancel",
                "export",
                "hand_over",
                "import_file",
                "pay",
                "receive_county",
                "receive_station",
                "refund",
                "ship",
                "unlock",
            }
        ),
    ),
    "orders.Farmer": Table(pages=frozenset({"hide_name", "show_name"})),
    "orders.FarmerClaim": Table(pages=frozenset({"waive"})),
    "orders.FarmerSettlement": Table(),
    "orders.Carrier": Table(add=HEAD, change=HEAD, public=True),
    "orders.CashDay": Table(),
    "orders.CashMovement": Table(),
    "orders.Drawer": Table(),
    "orders.WithdrawalLimit": Table(add=HEAD, public=True),
    "orders.CounterService": Table(
        pages=frozenset({"ask", "given_back", "take_back", "count_as_done", "provider_took_back"})
    ),
    "orders.Discrepancy": Table(pages=frozenset({"settle"})),
    "orders.GatewayCallback": Table(),
    "orders.GatewayState": Table(
        see=HEAD, pages=frozenset({"try_again"}), head_pages=frozenset({"try_again"})
    ),
    "orders.Reconciliation": Table(see=HEAD, pages=frozenset({"again"}), head_pages=frozenset({"again"})),
    "orders.ServiceFee": Table(add=HEAD, public=True),
    "orders.ParcelFee": Table(add=HEAD, public=True),
    "orders.ServiceSwitch": Table(add=DESK, change=DESK),
    "orders.PresaleGood": Table(
        add=HEAD, change=HEAD, pages=frozenset({"call_off"}), head_pages=frozenset({"call_off"}), public=True
    ),
    "orders.PresaleOrder": Table(pages=frozenset({"call_off"})),
    "orders.DepositRule": Table(add=HEAD, public=True),
    "orders.CountyArrival": Table(),
    "orders.Festival": Table(
        add=HEAD, change=HEAD, pages=frozenset({"import_targets", "spread_target"}), public=True
    ),
    "orders.FestivalSnapshot": Table(),
    "orders.FestivalTarget": Table(add=DESK, change=DESK),
    "orders.Standstill": Table(),
    "orders.StandstillRule": Table(add=HEAD, public=True),
    "orders.HomeDelivery": Table(),
    "orders.Manifest": Table(),
    "orders.Parcel": Table(
        add=DESK, pages=frozenset({"appointment", "damaged", "deliver", "lost", "unlock"})
    ),
    "orders.ParcelCase": Table(pages=frozenset({"settle"})),
    "orders.OrderImport": Table(add=DESK, pages=frozenset({"import_now"})),
    "orders.SaleImport": Table(add=DESK, pages=frozenset({"import_now"})),
    "orders.ProduceListing": Table(pages=frozenset({"end"})),
    "orders.ProduceSale": Table(pages=frozenset({"cancel", "import_file", "receive", "refund"})),
    "orders.ProduceLot": Table(pages=frozenset({"handle", "offer", "sell_out", "withdraw"})),
    "orders.Villager": Table(),
    "orders.LevelMonth": Table(pages=frozenset({"again"}), head_pages=frozenset({"again"}), public=True),
    "orders.LevelRule": Table(
        add=HEAD,
        pages=frozenset({"confirm", "withdraw"}),
        head_pages=frozenset({"confirm", "withdraw"}),
        public=True,
    ),
    "partners.Account": Table(pages=frozenset({"pay_out", "top_up"})),
    "partners.Activity": Table(),
    "partners.Adjustment": Table(add=DESK, pages=frozenset({"confirm", "withdraw"})),
    "partners.Announcement": Table(add=DESK, change=DESK, pages=frozenset({"publish", "withdraw"})),
    "partners.Complaint": Table(add=DESK, pages=frozenset({"answer", "take_up"})),
    "partners.ComplaintKind": Table(add=HEAD, change=HEAD, public=True),
    "partners.Application": Table(
        pages=frozenset({"finish_scoring", "invite", "propose", "refuse", "score", "set_aside", "shortlist"})
    ),
    "partners.Certificate": Table(pages=frozenset({"revoke"})),
    "partners.Course": Table(add=HEAD, change=HEAD, public=True),
    "partners.Enrolment": Table(pages=frozenset({"leave", "test"})),
    "partners.HiringDecision": Table(pages=frozenset({"confirm", "withdraw"})),
    "partners.InterviewCriterion": Table(add=HEAD, change=HEAD, public=True),
    "partners.ScoreSheet": Table(),
    "partners.TrainingSession": Table(add=DESK, change=DESK, pages=frozenset({"cancel", "enrol", "hold"})),
    "partners.Vacancy": Table(add=DESK, change=DESK, pages=frozenset({"withdraw"})),
    "partners.CommissionRate": Table(public=True),
    "partners.TenureSuspension": Table(),
    "partners.Contract": Table(
        add=DESK,
        pages=frozenset(
            {
                "attach",
                "change_over",
                "deduct",
                "force",
                "give_up",
                "hand_over",
                "leave",
                "pay_in",
                "release",
                "resume",
                "sign",
                "suspend",
            }
        ),
    ),
    "partners.DepositEntry": Table(pages=frozenset({"confirm", "withdraw"})),
    "partners.DepositRate": Table(add=HEAD, public=True),
    "partners.HandOverProtocol": Table(pages=frozenset({"attach", "hand_over", "suspend", "withdraw"})),
    "partners.CountyMonth": Table(
        pages=frozenset({"approve", "lock", "recalculate", "reopen", "send_back"}),
        head_pages=frozenset({"lock", "recalculate", "reopen"}),
    ),
    "partners.Dispute": Table(pages=frozenset({"answer"})),
    "partners.Payout": Table(),
    "partners.PayoutAccount": Table(add=DESK, pages=frozenset({"confirm", "withdraw"})),
    "partners.PayoutBatch": Table(
        see=HEAD,
        add=HEAD,
        pages=frozenset({"alipay_file", "bank_file", "cancel", "check_it", "release", "results"}),
        head_pages=frozenset({"cancel", "check_it", "release", "results"}),
    ),
    "partners.PayoutRule": Table(add=HEAD, public=True),
    "partners.CreditLine": Table(add=DESK, pages=frozenset({"confirm", "withdraw"})),
    "partners.Draft": Table(
        see=HEAD,
        add=HEAD,
        pages=frozenset({"activate", "add_rate", "add_subsidy", "try_out", "withdraw"}),
        head_pages=frozenset({"activate", "add_rate", "add_subsidy", "try_out", "withdraw"}),
    ),
    "partners.Earning": Table(),
    "partners.MonthClosing": Table(see=HEAD, add=HEAD),
    "partners.Partner": Table(add=DESK, change=DESK, pages=frozenset({"begin", "login"})),
    "partners.Statement": Table(export=DESK, pages=frozenset({"export"})),
    "partners.SubsidyRule": Table(
        add=HEAD,
        pages=frozenset({"confirm", "end", "withdraw"}),
        head_pages=frozenset({"confirm", "end", "withdraw"}),
        public=True,
    ),
    "partners.TrialRun": Table(
        see=HEAD,
        pages=frozenset({"csv_file", "xlsx_file"}),
        head_pages=frozenset({"csv_file", "xlsx_file"}),
    ),
    "partners.Tenure": Table(pages=frozenset({"convert", "end"})),
    "partners.Transfer": Table(add=DESK, pages=frozenset({"reverse"}), head_pages=frozenset({"reverse"})),
    "stations.CountyCenter": Table(
        add=HEAD,
        change=HEAD,
        pages=LIFE_OF_A_CENTER,
        head_pages=LIFE_OF_A_CENTER,
    ),
    "stations.Notification": Table(pages=frozenset({"retry"})),
    "stations.Region": Table(public=True),
    "stations.Agreement": Table(add=DESK, pages=frozenset({"attach"})),
    "stations.AssessmentCriterion": Table(add=HEAD, change=HEAD, public=True),
    "stations.AssessmentScheme": Table(add=HEAD, public=True),
    "stations.CountyAssessment": Table(),
    "stations.ExportLog": Table(see=HEAD),
    "stations.EquipmentKind": Table(add=HEAD, change=HEAD, public=True),
    "stations.EquipmentMove": Table(add=DESK),
    "stations.EquipmentStock": Table(),
    "stations.FitOutStep": Table(add=DESK, pages=frozenset({"attach"})),
    "stations.FitOutTask": Table(add=HEAD, change=HEAD, public=True),
    "stations.Official": Table(add=DESK),
    "stations.OfficialsSession": Table(add=HEAD, pages=frozenset({"attend"}), public=True),
    "stations.OpeningPlan": Table(add=DESK, change=DESK),
    "stations.ProgrammeTarget": Table(add=HEAD, change=HEAD, public=True),
    "stations.StationVisit": Table(add=DESK, pages=frozenset({"attach"})),
    "stations.StockTaking": Table(add=DESK),
    "stations.VillageSurvey": Table(add=DESK, pages=frozenset({"attach"})),
    "stations.VisitFinding": Table(pages=frozenset({"settle"})),
    "stations.PlaceAlias": Table(add=HEAD, public=True),
    "stations.TaobaoCriteria": Table(add=HEAD, change=HEAD, public=True),
    "stations.TaobaoVillage": Table(public=True),
    "stations.VillageYear": Table(add=HEAD, change=HEAD, public=True),
    "stations.Station": Table(
        add=DESK,
        change=DESK,
        export=DESK,
        pages=frozenset({"approve", "close", "export", "fit_out", "move", "open", "reopen", "suspend"}),
        head_pages=frozenset({"move"}),
    ),
    "partners.Look": Table(see=HEAD),
    "partners.User": Table(
        add=DESK,
        change=DESK,
        pages=frozenset(
            {"give_code", "look_as", "remove_factor", "switch_off", "switch_on", "what_it_reaches"}
        ),
        lead_pages=frozenset({"look_as", "what_it_reaches"}),
    ),
}

# The site's own pages, all for DESK once logged in.
SITE = {
    "app_list",
    "autocomplete",
    "index",
    "jsi18n",
    "login",
    "logout",
    "password_change",
    "password_change_done",
    "search",
}
