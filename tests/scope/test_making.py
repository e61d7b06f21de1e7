"""What the tests take for granted about orders they make."""

from orders.agent_orders.lifecycle import OrderStatus
from partners.journal.models import Activity
from tests.cast import DOUBLE_ELEVEN, make_order


def test_an_order_of_the_past_travels_as_far_as_it_is_told(lin, fjyx001):
    order = make_order(fjyx001, at=DOUBLE_ELEVEN, status=OrderStatus.HANDED_OVER)

    order.refresh_from_db()
    assert (order.status, order.placed_at) == ("handed_over", DOUBLE_ELEVEN)
    assert {row.kind for row in Activity.objects.filter(subject=order.subject)} == {
        "placed",
        "paid",
        "handed_over",
    }
    assert make_order(fjyx001, paid=False, status=OrderStatus.AT_STATION).paid_at is None
