"""Who may open what outside the admin, by the name of its address; one not entered fails the walk.

`who`: the people whom the page serves. Others get what `others` says: the way to the login or
403 for pages, 401 or 403 for the API. `row`: for pages about one row, the arguments of the
address; each is tried with a row of another station, one of another county, and one that
never was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from stations.documents.models import Document

EVERYBODY = frozenset(
    {
        "partner",
        "same_county",
        "other_county",
        "former",
        "helper",
        "staff",
        "other_staff",
        "ops",
        "superuser",
        "anonymous",
    }
)
LOGGED_IN = EVERYBODY - {"anonymous"}
COUNTER = frozenset({"partner", "same_county", "other_county", "former", "helper"})
PARTNERS = COUNTER - {"helper"}
HEAD = frozenset({"ops", "superuser"})
DESK = frozenset({"staff", "other_staff", "ops", "superuser"})
WORK = COUNTER | DESK

Arguments = dict[str, Any]


@dataclass(frozen=True)
class Page:
    who: frozenset[str]
    row: Callable[[Any], Arguments] | None = None  # from an order, or whatever `model` names
    model: str = "orders.AgentOrder"
    fixed: Arguments | None = None  # arguments that name no row: a month, a step


def by_pk(row: Any) -> Arguments:
    return {"pk": row.pk}


def by_code(row: Any) -> Arguments:
    return {"code": row.code or "ZZZZ999"}


def by_pk_and_step(step: str) -> Callable[[Any], Arguments]:
    return lambda row: {"pk": row.pk, "step": step}


def by_pk_and_part(row: Any) -> Arguments:
    return {"pk": row.pk, "part": "deposit"}


def by_pk_and_paper(row: Any) -> Arguments:
    paper = Document.objects.about(f"contract:{row.pk}").first()
    return {"pk": row.pk, "name": paper.name if paper else "0" * 32}


def by_slug_and_pk(row: Any) -> Arguments:
    return {"slug": "double-eleven-2015", "pk": row.pk}


def by_slug_pk_and_kind(row: Any) -> Arguments:
    return by_slug_and_pk(row) | {"kind": "csv"}


def by_name(row: Any) -> Arguments:
    return {"name": getattr(row, "name", "0" * 32)}


# Everybody at a desk may know of a festival; whose figures its pages show, their own tests say.
FESTIVAL: Arguments = {"slug": "double-eleven-2015"}


# What a published lot shows to strangers, the tests of its room say.
LABEL: Arguments = {"code": "23456789ABCD"}

PAGES: dict[str, Page] = {
    # Entrance
    "account_login": Page(EVERYBODY),
    "mfa_authenticate": Page(EVERYBODY),
    "account_logout": Page(EVERYBODY),
    "account_reauthenticate": Page(LOGGED_IN),
    "mfa_reauthenticate": Page(LOGGED_IN),
    "account_change_password": Page(LOGGED_IN),
    "forgotten_password": Page(EVERYBODY),
    "mfa_index": Page(DESK),
    "mfa_activate_totp": Page(DESK),
    "mfa_deactivate_totp": Page(DESK),
    "mfa_view_recovery_codes": Page(DESK),
    "mfa_generate_recovery_codes": Page(DESK),
    "mfa_download_recovery_codes": Page(DESK),
    "admin/login/": Page(DESK | {"anonymous"}),
    "admin/password_change/": Page(EVERYBODY),
    # The counter
    "today": Page(LOGGED_IN),
    "order_list": Page(COUNTER),
    "order_new": Page(COUNTER),
    "order_page": Page(COUNTER, by_pk),
    "order_placed": Page(COUNTER, by_pk),
    "order_receipt": Page(COUNTER, by_pk),
    "order_step": Page(COUNTER, by_pk_and_step("cancel")),
    "pick_up": Page(COUNTER),
    "parcel_list": Page(COUNTER),
    "parcel_accept": Page(COUNTER),
    "parcel_page": Page(COUNTER, by_pk, "orders.Parcel"),
    "parcel_step": Page(COUNTER, by_pk_and_step("send_back"), "orders.Parcel"),
    "station_manifest_begin": Page(COUNTER),
    "service_home": Page(COUNTER),
    "service_list": Page(COUNTER),
    "service_new": Page(COUNTER, fixed={"kind": "mobile"}),
    "service_page": Page(COUNTER, by_pk, "orders.CounterService"),
    "service_receipt": Page(COUNTER, by_pk, "orders.CounterService"),
    "service_step": Page(COUNTER, by_pk_and_step("ask"), "orders.CounterService"),
    # Presale: taken with a deposit, paid on the night
    "presale_list": Page(COUNTER),
    "presale_new": Page(COUNTER),
    "presale_page": Page(COUNTER, by_pk, "orders.PresaleOrder"),
    "presale_receipt": Page(COUNTER, by_pk_and_part, "orders.PresaleOrder"),
    "presale_step": Page(COUNTER, by_pk_and_step("give-up"), "orders.PresaleOrder"),
    # Whose cash: the counter looks, the partner counts and closes
    "cash_today": Page(COUNTER),
    "cash_days": Page(COUNTER),
    "cash_day": Page(COUNTER, fixed={"day": "2015-11-11"}),
    "cash_open": Page(PARTNERS),
    "cash_move": Page(PARTNERS, fixed={"hand": "put-in"}),
    "cash_close": Page(PARTNERS, fixed={"day": "2015-11-11"}),
    # Who speaks here is known by a signature, not by a login.
    "gateway_callback": Page(EVERYBODY, fixed={"code": "operator"}),
    "villager_lookup": Page(COUNTER),
    # The float follows the station, and is the partner's to look at
    "my_float": Page(PARTNERS),
    # Produce: the counter's own pages, and what a label leads to, which is everybody's
    "lot_list": Page(COUNTER),
    "lot_new": Page(COUNTER),
    "lot_page": Page(COUNTER, by_pk, "orders.ProduceLot"),
    "lot_label": Page(COUNTER, by_pk, "orders.ProduceLot"),
    "lot_step": Page(COUNTER, by_pk_and_step("withdraw"), "orders.ProduceLot"),
    "lot_photo": Page(WORK, by_name, "orders.LotPhoto"),
    "listing_new": Page(COUNTER, by_pk, "orders.ProduceLot"),
    "listing_page": Page(COUNTER, by_pk, "orders.ProduceListing"),
    "listing_step": Page(COUNTER, by_pk_and_step("end"), "orders.ProduceListing"),
    "sale_new": Page(COUNTER, by_pk, "orders.ProduceListing"),
    "sale_list": Page(COUNTER),
    "sale_page": Page(COUNTER, by_pk, "orders.ProduceSale"),
    "sale_step": Page(COUNTER, by_pk_and_step("cancel"), "orders.ProduceSale"),
    "settle_list": Page(COUNTER),
    "settle_farmer": Page(COUNTER, by_pk, "orders.Farmer"),
    "settlement_page": Page(COUNTER, by_pk, "orders.FarmerSettlement"),
    "trace": Page(EVERYBODY, fixed=LABEL),
    "trace_data": Page(EVERYBODY, fixed=LABEL),
    "trace_photo": Page(EVERYBODY, fixed=LABEL | {"name": "0" * 32}),
    # Who wants to run a station: everybody may ask, and read the answer with a secret code
    "apply_home": Page(EVERYBODY),
    "application_new": Page(EVERYBODY, fixed={"pk": 1}),
    "application_state": Page(EVERYBODY),
    # Training follows the person
    "my_training": Page(PARTNERS),
    "take_my_seat": Page(PARTNERS),
    "my_seat": Page(PARTNERS, by_pk, "partners.Enrolment"),
    "certificate_page": Page(PARTNERS | DESK, by_pk, "partners.Certificate"),
    # The second leg: a manifest is looked at from both sides
    "parcel_label": Page(WORK, by_pk, "orders.Parcel"),
    "manifest_page": Page(WORK, by_pk, "orders.Manifest"),
    "manifest_print": Page(WORK, by_pk, "orders.Manifest"),
    "manifest_step": Page(WORK, by_pk_and_step("finish"), "orders.Manifest"),
    "county_parcels": Page(DESK),
    "county_scan": Page(DESK),
    "county_parcel_new": Page(DESK),
    "county_manifest_begin": Page(DESK, by_pk, "stations.Station"),
    # Money follows the person
    "my_income": Page(PARTNERS),
    "my_income_line": Page(PARTNERS, by_pk, "partners.Earning"),
    "my_income_months": Page(PARTNERS),
    "my_statement": Page(PARTNERS, fixed={"year": 2015, "month": 10}),
    "my_statement_print": Page(PARTNERS, fixed={"year": 2015, "month": 10}),
    "my_line_dispute": Page(PARTNERS, by_pk, "partners.Earning"),
    "my_payouts": Page(PARTNERS),
    "my_payout_account": Page(PARTNERS),
    # What the county tells, is asked and measures; an announcement is the whole county's: its own tests
    "announcement_list": Page(PARTNERS),
    "announcement_page": Page(PARTNERS, fixed={"pk": 987654321}),
    "complain": Page(EVERYBODY),
    "complain_sent": Page(EVERYBODY),
    "my_level": Page(PARTNERS),
    "my_questions": Page(PARTNERS),
    "my_question": Page(PARTNERS, by_pk, "partners.Complaint"),
    "question_new": Page(PARTNERS),
    "levels": Page(DESK),
    "levels_file": Page(DESK, fixed={"kind": "csv"}),
    "work_lists": Page(DESK),
    "work_list": Page(DESK, fixed={"name": "silent"}),
    # So does what was signed, and the deposit
    "my_contracts": Page(PARTNERS),
    "my_contract": Page(PARTNERS, by_pk, "partners.Contract"),
    "my_contract_paper": Page(PARTNERS, by_pk_and_paper, "partners.Contract"),
    "hand_over_protocol": Page(DESK, by_pk, "partners.HandOverProtocol"),
    # Reports: everybody at a desk, each with their part of the nation
    "report_index": Page(DESK),
    "recruitment_report": Page(DESK),
    "recruitment_file": Page(DESK, fixed={"kind": "csv"}),
    "second_leg_report": Page(DESK),
    "second_leg_file": Page(DESK, fixed={"kind": "csv"}),
    "festival_report": Page(DESK, fixed=FESTIVAL),
    "festival_now": Page(DESK, fixed=FESTIVAL),
    "festival_places": Page(DESK, fixed=FESTIVAL | {"level": "stations"}),
    "presale_desk": Page(DESK, fixed=FESTIVAL),
    "presale_arrival": Page(DESK, fixed=FESTIVAL),
    "presale_file": Page(DESK, fixed=FESTIVAL | {"kind": "csv"}),
    "festival_file": Page(DESK, fixed=FESTIVAL | {"kind": "csv"}),
    "festival_print": Page(DESK, fixed=FESTIVAL),
    "festival_counties": Page(DESK, fixed=FESTIVAL),
    "festival_snapshot_print": Page(DESK, by_slug_and_pk, "orders.FestivalSnapshot"),
    "festival_snapshot_counties": Page(DESK, by_slug_and_pk, "orders.FestivalSnapshot"),
    "festival_comparison": Page(DESK, fixed=FESTIVAL),
    "festival_comparison_file": Page(DESK, fixed=FESTIVAL | {"kind": "csv"}),
    # A county has its own part of a snapshot; one that it has no part in does not exist for it.
    "festival_snapshots": Page(DESK, fixed=FESTIVAL),
    "festival_snapshot": Page(DESK, by_slug_and_pk, "orders.FestivalSnapshot"),
    "festival_snapshot_file": Page(DESK, by_slug_pk_and_kind, "orders.FestivalSnapshot"),
    "festival_differences": Page(DESK, by_slug_and_pk, "orders.FestivalSnapshot"),
    "festival_differences_file": Page(DESK, by_slug_pk_and_kind, "orders.FestivalSnapshot"),
    # The nation's board is there for who sees everything; staff are led to their county's.
    "festival_live": Page(DESK, fixed=FESTIVAL),
    "festival_live_now": Page(DESK, fixed=FESTIVAL),
    # That a foreign county's is not there is their own tests' (tests/orders/festivals/live).
    "county_live": Page(DESK, fixed=FESTIVAL | {"code": "FJYX"}),
    "county_live_now": Page(DESK, fixed=FESTIVAL | {"code": "FJYX"}),
    "festival_replay": Page(DESK, fixed=FESTIVAL),
    "festival_replay_now": Page(DESK, fixed=FESTIVAL),
    "festival_targets": Page(DESK, fixed=FESTIVAL),
    "pipeline": Page(DESK),
    "income_report": Page(DESK),
    "income_report_file": Page(DESK, fixed={"kind": "csv"}),
    "growth": Page(DESK),
    "growth_file": Page(DESK, fixed={"kind": "csv"}),
    "document": Page(DESK, by_name, "stations.Document"),
    "taobao_villages": Page(DESK),
    "taobao_villages_file": Page(DESK, fixed={"year": 2015, "kind": "csv"}),
    # Programs
    "api-root": Page(LOGGED_IN),
    "api_docs": Page(EVERYBODY),
    "api_schema": Page(EVERYBODY),
    "api_me": Page(LOGGED_IN),
    "api_token": Page(LOGGED_IN),  # by GET; what it gives it gives to a password
    "api/v1/": Page(LOGGED_IN),  # any other address
    "api-agent-order-list": Page(WORK),
    "api-agent-order-detail": Page(WORK, by_pk),
    "api-agent-order-place": Page(WORK, by_pk),
    "api-agent-order-pay": Page(WORK, by_pk),
    "api-agent-order-receive": Page(WORK, by_pk),
    "api-agent-order-hand-over": Page(WORK, by_pk),
    "api-agent-order-cancel": Page(WORK, by_pk),
    "api-agent-order-refund": Page(WORK, by_pk),
    "api-agent-order-ship": Page(DESK, by_pk),
    "api-agent-order-receive-at-county": Page(DESK, by_pk),
    "api-adjustment-list": Page(DESK),
    "api-adjustment-detail": Page(DESK, by_pk, "partners.Adjustment"),
    "api-adjustment-confirm": Page(DESK, by_pk, "partners.Adjustment"),
    "api-adjustment-withdraw": Page(DESK, by_pk, "partners.Adjustment"),
    "api-county-month-list": Page(DESK),
    "api-county-month-detail": Page(DESK, by_pk, "partners.CountyMonth"),
    "api-county-month-approve": Page(DESK, by_pk, "partners.CountyMonth"),
    "api-county-month-send-back": Page(DESK, by_pk, "partners.CountyMonth"),
    "api-county-month-lock": Page(HEAD, fixed={"pk": 1}),
    "api-county-month-reopen": Page(HEAD, fixed={"pk": 1}),
    "api-dispute-list": Page(PARTNERS | DESK),
    "api-dispute-detail": Page(PARTNERS | DESK, by_pk, "partners.Dispute"),
    "api-dispute-answer": Page(DESK, by_pk, "partners.Dispute"),
    # What head office thinks about has no place in any scope.
    "api-draft-list": Page(HEAD),
    "api-draft-detail": Page(HEAD, fixed={"pk": 1}),
    "api-draft-try": Page(HEAD, fixed={"pk": 1}),
    "api-draft-activate": Page(HEAD, fixed={"pk": 1}),
    "api-draft-withdraw": Page(HEAD, fixed={"pk": 1}),
    "api-trial-run-list": Page(HEAD),
    "api-trial-run-detail": Page(HEAD, fixed={"pk": 1}),
    "api-trial-run-results": Page(HEAD, fixed={"pk": 1}),
    "api-application-list": Page(DESK),
    "api-application-detail": Page(DESK, by_pk, "partners.Application"),
    "api-certificate-list": Page(PARTNERS | DESK),
    "api-certificate-detail": Page(PARTNERS | DESK, by_pk, "partners.Certificate"),
    "api-enrolment-list": Page(PARTNERS | DESK),
    "api-enrolment-detail": Page(PARTNERS | DESK, by_pk, "partners.Enrolment"),
    "api-hiring-decision-list": Page(DESK),
    "api-hiring-decision-detail": Page(DESK, by_pk, "partners.HiringDecision"),
    "api-hiring-decision-confirm": Page(DESK, by_pk, "partners.HiringDecision"),
    "api-training-session-list": Page(DESK),
    "api-training-session-detail": Page(DESK, by_pk, "partners.TrainingSession"),
    "api-vacancy-list": Page(DESK),
    "api-vacancy-detail": Page(DESK, by_pk, "partners.Vacancy"),
    "api_recruitment": Page(DESK),
    "api-cash-day-list": Page(WORK),
    "api-cash-day-detail": Page(WORK, by_pk, "orders.CashDay"),
    "api-cash-day-close": Page(PARTNERS | {"superuser"}, by_pk, "orders.CashDay"),
    "api-cash-movement-list": Page(WORK),
    "api-complaint-list": Page(PARTNERS | DESK),
    "api-complaint-detail": Page(PARTNERS | DESK, by_pk, "partners.Complaint"),
    "api-complaint-answer": Page(DESK, by_pk, "partners.Complaint"),
    "api-level-list": Page(PARTNERS | DESK),
    "api-level-detail": Page(PARTNERS | DESK, by_pk, "orders.StationLevel"),
    "api-level-leaderboard": Page(PARTNERS | DESK),
    "api-contract-list": Page(PARTNERS | DESK),
    "api-contract-detail": Page(PARTNERS | DESK, by_pk, "partners.Contract"),
    "api-deposit-entry-list": Page(PARTNERS | DESK),
    "api-deposit-entry-detail": Page(PARTNERS | DESK, by_pk, "partners.DepositEntry"),
    "api-deposit-entry-confirm": Page(DESK, by_pk, "partners.DepositEntry"),
    "api-deposit-entry-withdraw": Page(DESK, by_pk, "partners.DepositEntry"),
    "api-counter-service-list": Page(WORK),
    "api-counter-service-detail": Page(WORK, by_pk, "orders.CounterService"),
    "api-counter-service-confirm": Page(COUNTER | {"superuser"}, by_pk, "orders.CounterService"),
    "api-counter-service-cancel": Page(COUNTER | {"superuser"}, by_pk, "orders.CounterService"),
    "api-festival-list": Page(DESK),
    "api-festival-detail": Page(DESK, fixed=FESTIVAL),
    "api-festival-report": Page(DESK, fixed=FESTIVAL),
    "api-festival-comparison": Page(DESK, fixed=FESTIVAL),
    "api-festival-snapshot-list": Page(DESK),
    "api-festival-snapshot-detail": Page(DESK, by_pk, "orders.FestivalSnapshot"),
    "api-festival-snapshot-document": Page(DESK, by_pk, "orders.FestivalSnapshot"),
    "api-festival-snapshot-differences": Page(DESK, by_pk, "orders.FestivalSnapshot"),
    "api-festival-live": Page(DESK, fixed=FESTIVAL),
    "api-festival-targets": Page(DESK, fixed=FESTIVAL),
    "api_float": Page(PARTNERS | DESK),
    "api-float-movement-list": Page(PARTNERS | DESK),
    "api-credit-line-list": Page(DESK),
    "api-credit-line-detail": Page(DESK, by_pk, "partners.CreditLine"),
    "api-credit-line-confirm": Page(DESK, by_pk, "partners.CreditLine"),
    "api-credit-line-withdraw": Page(DESK, by_pk, "partners.CreditLine"),
    "api_income": Page(PARTNERS),
    "api-income-line-list": Page(PARTNERS),
    "api-income-line-detail": Page(PARTNERS, by_pk, "partners.Earning"),
    "api-statement-list": Page(PARTNERS),
    "api-payout-list": Page(PARTNERS),
    "api-payout-detail": Page(PARTNERS, by_pk, "partners.Payout"),
    "api-payout-batch-list": Page(HEAD),
    "api-payout-batch-detail": Page(HEAD, fixed={"pk": 1}),
    "api-payout-batch-check": Page(HEAD, fixed={"pk": 1}),
    "api-payout-batch-release": Page(HEAD, fixed={"pk": 1}),
    "api-statement-detail": Page(PARTNERS, by_pk, "partners.Statement"),
    "api-manifest-list": Page(WORK),
    "api-manifest-detail": Page(WORK, by_pk, "orders.Manifest"),
    "api-manifest-dispatch-load": Page(WORK, by_pk, "orders.Manifest"),
    "api-manifest-finish": Page(WORK, by_pk, "orders.Manifest"),
    "api-parcel-case-list": Page(DESK),
    "api-parcel-case-detail": Page(DESK, by_pk, "orders.ParcelCase"),
    "api-parcel-case-settle": Page(DESK, by_pk, "orders.ParcelCase"),
    "api-parcel-list": Page(WORK),
    "api-parcel-detail": Page(WORK, by_pk, "orders.Parcel"),
    "api-parcel-hand-over": Page(WORK, by_pk, "orders.Parcel"),
    "api-parcel-take-back": Page(WORK, by_pk, "orders.Parcel"),
    "api-parcel-send-back": Page(WORK, by_pk, "orders.Parcel"),
    "api-parcel-deliver": Page(DESK, by_pk, "orders.Parcel"),
    "api_parcel_scans": Page(WORK),
    "api_second_leg": Page(DESK),
    "api-presale-good-list": Page(WORK),
    "api-presale-good-detail": Page(WORK, fixed={"pk": 1}),
    "api-presale-order-list": Page(WORK),
    "api-presale-order-detail": Page(WORK, by_pk, "orders.PresaleOrder"),
    "api-presale-order-balance": Page(COUNTER | {"superuser"}, by_pk, "orders.PresaleOrder"),
    "api-presale-order-give-up": Page(COUNTER | {"superuser"}, by_pk, "orders.PresaleOrder"),
    "api-presale-order-give-back": Page(COUNTER | {"superuser"}, by_pk, "orders.PresaleOrder"),
    "api-presale-order-call-off": Page(DESK, by_pk, "orders.PresaleOrder"),
    "api_presale": Page(DESK, fixed=FESTIVAL),
    "api-produce-lot-list": Page(WORK),
    "api-produce-lot-detail": Page(WORK, by_pk, "orders.ProduceLot"),
    "api-produce-listing-list": Page(WORK),
    "api-produce-listing-detail": Page(WORK, by_pk, "orders.ProduceListing"),
    "api-produce-listing-pause": Page(WORK, by_pk, "orders.ProduceListing"),
    "api-produce-listing-resume": Page(WORK, by_pk, "orders.ProduceListing"),
    "api-produce-listing-end": Page(WORK, by_pk, "orders.ProduceListing"),
    "api-produce-sale-list": Page(WORK),
    "api-produce-sale-detail": Page(WORK, by_pk, "orders.ProduceSale"),
    "api-produce-sale-pack": Page(WORK, by_pk, "orders.ProduceSale"),
    "api-produce-sale-receive": Page(WORK, by_pk, "orders.ProduceSale"),
    "api-produce-sale-refund": Page(WORK, by_pk, "orders.ProduceSale"),
    "api-produce-sale-cancel": Page(WORK, by_pk, "orders.ProduceSale"),
    "api-farmer-settlement-list": Page(WORK),
    "api-farmer-settlement-detail": Page(WORK, by_pk, "orders.FarmerSettlement"),
    "api-region-list": Page(LOGGED_IN),
    "api-region-detail": Page(LOGGED_IN, fixed={"code": "350426"}),
    "api-station-list": Page(WORK),
    "api-station-detail": Page(WORK, by_code, "stations.Station"),
    "api_growth": Page(DESK),
    "api_income_report": Page(DESK),
    "api_pipeline": Page(DESK),
    "api-taobao-village-list": Page(DESK),
    "api-taobao-village-detail": Page(DESK, fixed={"year": "2015"}),
    "api-villager-list": Page(WORK),
    # The house
    "end_look": Page(DESK),
    "health": Page(EVERYBODY),
    "set_language": Page(EVERYBODY),
    "metrics": Page(EVERYBODY),  # asks for a token, not for a person
}

# Shown in development only.
DEBUG_ONLY = {"ui"}
