"""Gathers the rooms' admins for Django."""

from partners.accounts import admin as accounts
from partners.accounts.looking import admin as looking
from partners.announcements import admin as announcements
from partners.commission import admin as commission
from partners.complaints import admin as complaints
from partners.contracts import admin as contracts
from partners.contracts.deposits import admin as deposits
from partners.contracts.handing_over import admin as handing_over
from partners.income import admin as income
from partners.income.adjustments import admin as adjustments
from partners.income.disputes import admin as disputes
from partners.income.months import admin as months
from partners.journal import admin as journal
from partners.ledger import admin as ledger
from partners.payouts import admin as payouts
from partners.people import admin as people
from partners.people import admin_suspensions as suspensions
from partners.recruitment import admin as recruitment
from partners.recruitment.deciding import admin as deciding
from partners.recruitment.scoring import admin as scoring
from partners.subsidies import admin as subsidies
from partners.training import admin as training
from partners.trials import admin as trials

__all__ = [
    "accounts",
    "adjustments",
    "announcements",
    "commission",
    "complaints",
    "contracts",
    "deciding",
    "deposits",
    "disputes",
    "handing_over",
    "income",
    "journal",
    "ledger",
    "looking",
    "months",
    "payouts",
    "people",
    "recruitment",
    "scoring",
    "subsidies",
    "suspensions",
    "training",
    "trials",
]
