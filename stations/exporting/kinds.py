"""What is taken away as a file, and the right it needs; the words are read in the log."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Export:
    """`right` is one of `partners.accounts.permissions`, known here by its name."""

    right: str
    label: str | Promise


EXPORTS: dict[str, Export] = {
    "agent_orders": Export("orders.export_agentorder", _("agent orders")),
    "stations": Export("stations.export_station", _("village service stations")),
    "statements": Export("partners.export_statement", _("statements")),
    "trial_run": Export("partners.export_trialrun", _("trial run")),
    # Full account numbers: the bank cannot pay to a masked one.
    "payout_file": Export("partners.export_payoutfile", _("payment file, with account numbers")),
    "festival": Export("orders.export_festival", _("festival report")),
    "presale": Export("orders.export_presaleorder", _("presale of a festival")),
    "levels": Export("orders.export_stationlevel", pgettext_lazy("of stations", "levels")),
    "growth": Export("orders.export_growth", _("growth report")),
    "second_leg": Export("orders.export_second_leg", _("report of the second leg")),
    "recruitment": Export("orders.export_recruitment", _("recruitment report")),
    "income": Export("orders.export_income", _("income report")),
    "taobao_villages": Export("stations.export_taobaovillage", _("Taobao villages")),
}
