"""What must be settled before a deposit goes back."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.contracts.models import Contract
from partners.income.adjustments.models import Adjustment
from partners.income.disputes.models import Dispute
from partners.income.models import Earning, MonthClosing
from partners.ledger.kinds import AccountKind
from partners.ledger.models import Balance
from partners.people.checks import Blocker, at_the_desk
from stations.clock import month_of
from stations.wording import month as month_in_words
from stations.wording import yuan


def what_blocks_release(contract: Contract) -> list[Blocker]:
    """Income that is in no statement yet, questions and adjustments that wait, a debt.

    A contract that never came into force has brought no income: only a debt stands against it.
    """
    found = []
    if contract.over_on is None:
        text = _("%(number)s is “%(status)s”: end it first.")
        words = {"number": contract.number, "status": contract.get_status_display()}
        found.append(Blocker(text % words, reverse("admin:partners_contract_change", args=[contract.pk])))
    elif contract.tenure_id is not None:
        found += _last_month(contract.over_on) + _income(contract)
    return found + _debt(contract)


def _last_month(last_day: dt.date) -> list[Blocker]:
    month = month_of(last_day)
    if MonthClosing.objects.filter(month__gte=month, finished_at__isnull=False).exists():
        return []
    return [
        Blocker(
            _("%(month)s is not closed yet.") % {"month": month_in_words(month)},
            at_the_desk("partners_countymonth"),
        )
    ]


def _income(contract: Contract) -> list[Blocker]:
    found = []
    mine = {"partner__id__exact": contract.partner_id}
    lines = Earning.objects.unsettled().filter(partner=contract.partner_id, station=contract.station_id)
    if count := lines.count():
        text = ngettext(
            "%(count)d line of income is in no statement yet.",
            "%(count)d lines of income are in no statement yet.",
            count,
        )
        found.append(Blocker(text % {"count": count}, at_the_desk("partners_earning", **mine)))
    adjustments = Adjustment.objects.filter(partner=contract.partner_id)
    if count := adjustments.open().count() + adjustments.unsettled().count():
        text = ngettext(
            "%(count)d adjustment is in no statement yet.",
            "%(count)d adjustments are in no statement yet.",
            count,
        )
        found.append(Blocker(text % {"count": count}, at_the_desk("partners_adjustment", **mine)))
    if count := Dispute.objects.open().filter(earning__partner=contract.partner_id).count():
        text = ngettext(
            "%(count)d question about income is not answered yet.",
            "%(count)d questions about income are not answered yet.",
            count,
        )
        found.append(Blocker(text % {"count": count}, at_the_desk("partners_dispute")))
    return found


def _debt(contract: Contract) -> list[Blocker]:
    owed = Balance.objects.filter(account__kind=AccountKind.PAYABLE, account__partner=contract.partner_id)
    amount = owed.values_list("amount", flat=True).first()
    if amount is None or amount >= 0:
        return []
    return [
        Blocker(
            _("The partner owes %(amount)s: take it from the deposit first.") % {"amount": yuan(-amount)},
            at_the_desk("partners_depositentry"),
        )
    ]
