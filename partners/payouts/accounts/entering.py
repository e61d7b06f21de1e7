"""Where a partner is paid to: entered by one person, confirmed by a second one."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.payouts.accounts.models import PayoutAccount
from partners.payouts.lifecycle import Channel
from partners.people.models import Partner
from stations.refusals import Refused


def plain_account_number(typed: str) -> str:
    """As it is kept: without blanks and full-width characters."""
    return "".join(unicodedata.normalize("NFKC", typed).split())


def check_bank_number(number: str) -> None:
    """Raises Refused unless a card's digits carry their check digit (Luhn), or an account has 8 to 30."""
    if not re.fullmatch(r"[0-9]{8,30}", number):
        raise Refused(_("A bank account has 8 to 30 digits."), code="number", field="number")
    if len(number) == 19 and number.startswith("62") and not _luhn(number):
        raise Refused(
            _("This is no card number: a digit does not fit. Please look again."),
            code="number",
            field="number",
        )


def check_alipay_number(number: str) -> None:
    """Raises Refused unless it is a mobile number or an e-mail address."""
    if not re.fullmatch(r"1[3-9][0-9]{9}|[^@\s,]{1,64}@[^@\s,]+\.[^@\s,]+", number):
        raise Refused(
            _("An Alipay account is a mobile number or an e-mail address."), code="number", field="number"
        )


def enter_account(
    *, actor: Any, partner: Partner, channel: str, number: str, bank: str = "", holder: str = ""
) -> PayoutAccount:
    """Enters where a partner is to be paid; nothing is paid there until somebody else confirms it.

    The holder is the partner: a bank sends back what goes to another name. Raises Refused: a
    number that cannot be, no bank, another name, a partner out of reach, or one that waits.
    """
    if not Partner.objects.visible_to(actor).filter(pk=partner.pk).exists():
        raise Refused(_("There is no such partner."), code="partner", field="partner")
    number, bank, holder = plain_account_number(number), bank.strip(), holder.strip() or partner.name
    if channel == Channel.BANK:
        check_bank_number(number)
        if not bank:
            raise Refused(_("Say the bank and its branch."), code="bank", field="bank")
    else:
        channel, bank = Channel.ALIPAY, ""
        check_alipay_number(number)
    if holder != partner.name:
        raise Refused(
            _("The account must be in the partner's own name, %(name)s.") % {"name": partner.name},
            code="holder",
            field="holder",
        )
    try:
        with transaction.atomic():
            return PayoutAccount.objects.create(
                partner=partner,
                channel=channel,
                holder=holder,
                bank=bank[:60],
                number=number,
                last_four=number[-4:],
                entered_by=actor,
            )
    except IntegrityError as error:
        if "payout_account_one_open" not in str(error):
            raise
        raise Refused(
            _("An account waits to be confirmed already: confirm or withdraw it first."),
            code="open",
            conflict=True,
        ) from None


def confirm_account(*, actor: Any, account: PayoutAccount) -> PayoutAccount:
    """The second person agrees: from now on payouts go there, and the account before ends.

    Locks the partner's accounts. Raises Refused: the same person, the partner, or decided already.
    """
    with transaction.atomic():
        account, others = _lock(account)
        if actor.pk == account.entered_by_id:
            raise Refused(_("A second person has to confirm what you entered."), code="second_person")
        if actor.pk == account.partner.user_id:
            raise Refused(_("Your account is confirmed by the county."), code="second_person")
        now = timezone.now()
        for other in others:
            if other.confirmed_at is not None and other.ended_at is None:
                other.ended_by, other.ended_at = actor, now
                other.save(update_fields=["ended_by", "ended_at"])
        account.confirmed_by, account.confirmed_at = actor, now
        account.save(update_fields=["confirmed_by", "confirmed_at"])
    return account


def withdraw_account(*, actor: Any, account: PayoutAccount) -> PayoutAccount:
    """Takes back what waits to be confirmed. Locks the partner's accounts.

    Raises Refused: decided already.
    """
    with transaction.atomic():
        account, _others = _lock(account)
        account.ended_by, account.ended_at = actor, timezone.now()
        account.save(update_fields=["ended_by", "ended_at"])
    return account


def _lock(account: PayoutAccount) -> tuple[PayoutAccount, list[PayoutAccount]]:
    rows = list(
        PayoutAccount.objects.select_for_update(of=("self",))
        .select_related("partner")
        .filter(partner=account.partner_id)
        .order_by("pk")
    )
    account = next(row for row in rows if row.pk == account.pk)
    if account.confirmed_at is not None or account.ended_at is not None:
        raise Refused(
            _("This account is decided already: %(state)s.") % {"state": account.state},
            code="decided",
            conflict=True,
        )
    return account, [row for row in rows if row.pk != account.pk]


def _luhn(number: str) -> bool:
    digits = [int(digit) for digit in reversed(number)]
    doubled = [digit * 2 - 9 if digit > 4 else digit * 2 for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
