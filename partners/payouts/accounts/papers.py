"""Work list: partners at work whose papers are not complete."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from partners.payouts.accounts.models import PayoutAccount
from partners.people.models import Partner, Tenure
from stations.clock import today
from stations.worklists.lists import Entry, WorkList


def missing_papers(user: Any) -> WorkList:
    """Partners who run a station today without identity number, or without an account that is confirmed."""
    running = Tenure.objects.covering(today()).filter(partner=OuterRef("pk"))
    account = PayoutAccount.objects.in_force().filter(partner=OuterRef("pk"))
    rows = Partner.objects.visible_to(user).filter(Exists(running)).annotate(has_account=Exists(account))
    return WorkList(
        title=_("Missing papers"),
        hint=_("Partners at work without identity number, or whose payout account nobody has confirmed."),
        rows=rows.filter(Q(identity_fingerprint="") | Q(has_account=False))
        .select_related("center")
        .defer("identity_number")
        .order_by("center__code", "name", "pk"),
        entry=_entry,
        right="partners.view_partner",
        href=f"{reverse('admin:partners_payoutaccount_changelist')}?where=open",
    )


def _entry(partner: Any) -> Entry:
    missing = []
    if not partner.identity_fingerprint:
        missing.append(_("identity number"))
    if not partner.has_account:
        missing.append(_("payout account"))
    return Entry(
        title=partner.name,
        note=partner.center.name,
        href=reverse("admin:partners_partner_change", args=[partner.pk]),
        value=" · ".join(missing),
    )
