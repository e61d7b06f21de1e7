"""Gathers the rooms' admins for Django."""

from partners.journal import admin as journal

__all__ = ["journal"]
