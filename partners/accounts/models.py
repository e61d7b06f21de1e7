from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

import pghistory
from django.contrib.auth.models import AbstractUser, UserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partners.accounts.queries import LoginPaths, UserQuerySet
from partners.accounts.reach import Reach, reach_of
from stations.centers.models import CountyCenter
from stations.network.models import Station
from stations.phones import is_mobile_number
from stations.scope import Scope


class Role(models.TextChoices):
    PARTNER = "partner", _("partner")
    HELPER = "helper", _("helper")
    COUNTY_STAFF = "county_staff", _("county staff")
    OPS = "ops", _("head-office ops")
    SUPERUSER = "superuser", _("superuser")


# Whom the admin lets in; the constraint below ties it to the column Django reads.
DESK_ROLES = frozenset({Role.COUNTY_STAFF, Role.OPS, Role.SUPERUSER})


class AccountManager(UserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Creates logins; a role is part of every one of them, and nobody has an e-mail address."""

    def create_user(self, username: str, password: str | None = None, *, role: str, **fields: Any) -> User:
        user: User = self.model(
            username=self.model.normalize_username(username),
            role=role,
            is_staff=role in DESK_ROLES,
            is_superuser=role == Role.SUPERUSER,
            **fields,
        )
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(username, password, role=Role.SUPERUSER, **fields)


@pghistory.track(
    fields=["username", "name", "phone", "role", "center", "station", "is_lead", "is_active"],
    model_name="UserEvent",
)
class User(AbstractUser):
    """A login. People log in by user name or by mobile number."""

    email = None  # type: ignore[assignment]
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
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=60, blank=True)
    phone = models.CharField(
        _("mobile number"),
        max_length=11,
        unique=True,
        null=True,
        blank=True,
        validators=[is_mobile_number],
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
    # The same reach as their colleagues and a few rights more: whoever answers for the county.
    is_lead = models.BooleanField(
        _("leads the county"),
        default=False,
        help_text=_("Only county staff: looks at the site as others of the county, and sees its exports."),
    )

    scope_paths: ClassVar = LoginPaths()
    objects: ClassVar = AccountManager()
    REQUIRED_FIELDS: ClassVar = []
    EMAIL_FIELD = ""

    class Meta:
        verbose_name = _("login")
        verbose_name_plural = _("logins")
        ordering = ["username"]
        constraints = [
            # A phone's keyboard begins with a capital: "Lin" and "lin" are one person.
            models.UniqueConstraint(
                Upper("username"),
                name="user_name_once_whatever_its_case",
                violation_error_message=_("This user name cannot be used."),
            ),
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
                name="user_lead_is_county_staff",
                condition=models.Q(is_lead=False) | models.Q(role="county_staff"),
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

    def clean(self) -> None:
        self.username = self.normalize_username(self.username)

    def get_full_name(self) -> str:
        return self.name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()

    @property
    def rights(self) -> str:
        """The row of the table of rights (`permissions.RIGHTS`): the role, or that of a county's lead."""
        return "county_lead" if self.is_lead else self.role

    @cached_property
    def reach(self) -> Reach:
        """As of the first question of the request."""
        return reach_of(self)

    @property
    def scope(self) -> Scope:
        """What this login may look at."""
        return self.reach.scope

    @property
    def at_work(self) -> tuple[Station, ...]:
        """The stations whose counter this login stands at today, by code."""
        if self.station is not None and self.scope.stations:
            return (self.station,)
        return self.reach.stations
