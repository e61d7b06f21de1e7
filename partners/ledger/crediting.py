"""A credit line is given, changed or ended: one person proposes, a second one confirms."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.ledger.accounts import float_of, lock_accounts
from partners.ledger.models import Balance, CreditLine
from partners.people.models import Partner, Tenure
from stations.clock import today
from stations.money import ZERO, to_fen
from stations.network.models import Station
from stations.refusals import Refused, check_reason
from stations.wording import yuan

HIGHEST_LIMIT = Decimal("1000000.00")


def propose_credit(*, actor: Any, station: Station, limit: Decimal, reason: str) -> CreditLine:
    """Proposes a limit in yuan for whoever runs the station today; nothing is lent yet.

    Raises Refused: no reason, a limit that cannot be, nobody runs the station, another proposal
    waits, or more than the new limit is used already.
    """
    reason, limit = check_reason(reason), to_fen(limit)
    if not 0 <= limit <= HIGHEST_LIMIT:
        raise Refused(_("A credit line is from 0 to 1,000,000 yuan."), code="limit", field="limit")
    line = CreditLine(
        station=station,
        partner=_incumbent(station),
        limit=limit,
        reason=reason,
        proposed_by=actor,
        proposed_at=timezone.now(),
    )
    balance = Balance.objects.filter(account__station=station).first()
    _check_not_used(limit, balance.credit_used if balance else ZERO)
    try:
        with transaction.atomic():
            line.save()
    except IntegrityError as error:
        if "credit_line_one_open_proposal" not in str(error):
            raise
        raise Refused(
            _("A proposal for this station waits already: confirm or withdraw it first."),
            code="open",
            field="station",
            conflict=True,
        ) from None
    return line


def confirm_credit(*, actor: Any, line: CreditLine) -> CreditLine:
    """The second person agrees: from now on the limit is the floor of the float.

    Locks the proposal, then the float. Raises Refused: the same person, decided already, somebody
    else runs the station by now, or more than the new limit is used.
    """
    with transaction.atomic():
        line = _lock_open(line)
        if line.proposed_by_id == actor.pk:
            raise Refused(_("A second person has to confirm what you proposed."), code="second_person")
        if _incumbent(line.station) != line.partner:
            raise Refused(
                _("%(partner)s does not run this station any more: withdraw the proposal.")
                % {"partner": line.partner},
                code="partner",
                conflict=True,
            )
        held = lock_accounts([float_of(line.station_id)])[float_of(line.station_id)]
        _check_not_used(line.limit, max(-(held.balance or ZERO), ZERO))
        line.confirmed_by, line.confirmed_at = actor, timezone.now()
        line.save(update_fields=["confirmed_by", "confirmed_at"])
        Balance.objects.filter(pk=held.pk).update(credit_limit=line.limit)
    return line


def withdraw_credit(*, actor: Any, line: CreditLine) -> CreditLine:
    """Takes a proposal back before it was confirmed, by whoever. Locks the proposal.

    Raises Refused when it is decided already.
    """
    with transaction.atomic():
        line = _lock_open(line)
        line.withdrawn_by, line.withdrawn_at = actor, timezone.now()
        line.save(update_fields=["withdrawn_by", "withdrawn_at"])
    return line


def _lock_open(line: CreditLine) -> CreditLine:
    line = (
        CreditLine.objects.select_for_update(of=("self",))
        .select_related("station", "partner")
        .get(pk=line.pk)
    )
    if not line.is_open:
        raise Refused(
            _("This proposal is decided already: %(state)s.") % {"state": line.state},
            code="decided",
            conflict=True,
        )
    return line


def _incumbent(station: Station) -> Partner:
    tenure = Tenure.objects.covering(today()).filter(station=station).select_related("partner").first()
    if tenure is None:
        raise Refused(
            _("Nobody runs this station today: a credit line is a partner's."),
            code="nobody",
            field="station",
        )
    return tenure.partner


def _check_not_used(limit: Decimal, used: Decimal) -> None:
    if used > limit:
        raise Refused(
            _("%(used)s of the credit is used: top the float up first, or keep at least that.")
            % {"used": yuan(used)},
            code="used",
            field="limit",
        )
