"""Gathers the rooms' models for Django."""

from partners.accounts.models import Role, User
from partners.commission.models import CommissionRate
from partners.income.models import Earning, MonthClosing, Statement
from partners.journal.models import Activity, PendingActivity
from partners.people.models import Partner, Tenure

__all__ = [
    "Activity",
    "CommissionRate",
    "Earning",
    "MonthClosing",
    "Partner",
    "PendingActivity",
    "Role",
    "Statement",
    "Tenure",
    "User",
]
