"""Gathers the rooms' admins for Django."""

from orders.villagers import admin as villagers

__all__ = ["villagers"]
