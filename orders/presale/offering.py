"""Head office keeps the goods of a presale: what, for how much, and from when to when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

import structlog
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.festivals.models import Festival
from orders.presale.models import PresaleGood
from stations.refusals import Refused

log = structlog.get_logger(__name__)
# What a villager has put money on; the first moment of the balance stands on their slip.
TERMS = ("festival", "title", "category", "price", "deposit", "balance_from")


@dataclass(frozen=True, slots=True)
class NewGood:
    """A good to be offered; yuan a piece, each `until` is the first moment after."""

    festival: Festival
    title: str
    category: str
    price: Decimal
    deposit: Decimal
    orders_from: dt.datetime
    orders_until: dt.datetime
    balance_from: dt.datetime
    balance_until: dt.datetime
    limit_per_villager: int | None = None
    stock: int | None = None


def offer_good(*, actor: Any, good: NewGood) -> PresaleGood:
    """Adds a good to a festival's presale. Raises Refused, naming the field."""
    row = PresaleGood(**_fields(good))
    _check(row)
    row.save(force_insert=True)
    log.info("presale_good_offered", good=row.pk, actor=actor and actor.pk)
    return row


def change_good(*, actor: Any, good: PresaleGood, to: NewGood) -> PresaleGood:
    """Changes a good; once it was ordered, only times, limits and stock. Locks the good.

    The time for the balance may then only grow, and a stock not fall below what was ordered.
    Raises Refused, naming the field, and then changes nothing.
    """
    with transaction.atomic():
        row = lock_good(good.pk)
        before = row.balance_until
        changed = [name for name in TERMS if getattr(row, name) != getattr(to, name)]
        ordered = sum(row.orders.standing().values_list("quantity", flat=True))
        if row.orders.exists():
            if changed:
                raise Refused(
                    _("This good was ordered already: what villagers put money on stays."),
                    code="terms",
                    field=changed[0],
                    conflict=True,
                )
            if to.balance_until < before:
                raise Refused(
                    _("Villagers were told this day: it may only be later."),
                    code="balance_until",
                    field="balance_until",
                    conflict=True,
                )
            if to.stock is not None and to.stock < ordered:
                raise Refused(
                    _("%(count)d pieces are ordered already.") % {"count": ordered},
                    code="stock",
                    field="stock",
                    conflict=True,
                )
        for name, value in _fields(to).items():
            setattr(row, name, value)
        _check(row)
        row.save(update_fields=list(_fields(to)))
    log.info("presale_good_changed", good=row.pk, actor=actor and actor.pk)
    return row


def call_off_good(
    *, actor: Any, good: PresaleGood, reason: str, at: dt.datetime | None = None
) -> PresaleGood:
    """The seller or the platform does not sell it after all: nobody orders it or pays for it any more.

    The deposits are settled by the job, by their rule. A moment that is given is a report of what
    was. Locks the good. Raises Refused: no reason, called off before.
    """
    if not reason.strip():
        raise Refused(_("Say why it is called off."), code="reason", field="reason")
    with transaction.atomic():
        row = lock_good(good.pk)
        if row.called_off_at is not None:
            raise Refused(_("It was called off already."), code="called_off", conflict=True)
        row.called_off_at, row.called_off_because = at or timezone.now(), reason.strip()
        row.save(update_fields=["called_off_at", "called_off_because"])
    log.info("presale_good_called_off", good=row.pk, actor=actor and actor.pk)
    return row


def lock_good(pk: int) -> PresaleGood:
    """Locks a good and reads it again; before the villager, the order, the drawer and the float."""
    row: PresaleGood = PresaleGood.objects.select_for_update(of=("self",)).get(pk=pk)
    return row


def _fields(good: NewGood) -> dict[str, Any]:
    return {field.name: getattr(good, field.name) for field in fields(NewGood)}


def _check(row: PresaleGood) -> None:
    """Raises Refused with the first thing that is wrong, beside its field."""
    for field, wrong, text in (
        ("deposit", not 0 < row.deposit < row.price, _("A deposit is above zero and below the price.")),
        ("orders_until", row.orders_until <= row.orders_from, _("It cannot end before it starts.")),
        (
            "balance_from",
            row.balance_from < row.orders_until,
            _("The balance is due when no more orders are taken, not before."),
        ),
        ("balance_until", row.balance_until <= row.balance_from, _("It cannot end before it starts.")),
        ("stock", row.stock == 0, _("At least one, or leave it empty.")),
        ("limit_per_villager", row.limit_per_villager == 0, _("At least one, or leave it empty.")),
    ):
        if wrong:
            raise Refused(text, code=field, field=field)
    try:
        row.full_clean()
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise Refused(messages[0], code="good", field=None if name == NON_FIELD_ERRORS else name) from error
