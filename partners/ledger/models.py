from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partners.ledger.kinds import AccountKind, TransferKind
from partners.ledger.queries import AccountQuerySet, CreditLineQuerySet, TransferQuerySet
from partners.people.models import Partner
from stations.money import ZERO
from stations.network.models import Station
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths
from stations.wording import yuan

_APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class Account(ScopedModel):
    """One pot of money: a station's float, a partner's money, or one of the house's own.

    The float belongs to the station, whoever runs it. What an account holds is the sum of its
    transfers; only what may not fall below a limit keeps a `Balance` beside it.
    """

    kind = models.CharField(_("account"), max_length=20, choices=AccountKind.choices)
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="accounts",
        verbose_name=_("village service station"),
    )

    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="accounts",
        verbose_name=_("rural partner"),
    )

    # What is owed to a person is read in statements and payouts; the account itself is head office's.
    scope_paths: ClassVar = ScopePaths(center="station__center", station="station")
    objects: ClassVar = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("floats and accounts")
        ordering = ["station__code", "kind"]
        constraints = [
            models.UniqueConstraint(name="account_once_per_station", fields=["kind", "station"]),
            models.UniqueConstraint(name="account_once_per_partner", fields=["kind", "partner"]),
            models.UniqueConstraint(
                name="account_of_the_house_once",
                fields=["kind"],
                condition=models.Q(station__isnull=True, partner__isnull=True),
            ),
            # Whose money it is follows from the kind; no kind may stand without its owner.
            models.CheckConstraint(
                name="account_has_the_owner_of_its_kind",
                condition=models.Q(kind="station_float", station__isnull=False, partner__isnull=True)
                | models.Q(kind__in=["payable", "deposit"], station__isnull=True, partner__isnull=False)
                | (
                    ~models.Q(kind__in=["station_float", "payable", "deposit"])
                    & models.Q(station__isnull=True, partner__isnull=True)
                ),
            ),
        ]

    def __str__(self) -> str:
        owner = self.station.code if self.station else self.partner
        return f"{self.get_kind_display()} {owner}" if owner else self.get_kind_display()


class Balance(ScopedModel):
    """What a float or a deposit holds and how far it may fall, or what is owed to a partner.

    Changed in the transaction of each transfer: `amount` in yuan is the sum of the account's
    transfers; `credit_limit` is that of the credit line in force, empty where there is no floor
    (a partner may owe). Locked by `posting.lock_accounts` before it is changed.
    """

    account = models.OneToOneField(Account, models.PROTECT, primary_key=True, related_name="balance")
    amount = models.DecimalField(_("balance"), max_digits=14, decimal_places=2, default=0)
    credit_limit = models.DecimalField(
        _("credit line"), max_digits=14, decimal_places=2, null=True, default=0
    )

    scope_paths: ClassVar = ScopePaths(center="account__station__center", station="account__station")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("balance")
        verbose_name_plural = _("balances")
        constraints = [
            # The last word over a float, whatever the verbs think they have checked.
            models.CheckConstraint(
                name="balance_never_below_its_credit",
                condition=models.Q(amount__gte=-models.F("credit_limit")),
            ),
            models.CheckConstraint(
                name="balance_credit_not_negative", condition=models.Q(credit_limit__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.amount}"

    @property
    def available(self) -> Decimal:
        """What can still be paid out of it, in yuan: prepaid and credit together."""
        return self.amount + (self.credit_limit or ZERO)

    @property
    def credit_used(self) -> Decimal:
        return max(-self.amount, ZERO)


class Transfer(ScopedModel):
    """Money that moved from one account to another. Append-only: a mistake is reversed by one more.

    `business_date` is the day of the event in Asia/Shanghai. `station` is the one whose float
    it touched, if any: the path by which people find it; `partner` is whose income it moved.
    """

    kind = models.CharField(_("what"), max_length=16, choices=TransferKind.choices)
    from_account = models.ForeignKey(
        Account, models.PROTECT, related_name="transfers_out", db_index=False, verbose_name=_("from")
    )
    to_account = models.ForeignKey(
        Account, models.PROTECT, related_name="transfers_in", db_index=False, verbose_name=_("to")
    )
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        null=True,
        related_name="transfers",
        db_index=False,
        verbose_name=_("village service station"),
    )
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        related_name="transfers",
        db_index=False,
        verbose_name=_("rural partner"),
    )
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    business_date = models.DateField(_("business date"), help_text=_("Of the event, in Asia/Shanghai."))
    occurred_at = models.DateTimeField(_("happened at"))
    # What it is about, named as in the journal ("agent-order:17"); empty for what a hand recorded.
    subject = models.CharField(_("subject"), max_length=40, blank=True)
    source_key = models.CharField(_("source key"), max_length=80)
    note = models.CharField(_("note"), max_length=200, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversed_by", verbose_name=_("corrects")
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("by"),
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(center="station__center", station="station")
    objects: ClassVar = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = _("movement of a float")
        verbose_name_plural = _("movements of floats")
        ordering = ["-pk"]
        constraints = [
            # What happened once moves money once.
            models.UniqueConstraint(name="transfer_source_key_once", fields=["source_key"]),
            models.CheckConstraint(name="transfer_amount_positive", condition=models.Q(amount__gt=0)),
            models.CheckConstraint(
                name="transfer_between_two_accounts",
                condition=~models.Q(from_account=models.F("to_account")),
            ),
            models.CheckConstraint(
                name="transfer_reversal_names_what_it_corrects",
                condition=models.Q(kind="reversal", reverses__isnull=False)
                | (~models.Q(kind="reversal") & models.Q(reverses__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(name="transfer_station", fields=["station", "-id"]),
            models.Index(
                name="transfer_partner",
                fields=["partner", "-id"],
                condition=models.Q(partner__isnull=False),
            ),
            models.Index(name="transfer_subject", fields=["subject"]),
            # Few of many: what the desk looks for would else be looked for in all transfers.
            models.Index(
                name="transfer_other_kind",
                fields=["kind", "-id"],
                condition=~models.Q(kind=TransferKind.ORDER_PAID),
            ),
            models.Index(name="transfer_note", fields=["note"], condition=~models.Q(note="")),
            # Rows come nearly in the order of their days: a few kilobytes say where a day is not.
            BrinIndex(name="transfer_day_where", fields=["business_date"], autosummarize=True),
        ]
        triggers = [_APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {yuan(self.amount)}"


class CreditLine(ScopedModel):
    """How far below zero a partner's float may fall: proposed by one person, confirmed by another.

    Each change is a row of its own, so that the rows are the history; the one confirmed last is
    in force. A limit of zero ends it.
    """

    station = models.ForeignKey(
        Station, models.PROTECT, related_name="credit_lines", verbose_name=_("village service station")
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="credit_lines", verbose_name=_("rural partner")
    )
    limit = models.DecimalField(
        _("credit line"), max_digits=14, decimal_places=2, help_text=_("In yuan; zero ends it.")
    )
    reason = models.CharField(_("reason"), max_length=200)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    scope_paths: ClassVar = ScopePaths(center="station__center", person="partner")
    objects: ClassVar = CreditLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("credit line")
        verbose_name_plural = _("credit lines")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="credit_line_not_negative", condition=models.Q(limit__gte=0)),
            # Nobody lends the house's money alone.
            models.CheckConstraint(
                name="credit_line_by_two_people",
                condition=models.Q(confirmed_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("proposed_by")),
            ),
            models.CheckConstraint(
                name="credit_line_decided_by_somebody",
                condition=(
                    models.Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                    | models.Q(confirmed_by__isnull=False, confirmed_at__isnull=False)
                )
                & (models.Q(confirmed_at__isnull=True) | models.Q(withdrawn_at__isnull=True)),
            ),
            # Two open proposals would leave open which of them was meant.
            models.UniqueConstraint(
                name="credit_line_one_open_proposal",
                fields=["station"],
                condition=models.Q(confirmed_at__isnull=True, withdrawn_at__isnull=True),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="decided_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__confirmed_at__isnull=False)
                | pgtrigger.Q(old__withdrawn_at__isnull=False),
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.station} {yuan(self.limit)}"

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.confirmed_at is not None:
            return gettext("confirmed")
        return gettext("withdrawn") if self.withdrawn_at is not None else gettext("waits for a second person")

    @property
    def is_open(self) -> bool:
        return self.confirmed_at is None and self.withdrawn_at is None
