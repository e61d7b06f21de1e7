"""A subsidy in words, as pages, the admin and the API write it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.journal.kinds import SubsidyCategory
from partners.subsidies.models import SubsidyRule
from partners.subsidies.slabs import Slab
from stations.wording import day, percent, yuan


def subsidy_in_words(rule: SubsidyRule) -> str:
    """¥800.00 once, or a floor of ¥1,500.00 a month in the first 3 months, or the brackets."""
    amount = yuan(rule.amount)
    if rule.category == SubsidyCategory.FESTIVAL:
        return "; ".join(slab_in_words(slab) for slab in rule.slabs.all())
    if rule.category == SubsidyCategory.GUARANTEE:
        months = rule.months or 0
        said = ngettext(
            "at least %(amount)s a month in the first %(months)d month of a tenure",
            "at least %(amount)s a month in the first %(months)d months of a tenure",
            months,
        ) % {"amount": amount, "months": months}
        return _("%(rule)s, full-time partners only") % {"rule": said} if rule.full_time_only else said
    return _("%(amount)s once") % {"amount": amount}


def slab_in_words(slab: Slab) -> str:
    """From ¥20,000.00: ¥200.00, or 1.5%."""
    brings = yuan(slab.fixed) if slab.fixed is not None else percent(slab.share, 3).replace(".000%", "%")
    return _("from %(amount)s: %(brings)s") % {"amount": yuan(slab.at_least), "brings": brings}


def how_slabs_count(rule: SubsidyRule) -> str:
    """Whether a bracket is of the part that lies in it or of the whole."""
    if rule.marginal:
        return _("marginal: each bracket for the part that lies in it")
    return _("whole: the bracket that is reached counts for everything")


def validity_of_subsidy(rule: SubsidyRule) -> str:
    """Where and when it is in force, and why it is given."""
    where = rule.center.name if rule.center else _("everywhere")
    if rule.valid_to is None:
        when = _("since %(first)s") % {"first": day(rule.valid_from)}
    else:
        when = _("from %(first)s to %(last)s") % {"first": day(rule.valid_from), "last": day(rule.valid_to)}
    return _("%(where)s, %(when)s (%(reason)s)") % {"where": where, "when": when, "reason": rule.reason}
