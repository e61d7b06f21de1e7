"""What the two slips of a presale order say: one for the deposit, one for the balance."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from orders.presale.lifecycle import Ending, Outcome
from orders.presale.models import PresaleOrder
from orders.presale.rules import Rules
from stations.clock import business_date
from stations.wording import moment, yuan

PARTS = ("deposit", "balance")


def receipt_of(presale: PresaleOrder, part: str) -> dict[str, Any]:
    """For `ui/receipt.html`. The deposit's slip says until when the balance is paid and what is lost else."""
    order, good = presale.order, presale.good
    rows = [
        (_("Station"), f"{order.station.name} {order.station.code}"),
        (_("Villager"), order.villager.name),
        (_("Price"), yuan(order.amount)),
        (_("Deposit paid"), f"{moment(order.placed_at)} · {order.get_pay_how_display()}"),
    ]
    if part == "balance":
        rows += [
            (pgettext("presale", "Deposit"), yuan(order.deposit)),
            (_("Balance paid"), moment(order.paid_at)),
        ]
        return {
            "title": _("Presale: balance receipt"),
            "rows": rows,
            "lines": [_line(presale, order.balance)],
            "total": order.balance,
            "total_label": pgettext("presale", "Balance"),
            "foot": _("With the deposit the order is paid in full: %(amount)s.")
            % {"amount": yuan(order.amount)},
        }
    rows += [
        (pgettext("presale", "Balance"), yuan(order.balance)),
        (_("Balance from"), moment(good.balance_from)),
        (_("Balance until"), moment(good.balance_until)),
    ]
    return {
        "title": _("Presale: deposit receipt"),
        "rows": rows,
        "lines": [_line(presale, order.deposit)],
        "total": order.deposit,
        "total_label": pgettext("presale", "Deposit"),
        "foot": _terms(presale),
    }


def _line(presale: PresaleOrder, amount: Decimal) -> dict[str, Any]:
    good = presale.good
    return {"title": good.title, "detail": f"{presale.quantity} × {yuan(good.price)}", "amount": amount}


def _terms(presale: PresaleOrder) -> str:
    """What becomes of the deposit, by the rules of the day on which it was taken."""
    assert presale.order.placed_at is not None
    rules, day = Rules(), business_date(presale.order.placed_at)
    lost = [
        str(ending.label)
        for ending in (Ending.EARLY, Ending.LATE, Ending.OVERDUE)
        if rules.outcome(ending, day) == Outcome.FORFEITED
    ]
    if not lost:
        return _("The deposit is given back if the order is given up.")
    return _("The deposit is lost where the order is: %(cases)s.") % {"cases": _("; ").join(lost)}
