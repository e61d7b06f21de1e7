"""What presales say against the end of a station."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from orders.presale.models import PresaleOrder

if TYPE_CHECKING:
    from stations.network.models import Station


def to_be_fetched(station: Station) -> Iterator[str]:
    """Deposits that villagers have still to fetch; held ones are orders on their way."""
    count = PresaleOrder.objects.filter(order__station=station).to_give_back().count()
    if count:
        yield (
            ngettext(
                "%(count)d deposit is not given back yet.",
                "%(count)d deposits are not given back yet.",
                count,
            )
            % {"count": count}
        )
