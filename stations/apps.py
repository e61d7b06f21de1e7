from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from stations.notices.checks import gateway_is_set


class StationsConfig(AppConfig):
    name = "stations"
    verbose_name = _("Places")

    def ready(self) -> None:
        register(gateway_is_set)
