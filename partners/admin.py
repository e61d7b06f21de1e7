"""Gathers the rooms' admins for Django."""

from partners.accounts import admin as accounts
from partners.journal import admin as journal
from partners.people import admin as people

__all__ = ["accounts", "journal", "people"]
