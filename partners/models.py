"""Gathers the rooms' models for Django."""

from partners.accounts.codes import PasswordCode
from partners.accounts.models import Role, User
from partners.commission.models import CommissionRate
from partners.income.models import ClosingRange, Earning, MonthClosing, Statement
from partners.journal.models import Activity, PendingActivity
from partners.ledger.models import Account, Balance, CreditLine, Transfer
from partners.people.models import Partner, Tenure

__all__ = [
    "Account",
    "Activity",
    "Balance",
    "ClosingRange",
    "CommissionRate",
    "CreditLine",
    "Earning",
    "MonthClosing",
    "Partner",
    "PasswordCode",
    "PendingActivity",
    "Role",
    "Statement",
    "Tenure",
    "Transfer",
    "User",
]
