from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from stations.network import checks
from stations.network.checks import Act
from stations.notices.checks import gateway_is_set
from stations.worklists import lists


class StationsConfig(AppConfig):
    name = "stations"
    verbose_name = _("Places")

    def ready(self) -> None:
        register(gateway_is_set)
        lists.register("openings", "stations.pipeline.late.late_openings", position=80)
        lists.register("findings", "stations.visits.late.late_findings", position=90)
        checks.register("survey", "stations.surveying.surveying.not_surveyed", acts={Act.OPEN})
        checks.register("fit-out", "stations.fitting_out.finishing.not_finished", acts={Act.OPEN})
        checks.register("equipment", "stations.equipment.moving.still_there", acts={Act.CLOSE})
