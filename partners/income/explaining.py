"""Why this amount? The way from the payment to the line, step by step, in plain words.

The same steps stand on the partner's page, in the admin and in the API.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.commission.amounts import commission_amount
from partners.commission.in_words import rate_in_words, validity_in_words
from partners.commission.models import CommissionRate
from partners.income.awarding.in_words import subsidy_steps
from partners.income.models import Earning, Statement
from partners.income.steps import Step, steps_after
from partners.journal.kinds import KEPT_IN_CASH, Business, ParcelCategory, SubsidyCategory
from partners.journal.subjects import label_of
from stations.money import to_fen
from stations.wording import day, month, yuan

# What `explain` reads of a line.
EXPLAINED = ("station", "rate__center", "activity", "statement__partner", "award__rule__center")


def explain(line: Earning) -> list[Step]:
    """The steps of one line, the first two what it is for and where.

    Wants `EXPLAINED` loaded.
    """
    return [
        Step(subject_word(line), label_of(line.subject)),
        Step(_("Village service station"), line.station.name),
        *_reasons(line),
        *_days(line),
        *(steps_after(line.statement) if line.statement else ()),
    ]


def subject_word(line: Earning) -> str:
    """What the line is about, as a word before its name."""
    words = {Business.AGENT_ORDER: _("Agent order"), Business.PARCEL: _("Parcel"), Business.SUBSIDY: _("For")}
    return words.get(Business(line.business)) or str(line.get_business_display())


def _reasons(line: Earning) -> Iterator[Step]:
    if line.category in KEPT_IN_CASH:
        yield from _received(line)
    elif line.business == Business.SUBSIDY:
        yield from subsidy_steps(line)
    else:
        yield from _basis(line)
        yield from _priced(line, line.rate) if line.rate else _unpriced(line)
        yield from _refunded_since(line)


def _refunded_since(line: Earning) -> Iterator[Step]:
    """Of a payment: each refund that changed it later has a line of its own, named here."""
    if line.basis < 0:
        return
    later = Earning.objects.of_line(subject=line.subject, category=line.category)
    for one in later.filter(basis__lt=0, activity_id__gt=line.activity_id).select_related("activity"):
        yield Step(
            _("Taken back since"),
            _("%(amount)s on %(day)s, by a line of its own")
            % {"amount": yuan(-one.amount), "day": day(one.activity.business_date)},
        )


def basis_in_words(line: Earning) -> str:
    """What the amount was worked out from: yuan, or parcels; of an opening or training nothing."""
    if line.category in (SubsidyCategory.OPENING, SubsidyCategory.TRAINING):
        return ""
    if line.category != ParcelCategory.SUBSIDY:
        return yuan(line.basis)
    parcels = int(line.basis)
    return ngettext("%(count)d parcel", "%(count)d parcels", abs(parcels)) % {"count": parcels}


def _received(line: Earning) -> Iterator[Step]:
    happened = _("Handed over on") if line.business == Business.PARCEL else _("Done on")
    yield Step(happened, day(line.paid_on))
    if line.received_in_cash < 0:
        yield Step(_("Given back in cash"), yuan(-line.received_in_cash))
    else:
        yield Step(_("Received in cash"), yuan(line.received_in_cash))
    yield Step(_("To be paid"), _("Nothing: the villager paid it at the counter, and the station keeps it."))


def _of_a_parcel(line: Earning) -> Iterator[Step]:
    yield Step(_("Handed over on"), day(line.paid_on))
    if line.basis < 0:
        yield Step(_("Hand-over taken back on"), day(line.activity.business_date))
    yield Step(_("Counts"), basis_in_words(line))


def _basis(line: Earning) -> Iterator[Step]:
    if line.business == Business.PARCEL:
        yield from _of_a_parcel(line)
        return
    yield Step(_("Paid on"), day(line.paid_on))
    if line.basis < 0:
        yield Step(
            _("Refund"),
            _("%(amount)s on %(day)s")
            % {"amount": yuan(-line.basis), "day": day(line.activity.business_date)},
        )
        yield Step(_("Left of the payment"), yuan(line.basis_total))
    else:
        yield Step(_("Payment"), yuan(line.basis))


def _unpriced(line: Earning) -> Iterator[Step]:
    yield Step(_("Rate"), _("No rate was in force for these goods on that day, so nothing is earned."))


def _priced(line: Earning, rate: CommissionRate) -> Iterator[Step]:
    yield Step(
        _("Rate"),
        f"{line.get_category_display()}: {rate_in_words(rate)}",
    )
    yield Step(_("In force"), validity_in_words(rate))
    if line.basis_total > 0:
        yield from _calculated(line, rate)
    if line.basis < 0:
        before = commission_amount(line.basis_total - line.basis, rate)
        yield Step(
            _("Taken back"),
            (
                _("%(before)s before, %(after)s after")
                if line.business == Business.PARCEL
                else _("%(before)s before the refund, %(after)s after it")
            )
            % {"before": yuan(before), "after": yuan(before + line.amount)},
        )


def _calculated(line: Earning, rate: CommissionRate) -> Iterator[Step]:
    if rate.rate is not None:
        plain = line.basis_total * rate.rate
        yield Step(
            _("Calculation"),
            f"{rate_in_words(rate)} × {yuan(line.basis_total)} = {_exact(plain)}",
        )
    else:
        plain = rate.fixed or Decimal(0)
    if rate.minimum is not None:
        yield Step(_("At least"), _bound(rate.minimum, binds=plain < rate.minimum))
    if rate.cap is not None:
        yield Step(_("At most"), _bound(rate.cap, binds=plain > rate.cap))
    rounded = to_fen(line.unrounded)
    if rounded != line.unrounded:
        yield Step(
            _("Rounded to the fen"),
            _("%(exact)s becomes %(rounded)s; half a fen goes up")
            % {"exact": _exact(line.unrounded), "rounded": yuan(rounded)},
        )


def _days(line: Earning) -> Iterator[Step]:
    if line.business == Business.SUBSIDY:
        yield Step(_("Earned on"), day(line.earned_on))
        yield _statement(line)
        return
    hold = line.rate.hold_days if line.rate else 0
    held = ngettext("%(days)s day after the hand-over", "%(days)s days after the hand-over", hold) % {
        "days": hold
    }
    yield Step(_("Earned on"), day(line.earned_on) if line.earned_on else held)
    if line.earned_on:
        yield Step(_("On hold"), held)
    yield _statement(line)


def _statement(line: Earning) -> Step:
    return Step(_("Statement"), _in_words(line.statement) if line.statement else _("in none yet"))


def _in_words(statement: Statement) -> str:
    if statement.version == 1:
        return month(statement.month)
    return _("%(month)s, version %(version)s: %(reason)s") % {
        "month": month(statement.month),
        "version": statement.version,
        "reason": statement.reason,
    }


def _bound(amount: Decimal, *, binds: bool) -> str:
    return (
        _("%(amount)s, and so it is") % {"amount": yuan(amount)}
        if binds
        else _("%(amount)s, which makes no difference here") % {"amount": yuan(amount)}
    )


def _exact(amount: Decimal) -> str:
    """With every digit that counts: ¥72.475."""
    text = f"{amount:,f}"
    whole, _dot, fraction = text.partition(".")
    return f"¥{whole}.{fraction.rstrip('0').ljust(2, '0')}"
