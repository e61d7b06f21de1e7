from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.accounts.reach import reach_of
from stations.centers.models import CountyCenter
from stations.network.models import Station
from stations.scope import Scope, ScopedQuerySet, ScopePaths


class Role(models.TextChoices):
    PARTNER = "partner", _("partner")
    HELPER = "helper", _("helper")
    COUNTY_STAFF = "county_staff", _("county staff")
    OPS = "ops", _("head-office ops")
    SUPERUSER = "superuser", _("superuser")


class UserQuerySet(ScopedQuerySet):
    """Reads of logins."""


class AccountManager(UserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Creates logins; a role is part of every one of them."""

    def create_superuser(self, username: str, email: str = "", password: str = "", **extra: Any) -> User:
        return super().create_superuser(  # type: ignore[no-any-return]
            username, email, password, role=Role.SUPERUSER, **extra
        )


class User(AbstractUser):
    """A login. People log in by user name or by mobile number."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    username = models.CharField(
        _("user name"),
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(r"^[\w.@+-]+$", _("Letters, digits and @ . + - _ only.")),
            RegexValidator(r"\D", _("A user name may not be all digits: that is a mobile number.")),
        ],
    )
    name = models.CharField(_("name"), max_length=60, blank=True)
    phone = models.CharField(
        _("mobile number"),
        max_length=11,
        unique=True,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^1\d{10}$", _("A mobile number has 11 digits and begins with 1."))],
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    center = models.ForeignKey(
        CountyCenter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="staff",
        verbose_name=_("county operation center"),
        help_text=_("Only for county staff, and always for them."),
    )
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="helpers",
        verbose_name=_("village service station"),
        help_text=_("Only for helpers, and always for them."),
    )

    scope_paths: ClassVar = ScopePaths(center="center")
    objects: ClassVar = AccountManager()
    REQUIRED_FIELDS: ClassVar = []

    class Meta:
        verbose_name = _("login")
        verbose_name_plural = _("logins")
        ordering = ["username"]
        constraints = [
            # Eleven digits are always a mobile number, so the two ways to log in never meet.
            models.CheckConstraint(
                name="user_name_is_not_all_digits", condition=~models.Q(username__regex=r"^[0-9]+$")
            ),
            # Who sees a county is decided by this pair; neither half may stand alone.
            models.CheckConstraint(
                name="user_county_staff_has_a_center",
                condition=models.Q(role="county_staff", center__isnull=False)
                | (~models.Q(role="county_staff") & models.Q(center__isnull=True)),
            ),
            models.CheckConstraint(
                name="user_helper_has_a_station",
                condition=models.Q(role="helper", station__isnull=False)
                | (~models.Q(role="helper") & models.Q(station__isnull=True)),
            ),
            models.CheckConstraint(
                name="user_role_superuser_is_superuser",
                condition=models.Q(role="superuser", is_superuser=True)
                | (~models.Q(role="superuser") & models.Q(is_superuser=False)),
            ),
            models.CheckConstraint(
                name="user_role_decides_admin_access",
                condition=models.Q(role__in=["county_staff", "ops", "superuser"], is_staff=True)
                | models.Q(role__in=["partner", "helper"], is_staff=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()

    @cached_property
    def scope(self) -> Scope:
        """What this login may look at, as of the first question of the request."""
        return reach_of(self)
