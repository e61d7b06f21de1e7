"""Gathers the rooms' models for Django."""

from partners.accounts.codes import PasswordCode
from partners.accounts.models import Role, User
from partners.commission.models import CommissionRate
from partners.income.models import ClosingRange, Earning, MonthClosing, Statement
from partners.journal.models import Activity, PendingActivity
from partners.people.models import Partner, Tenure

__all__ = [
    "Activity",
    "ClosingRange",
    "CommissionRate",
    "Earning",
    "MonthClosing",
    "Partner",
    "PasswordCode",
    "PendingActivity",
    "Role",
    "Statement",
    "Tenure",
    "User",
]
