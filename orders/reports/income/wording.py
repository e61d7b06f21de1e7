"""The names of the report's rows, and what each figure means: the same on the page and in files."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.reports.income.report import GROWN_UP, Bar, Cost, Figures
from partners.journal.kinds import ANY_CATEGORY, Business
from partners.people.models import Tenure
from stations.wording import NOTHING, yuan

# Name, label, and what the figure means.
FIGURES: list[tuple[str, Promise, Promise]] = [
    (
        "partners",
        gettext_lazy("Partners"),
        gettext_lazy("With a statement of the month, those who earned nothing included."),
    ),
    (
        "mean",
        gettext_lazy("Mean"),
        gettext_lazy("All that was earned in the month, before tax, over the partners."),
    ),
    ("median", gettext_lazy("Median"), gettext_lazy("Half of the partners earned more.")),
    ("highest", gettext_lazy("Highest"), gettext_lazy("The most that one partner earned.")),
    (
        "share_5000",
        gettext_lazy("5,000 or more"),
        gettext_lazy("The share of the partners who earned 5,000 yuan or more."),
    ),
    (
        "share_10000",
        gettext_lazy("10,000 or more"),
        gettext_lazy("The share of the partners who earned 10,000 yuan or more."),
    ),
]
LEVELS: dict[str, Promise] = {
    "counties": gettext_lazy("By county"),
    "modes": gettext_lazy("By mode"),
    "ages": gettext_lazy("By month since the opening"),
}
_BUSINESSES, _CATEGORIES, _MODES = dict(Business.choices), dict(ANY_CATEGORY), dict(Tenure.Mode.choices)


def name_of(level: str, row: Figures) -> str:
    """What a row is called."""
    if level == "modes":
        return str(_MODES.get(row.key, _("no tenure")))
    if level == "ages":
        return _nth_month(row.key)
    return row.name


def _nth_month(key: str) -> str:
    if not key:
        return _("no station")
    if int(key) >= GROWN_UP:
        return _("month %(number)s and later") % {"number": int(key)}
    return _("month %(number)s") % {"number": int(key)}


def cost_in_words(cost: Cost) -> str:
    """Commission on agent orders, or the name of the subsidy."""
    if cost.subsidy:
        return str(_CATEGORIES.get(cost.key, cost.key))
    return _("Commission: %(business)s") % {"business": _BUSINESSES.get(cost.key, cost.key)}


def bar_in_words(bar: Bar) -> str:
    """¥1,000 to ¥2,000."""
    if bar.least is None:
        return _("nothing or less")
    if bar.below is None:
        return _("%(least)s or more") % {"least": _short(bar.least)}
    if bar.least == 0:
        return _("below %(below)s") % {"below": _short(bar.below)}
    return _("%(least)s to %(below)s") % {"least": _short(bar.least), "below": _short(bar.below)}


def _short(amount: int) -> str:
    return yuan(amount).removesuffix(".00") or NOTHING
