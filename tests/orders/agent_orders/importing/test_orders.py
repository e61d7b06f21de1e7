"""Orders over the rows: put together, known, moved on, differing, out of reach."""

import datetime as dt
from decimal import Decimal

import pytest

from orders.agent_orders.cancelling import cancel_order
from orders.agent_orders.handing_over import hand_over_orders
from orders.agent_orders.importing import running
from orders.agent_orders.models import AgentOrder, AgentOrderLine, OrderRefund
from orders.agent_orders.placing import NewLine, NewOrder, draft_order
from orders.agent_orders.refunding import NewRefund, refund_orders
from orders.villagers.models import Villager
from partners.journal.kinds import Kind
from partners.journal.models import Activity, PendingActivity
from tests.cast import DOUBLE_ELEVEN, make_order
from tests.orders.agent_orders.importing.files import FETCHED, PAID, REFUNDED, counts, reasons, row, run

pytestmark = pytest.mark.usefixtures("english", "lin")

COAT = {
    "line_no": "2",
    "title": "羽绒服",
    "category": "clothing",
    "quantity": "1",
    "unit_price": "320",
    "amount": "299",
}


def journal():
    return list(
        Activity.objects.order_by("pk").values_list("kind", "category", "amount", "orders", "category_orders")
    )


def test_the_rows_of_an_order_may_stand_apart(monkeypatch):
    monkeypatch.setattr(running, "_ORDERS_AT_ONCE", 2)
    others = [row(order_no=str(number), **PAID) for number in range(5)]

    report = run(row(**COAT, **PAID), *others, row(**PAID))

    assert counts(report) == (7, 0, 0, 0)
    assert report.orders_added == 6
    order = AgentOrder.objects.get(platform_order_no="1400000000000001")
    assert order.amount == Decimal("698.00")
    assert list(order.lines.values_list("line_no", "title")) == [(1, "电饭煲"), (2, "羽绒服")]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"station": "FJYX002"}, "station: not the same as in line 2, of the same order."),
        ({"phone": "13800000002"}, "phone: not the same as in line 2, of the same order."),
        ({"villager": "别人"}, "villager: not the same as in line 2, of the same order."),
        ({"placed_at": "2015-11-11 00:04"}, "placed_at: not the same as in line 2, of the same order."),
        ({"paid_at": ""}, "paid_at: not the same as in line 2, of the same order."),
        ({"line_no": "1"}, "line_no: line 2 of the file has this order and line already."),
    ],
)
def test_rows_that_contradict_each_other_are_refused_with_their_lines(fjyx002, changed, reason):
    report = run(row(**PAID), row(order_no="9", **PAID), row(**{**COAT, **PAID, **changed}))

    assert reasons(report) == {2: "Refused together with line 4: same order.", 4: reason}
    assert not AgentOrder.objects.exists()


def test_one_bad_row_refuses_the_whole_file():
    report = run(row(), row(order_no="2", amount="x"))
    assert (report.written, AgentOrder.objects.count(), Villager.objects.count()) == (False, 0, 0)


def test_with_skip_bad_only_its_own_order_stays_out():
    report = run(row(), row(**COAT, phone="1"), row(order_no="2"), skip_bad=True)

    assert report.written
    assert counts(report) == (1, 0, 0, 2)
    assert list(AgentOrder.objects.values_list("platform_order_no", flat=True)) == ["2"]


def test_a_bad_row_late_in_a_long_file_undoes_the_first_ones(monkeypatch):
    monkeypatch.setattr(running, "_ORDERS_AT_ONCE", 2)
    orders = [row(order_no=f"{number:03d}", **PAID) for number in range(7)]
    report = run(*orders, row(order_no="998", station="FJYX999"), row(order_no="999"))

    assert counts(report) == (8, 0, 0, 1)
    assert not AgentOrder.objects.exists()
    assert not Activity.objects.exists()
    assert not PendingActivity.objects.exists()


def test_a_dry_run_says_the_same_and_writes_nothing():
    report = run(row(**REFUNDED), row(order_no="2"), dry_run=True)
    assert (*counts(report), report.orders_added, report.written) == (2, 0, 0, 0, 2, False)
    assert not AgentOrder.objects.exists()


def test_a_second_import_adds_nothing():
    rows = [row(**REFUNDED), row(**COAT, **FETCHED), row(order_no="2")]
    run(*rows)
    before = journal()

    report = run(*rows)

    assert counts(report) == (0, 0, 3, 0)
    assert journal() == before
    assert (AgentOrder.objects.count(), AgentOrderLine.objects.count(), OrderRefund.objects.count()) == (
        2,
        3,
        1,
    )


def test_a_later_state_moves_the_order_on_step_by_step():
    run(row())
    assert counts(run(row(**PAID))) == (0, 1, 0, 0)
    assert counts(run(row(**FETCHED))) == (0, 1, 0, 0)
    assert counts(run(row(**REFUNDED))) == (0, 1, 0, 0)
    assert counts(run(row(**{**REFUNDED, "refunded": "399.00", "refunded_at": "2015-11-20 10:00"}))) == (
        0,
        1,
        0,
        0,
    )

    order = AgentOrder.objects.get()
    assert order.status == "refunded"
    assert journal() == [
        ("placed", "small_appliances", Decimal("399.00"), 1, 1),
        ("paid", "small_appliances", Decimal("399.00"), 1, 1),
        ("handed_over", "small_appliances", Decimal("0.00"), 0, 0),
        ("refund", "small_appliances", Decimal("-99.50"), 0, 0),
        ("refund", "small_appliances", Decimal("-299.50"), -1, -1),
    ]


def test_all_at_once_leaves_the_same_journal_as_step_by_step():
    steps = [row(), row(**PAID), row(**FETCHED), row(**REFUNDED)]
    for one in steps:
        run(one)
    run(row(order_no="2", **REFUNDED))

    first, second = ([row[:-1] for row in journal_of(order)] for order in AgentOrder.objects.order_by("pk"))
    assert first == second
    assert len(first) == 4


def journal_of(order):
    rows = Activity.objects.filter(subject=order.subject).order_by("pk")
    return list(rows.values_list("kind", "amount", "partner", "occurred_at", "turnover_at", "orders", "pk"))


def test_many_move_on_at_once_as_one_does():
    """Above two hundred rows the verbs write another way."""
    numbers = [str(number) for number in range(230)]
    run(*(row(order_no=number) for number in numbers), row(order_no="single"))
    run(*(row(order_no=number, **REFUNDED) for number in numbers))
    run(row(order_no="single", **REFUNDED))

    single = AgentOrder.objects.get(platform_order_no="single")
    many = AgentOrder.objects.exclude(pk=single.pk)
    same = {
        "status": single.status,
        "refunded": single.refunded,
        "paid_at": single.paid_at,
        "handed_over_at": single.handed_over_at,
    }
    assert many.filter(**same).count() == 230
    for kind in (Kind.PAID, Kind.HANDED_OVER, Kind.REFUND):
        one = Activity.objects.get(subject=single.subject, kind=kind)
        facts = (
            "partner_id",
            "station_id",
            "center_id",
            "amount",
            "orders",
            "category_orders",
            "business_date",
            "turnover_at",
        )
        alike = Activity.objects.filter(kind=kind, **{name: getattr(one, name) for name in facts})
        assert alike.count() == 231
        waiting = PendingActivity.objects.filter(activity__kind=kind).values("consumer", "activity")
        assert waiting.count() == 231 * PendingActivity.objects.filter(activity=one).count()
    assert (
        len({change for order in many for change in [tuple(order.changes.values_list("before", "after"))]})
        == 1
    )


def test_an_older_file_takes_nothing_back():
    run(row(**REFUNDED))
    assert counts(run(row())) == (0, 0, 1, 0)
    assert AgentOrder.objects.get().status == "partly_refunded"


def test_moments_on_record_stay():
    run(row(**PAID))
    assert counts(run(row(paid_at="2015-11-11 08:00"))) == (0, 0, 1, 0)
    assert AgentOrder.objects.get().paid_at.minute == 6


@pytest.mark.parametrize(
    ("changed", "columns"),
    [
        ({"amount": "398.99"}, "amount"),
        ({"quantity": "3"}, "quantity"),
        ({"unit_price": "200.00"}, "unit_price"),
        ({"title": "电饭煲 5L"}, "title"),
        ({"category": "food"}, "category"),
        ({"phone": "13800000009"}, "phone"),
        ({"station": "FJYX002"}, "station"),
        ({"line_no": "2"}, "line_no"),
        ({"amount": "1", "phone": "13800000009"}, "amount, phone"),
    ],
)
def test_a_repeat_that_differs_is_refused(fjyx002, changed, columns):
    run(row())
    order = AgentOrder.objects.get()

    report = run(row(**{**PAID, **changed}))

    assert reasons(report) == {2: f"Order {order.number} is on record with a different {columns}."}
    order.refresh_from_db()
    assert (order.status, order.paid_at) == ("placed", None)


def test_a_step_that_the_order_cannot_take_is_refused():
    run(row())
    order = AgentOrder.objects.get()
    cancel_order(actor=None, order=order, reason="村民改主意")

    assert "cancelled" in reasons(run(row(**PAID)))[2]
    assert counts(run(row())) == (0, 0, 1, 0)


def test_a_refusal_at_the_last_step_takes_the_first_steps_back(fjyx001):
    run(row(**PAID), row(order_no="2"))
    order = AgentOrder.objects.get(platform_order_no="1400000000000001")
    cancel_order(actor=None, order=order, reason="缺货")

    report = run(row(**FETCHED), row(order_no="2", **PAID), skip_bad=True)

    assert list(reasons(report)) == [2]
    assert counts(report) == (0, 1, 0, 1)
    assert set(AgentOrder.objects.values_list("status", flat=True)) == {"cancelled", "paid"}


def test_refunds_made_in_the_house_count_towards_the_platforms_sum():
    run(row(**FETCHED))
    line = AgentOrderLine.objects.get()
    refund_orders(actor=None, refunds={line.order_id: [NewRefund(line.pk, Decimal("60.00"))]}, reason="破损")

    run(row(**REFUNDED))

    assert list(OrderRefund.objects.order_by("pk").values_list("amount", flat=True)) == [
        Decimal("60.00"),
        Decimal("39.50"),
    ]


def test_an_order_recorded_in_the_house_is_moved_on_by_the_platforms_file(fjyx001, villager):
    order = make_order(fjyx001, villager=villager, platform_order_no="77")
    line = order.lines.get()
    known = row(
        order_no="77",
        title=line.title,
        category="clothing",
        quantity="1",
        unit_price="100",
        amount="100.00",
        placed_at="2015-11-11 10:00:03",
        paid_at="2015-11-11 10:00:09",
        handed_over_at="2015-11-14 10:00",
    )
    assert counts(run(known)) == (0, 1, 0, 0)
    order.refresh_from_db()
    assert (order.status, order.placed_at) == ("handed_over", DOUBLE_ELEVEN)


def test_a_draft_is_not_moved_by_a_file(fjyx001, villager):
    cooker = NewLine("电饭煲", "small_appliances", 2, Decimal("199.50"))
    draft = draft_order(
        actor=None,
        order=NewOrder(fjyx001, villager, [cooker], platform_order_no="1400000000000001"),
    )
    assert reasons(run(row())) == {2: f"Order {draft.number} is still a draft."}


def test_a_station_out_of_reach_is_no_other_than_one_that_does_not_exist(zjtl001, zhou, youxi_staff):
    foreign = run(row(station="ZJTL001"), actor=youxi_staff)
    unknown = run(row(station="ZJTL999"), actor=youxi_staff)
    assert reasons(foreign)[2].replace("001", "999") == reasons(unknown)[2]
    assert not AgentOrder.objects.exists()


def test_a_number_known_elsewhere_is_refused_and_tells_nothing(zjtl001, zhou, youxi_staff, tonglu_staff):
    run(row(station="ZJTL001", **PAID), actor=tonglu_staff)
    order = AgentOrder.objects.get()

    same = run(row(**PAID), actor=youxi_staff)
    other_amount = run(row(amount="1.00"), actor=youxi_staff)

    assert reasons(same) == reasons(other_amount) == {2: "This platform order number cannot be used."}
    order.refresh_from_db()
    assert AgentOrder.objects.get() == order


def test_who_imported_stands_on_the_order(youxi_staff):
    run(row(**PAID), actor=youxi_staff)
    order = AgentOrder.objects.get()
    assert order.created_by == youxi_staff
    assert {change.actor for change in order.changes.all()} == {youxi_staff}


def test_goods_on_the_way_are_handed_over_where_they_are(fjyx001):
    run(row(**PAID), row(order_no="2", **PAID))
    first, second = AgentOrder.objects.order_by("platform_order_no")
    hand_over_orders(actor=None, handed_over_at={first.pk: DOUBLE_ELEVEN + dt.timedelta(days=1)})

    assert counts(run(row(**FETCHED), row(order_no="2", **FETCHED))) == (0, 1, 1, 0)
    first.refresh_from_db()
    second.refresh_from_db()
    assert {first.handed_over_at.day, second.handed_over_at.day} == {12, 15}
