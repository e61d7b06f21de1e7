from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from partners.contracts.numbers import contract_number
from partners.income import steps
from partners.income.months import checks as month_checks
from partners.journal import consumers, subjects
from partners.journal.kinds import Kind
from partners.people import checks, stock
from partners.people.checks import Act as TenureAct
from partners.subsidies import sources
from partners.subsidies.naming import festival_label, guarantee_label, opening_label, training_label
from stations.network import checks as network_checks
from stations.network.checks import Act
from stations.worklists import lists


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = _("People")

    def ready(self) -> None:
        network_checks.register("tenure", "partners.people.blocking.who_runs_it", acts={Act.CLOSE})
        network_checks.register("float", "partners.ledger.blocking.float_not_empty", acts={Act.CLOSE})
        network_checks.register("training", "partners.training.certifying.not_certified", acts={Act.OPEN})
        checks.register("journal", "partners.journal.leaving.work_after")
        checks.register("ledger", "partners.ledger.blocking.credit_still_open")
        checks.register("float", "partners.ledger.blocking.float_not_settled", acts={TenureAct.SETTLE})
        stock.register(
            "float", "partners.ledger.blocking.prepaid", label=_("Prepaid in the float"), money=True
        )
        checks.register(
            "contract",
            "partners.contracts.handing_over.blocking.in_force",
            acts={TenureAct.LEAVE, TenureAct.CONVERT},
        )
        subjects.register("contract", label=contract_number, page="my_contract")
        month_checks.register("adjustments", "partners.income.disputes.blocking.not_decided")
        month_checks.register("disputes", "partners.income.disputes.blocking.not_answered")
        steps.register("payout", "partners.payouts.telling.payout_step")
        sources.register("openings", "partners.subsidies.openings.opened_stations")
        sources.register("training", "partners.training.events.passed_courses")
        subjects.register("opening", label=opening_label)
        subjects.register("guarantee", label=guarantee_label)
        subjects.register("training", label=training_label)
        subjects.register("festival", label=festival_label)
        consumers.register("subsidies", kinds=frozenset({Kind.EVENT}))
        lists.register("silent", "partners.journal.silent.silent_stations", position=10)
        lists.register("complaints", "partners.complaints.due.complaints_due", position=50)
        lists.register("disputes", "partners.income.disputes.waiting.disputes_waiting", position=60)
        lists.register("suspended", "partners.people.suspended.suspended_partners", position=65)
        lists.register("papers", "partners.payouts.accounts.papers.missing_papers", position=70)
        consumers.register(
            "income",
            kinds=frozenset(
                {
                    Kind.PAID,
                    Kind.REFUND,
                    Kind.HANDED_OVER,
                    Kind.PARCEL,
                    Kind.PARCEL_FEE,
                    Kind.SERVICE_FEE,
                }
            ),
        )
