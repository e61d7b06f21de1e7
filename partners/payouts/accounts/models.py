from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partners.payouts.lifecycle import Channel
from partners.payouts.queries import PayoutAccountQuerySet
from partners.people.identity import EncryptedCharField
from partners.people.models import Partner
from stations.scope import ScopedModel, ScopePaths


class PayoutAccount(ScopedModel):
    """Where a partner's money goes: entered by one person, confirmed by another.

    The number is encrypted and shown by its last four characters. A change is a new row; the old
    one ends when the new one is confirmed, so that the rows are the history.
    """

    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="payout_accounts", verbose_name=_("rural partner")
    )
    channel = models.CharField(_("paid through"), max_length=8, choices=Channel.choices)
    holder = models.CharField(_("name on the account"), max_length=60)
    bank = models.CharField(_("bank"), max_length=60, blank=True, help_text=_("With its branch."))
    number = EncryptedCharField(_("account number"))
    last_four = models.CharField(_("last four"), max_length=4)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ended by")
    )
    ended_at = models.DateTimeField(
        _("ended at"), null=True, help_text=_("Withdrawn, or followed by another one.")
    )

    scope_paths: ClassVar = ScopePaths(center="partner__center", person="partner")
    objects: ClassVar = PayoutAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("payout account")
        verbose_name_plural = _("payout accounts")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="payout_account_one_in_force",
                fields=["partner"],
                condition=models.Q(confirmed_at__isnull=False, ended_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="payout_account_one_open",
                fields=["partner"],
                condition=models.Q(confirmed_at__isnull=True, ended_at__isnull=True),
            ),
            # Whoever enters an account of their own choosing must not be the one who lets it in.
            models.CheckConstraint(
                name="payout_account_by_two_people",
                condition=models.Q(confirmed_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("entered_by")),
            ),
            models.CheckConstraint(
                name="payout_account_of_a_bank_names_it",
                condition=models.Q(channel="alipay") | ~models.Q(bank=""),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="entered_once",
                fields=["partner", "channel", "holder", "bank", "last_four", "entered_by"],
            ),
            pgtrigger.Protect(
                name="ended_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_at__isnull=False)
                & pgtrigger.Q(old__ended_at__df=pgtrigger.F("new__ended_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bank or self.get_channel_display()} {self.masked}"

    @property
    def masked(self) -> str:
        """As everybody sees it: **** 5702."""
        return f"**** {self.last_four}"

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.ended_at is not None:
            return gettext("ended") if self.confirmed_at else gettext("withdrawn")
        return gettext("in force") if self.confirmed_at else gettext("waits for a second person")
