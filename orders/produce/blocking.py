"""What produce says against the end of a station."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from orders.produce.models import ProduceLot

if TYPE_CHECKING:
    from stations.network.models import Station


def still_open(station: Station) -> Iterator[str]:
    """Lots that are recorded or offered: sold out or withdrawn first."""
    count = ProduceLot.objects.filter(station=station).still_open().count()
    if count:
        yield (
            ngettext(
                "%(count)d lot of produce is neither sold out nor withdrawn.",
                "%(count)d lots of produce are neither sold out nor withdrawn.",
                count,
            )
            % {"count": count}
        )
