"""Why a subsidy is this amount: the steps that only subsidies have."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from partners.income.awarding.models import Award
from partners.income.models import Earning
from partners.income.steps import Step
from partners.journal.kinds import SubsidyCategory
from partners.subsidies.in_words import how_slabs_count, subsidy_in_words, validity_of_subsidy
from stations.money import to_fen
from stations.wording import day, month, yuan


def subsidy_steps(line: Earning) -> Iterator[Step]:
    """From what happened to the amount, by the rule that was in force on the day."""
    award: Award = line.award
    rule = award.rule
    if line.category == SubsidyCategory.GUARANTEE:
        yield Step(_("Month guaranteed"), month(award.month))
    elif line.category == SubsidyCategory.FESTIVAL:
        yield Step(_("Last day of the festival"), day(line.paid_on))
        yield Step(_("Turnover of the festival, net"), yuan(line.basis))
    else:
        yield Step(_("Happened on"), day(line.paid_on))
    yield Step(str(line.get_category_display()), subsidy_in_words(rule))
    yield Step(_("In force"), validity_of_subsidy(rule))
    if line.category == SubsidyCategory.GUARANTEE:
        yield from _filled_up(line, award)
    elif line.category == SubsidyCategory.FESTIVAL:
        yield Step(_("Brackets"), how_slabs_count(rule))
        yield Step(_("Comes to"), yuan(line.amount))


def _no_day() -> str:
    return _("nothing: by what is known now, no guaranteed day of a tenure lies in this month")


def _floor_in_words(line: Earning, award: Award, guaranteed: dt.date) -> str:
    in_month = calendar.monthrange(guaranteed.year, guaranteed.month)[1]
    return _("%(amount)s × %(days)s of %(in_month)s days = %(floor)s") % {
        "amount": yuan(award.rule.amount),
        "days": award.days,
        "in_month": in_month,
        "floor": yuan(line.basis),
    }


def _filled_up(line: Earning, award: Award) -> Iterator[Step]:
    assert award.month is not None  # a constraint holds it
    yield Step(_("Guaranteed"), _floor_in_words(line, award, award.month) if award.days else _no_day())
    yield Step(
        _("Income counted"),
        _(
            "%(amount)s: commissions, subsidies of parcels and fees received in cash;"
            " other subsidies do not count"
        )
        % {"amount": yuan(award.counted)},
    )
    fills = to_fen(line.unrounded)
    yield Step(_("Filled up"), yuan(fills))
    if fills != line.amount:
        yield Step(
            _("Difference"),
            _("%(before)s were given before; the month was counted again")
            % {"before": yuan(fills - line.amount)},
        )
