"""Gathers the rooms' admins for Django."""

from partners.accounts import admin as accounts
from partners.commission import admin as commission
from partners.income import admin as income
from partners.journal import admin as journal
from partners.ledger import admin as ledger
from partners.people import admin as people

__all__ = ["accounts", "commission", "income", "journal", "ledger", "people"]
