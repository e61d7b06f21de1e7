"""Work list: orders whose money has not come."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from orders.agent_orders.models import AgentOrder
from stations.wording import day, yuan
from stations.worklists.lists import Entry, WorkList


def waiting_for_money(user: Any) -> WorkList:
    """Placed, on the way or at the station, and not paid; the oldest first."""
    rows = AgentOrder.objects.visible_to(user).waiting_for_money().select_related("station")
    return WorkList(
        title=_("Orders waiting for money"),
        hint=_("Placed and not paid yet; the oldest first."),
        rows=rows.order_by("placed_at", "pk"),
        entry=_entry,
        right="orders.view_agentorder",
        href=f"{reverse('admin:orders_agentorder_changelist')}?money=waiting",
    )


def _entry(order: AgentOrder) -> Entry:
    return Entry(
        title=f"{order.number} · {order.station}",
        note=f"{day(order.placed_at)} · {order.get_status_display()}",
        href=reverse("admin:orders_agentorder_change", args=[order.pk]),
        value=yuan(order.amount),
    )
