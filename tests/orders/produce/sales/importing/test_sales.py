"""Sales that a platform reports: new, known, moved on, refused with their line; once, however often."""

import io
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from orders.produce.sales.importing import running
from orders.produce.sales.importing.running import import_sales
from orders.produce.sales.listing import end_listing
from orders.produce.sales.models import ProduceSale, SaleRefund
from orders.produce.sales.receiving import receive_sales
from orders.produce.sales.settlement import FarmerClaim
from orders.reports.books import verify
from partners.journal.models import Activity
from stations.refusals import Refused
from tests.cast import make_listing, make_lot, make_region, make_sale
from tests.orders.produce.sales.importing.files import (
    ago,
    counts,
    csv_of,
    reasons,
    received,
    refunded,
    row,
    run,
    xlsx_of,
)

pytestmark = pytest.mark.usefixtures("english", "city")


@pytest.fixture
def city(db):
    return make_region("3301")


def journal():
    return list(Activity.objects.order_by("pk").values_list("kind", "amount", "orders", "occurred_at"))


def everything():
    return [
        list(ProduceSale.objects.order_by("pk").values()),
        list(SaleRefund.objects.order_by("pk").values()),
        journal(),
    ]


def test_a_new_sale_is_recorded_as_by_hand(listing, lin, youxi_staff, goods):
    report = run(row(listing), actor=youxi_staff)

    assert (*counts(report), report.rows, report.written) == (1, 0, 0, 0, 1, True)
    sale = ProduceSale.objects.get()
    assert (sale.platform, sale.platform_order_no, sale.status) == ("taobao", "T100", "sold")
    assert (sale.amount, sale.city, sale.created_by) == (Decimal("160.00"), "杭州市", youxi_staff)
    assert goods(listing) == ("2.00", "8.00", "2.00")
    assert [one[0] for one in journal()] == ["placed", "paid"]
    assert set(Activity.objects.values_list("partner", "occurred_at")) == {(lin.pk, sale.sold_at)}


@pytest.mark.django_db(transaction=True)
def test_what_the_buyer_has_and_what_went_back_comes_with_it(listing, lin):
    report = run(
        row(listing, "A", **received()),
        row(listing, "B", **received(), **refunded("60.00")),
        row(listing, "C", **refunded()),
    )
    assert counts(report) == (3, 0, 0, 0)
    sales = ProduceSale.objects.order_by("platform_order_no")
    assert [(sale.status, sale.refunded) for sale in sales] == [
        ("received", 0),
        ("received", Decimal("60.00")),
        ("refunded", Decimal("160.00")),
    ]
    assert set(SaleRefund.objects.values_list("reason", flat=True)) == {"Reported by the platform."}
    assert [finding.check.name for finding in verify() if not finding.clean] == []


def test_the_same_file_again_adds_nothing(listing, lin):
    rows = [row(listing, "A", **received()), row(listing, "B", **refunded("60.00")), row(listing, "C")]
    run(*rows)
    before = everything()
    report = run(*rows)
    assert counts(report) == (0, 0, 3, 0)
    assert everything() == before


def test_a_later_file_moves_on_what_is_on_record_and_an_older_one_takes_nothing_back(listing, lin):
    old = [row(listing, "A"), row(listing, "B"), row(listing, "C")]
    new = [old[0] | received(), old[1] | refunded("60.00"), old[2]]
    run(*old)
    assert counts(run(*new)) == (0, 2, 1, 0)
    assert counts(run(*old)) == (0, 0, 3, 0)
    assert counts(run(old[1] | refunded("160.00"))) == (0, 1, 0, 0)
    sales = ProduceSale.objects.order_by("platform_order_no")
    assert [(sale.status, sale.refunded) for sale in sales] == [
        ("received", 0),
        ("refunded", Decimal("160.00")),
        ("sold", 0),
    ]
    assert list(SaleRefund.objects.values_list("amount", flat=True)) == [Decimal("60.00"), Decimal("100.00")]


def test_a_refund_after_the_settlement_is_the_farmers_debt(listing, lin):
    sale = make_sale(listing, platform_order_no="T100", to="settled")
    at = {"sold_at": ago(hours=0), "refunded": "50.00", "refunded_at": ago(hours=0)}
    assert counts(run(row(listing, **at))) == (0, 1, 0, 0)
    assert FarmerClaim.objects.get().amount == Decimal("47.00")
    sale.refresh_from_db()
    assert sale.status == "settled"


def test_one_refused_row_keeps_the_whole_file_out_and_says_its_line(listing):
    report = run(row(listing, "A"), row(listing, "B", quantity="x"), row(listing, "C", buyer_city="Atlantis"))
    assert (counts(report), report.written) == ((1, 0, 0, 2), False)
    assert sorted(reasons(report)) == [3, 4]
    assert reasons(report)[3].startswith("quantity: An amount is written like")
    assert reasons(report)[4].startswith("buyer_city: This city is not in the register.")
    assert not ProduceSale.objects.exists()
    assert not Activity.objects.exists()


def test_with_skip_bad_only_the_row_itself_stays_out(listing):
    report = run(row(listing, "A"), row(listing, "B", amount="1"), row(listing, "C"), skip_bad=True)
    assert (counts(report), report.written) == ((2, 0, 0, 1), True)
    assert list(ProduceSale.objects.order_by("pk").values_list("platform_order_no", flat=True)) == ["A", "C"]


def test_a_dry_run_says_the_same_and_writes_nothing(listing, goods):
    rows = [row(listing, "A", **refunded("60.00")), row(listing, "B", quantity="9", amount="720")]
    tried = run(*rows, dry_run=True)
    assert (tried.written, ProduceSale.objects.count(), goods(listing)) == (
        False,
        0,
        ("0.00", "10.00", "0.00"),
    )
    assert (counts(tried), reasons(tried)) == ((1, 0, 0, 1), reasons(run(*rows, skip_bad=True)))


def test_the_first_buyer_gets_the_last_jin(listing, monkeypatch):
    """Ten jin are left: four buyers of three, and one of one behind them."""
    monkeypatch.setattr(running, "_AT_ONCE", 4)
    three = {"quantity": "3", "amount": "240.00"}
    one = {"quantity": "1", "amount": "80.00"}
    buyers = [row(listing, number, **three) for number in "ABCD"]
    report = run(*buyers, row(listing, "E", **one), skip_bad=True)
    assert counts(report) == (4, 0, 0, 1)
    assert reasons(report) == {5: "quantity: 1 jin (500 g) of it can still be sold."}
    assert sorted(ProduceSale.objects.values_list("platform_order_no", flat=True)) == ["A", "B", "C", "E"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"platform": ""}, "platform: This is missing."),
        ({"order_no": "1.4E+17"}, "order_no: A spreadsheet has cut this number"),
        ({"lot": "2015"}, "lot: This is no code of a lot"),
        ({"lot": "A" * 12}, "lot: There is no lot AAAAAAAAAAAA."),
        ({"platform": "tmall"}, "lot: This lot is not for sale on this platform"),
        ({"quantity": "0", "amount": "0"}, "quantity: A quantity is above zero"),
        ({"quantity": "1.005"}, "quantity: An amount is written like"),
        ({"amount": "159.00"}, "amount: Quantity times price is ¥160.00."),
        ({"unit_price": "0", "amount": "0"}, "unit_price: The price is above zero."),
        ({"sold_at": "yesterday"}, "sold_at: A time is written like"),
        ({"sold_at": "2099-01-01 00:00"}, "sold_at: This moment is still to come."),
        ({"sold_at": "2015-01-01 00:00"}, "sold_at: A sale cannot be before the harvest."),
        ({"received_at": "2015-01-01 00:00"}, "received_at: This is before the buyer paid."),
        (
            {"refunded": "160.01", "refunded_at": "2015-01-01 00:00"},
            "refunded_at: This is before the buyer paid.",
        ),
        ({"refunded": "1"}, "refunded_at: Say when the money went back."),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_column(listing, changed, reason):
    report = run(row(listing, **changed))
    assert list(reasons(report)) == [2]
    assert reasons(report)[2].startswith(reason)
    assert not ProduceSale.objects.exists()


def test_reasons_are_in_the_readers_language(listing):
    with translation.override("zh-hans"):
        report = run(row(listing, amount="1"))
    assert reasons(report)[2].startswith("金额：") or reasons(report)[2].startswith("金额: ")


@pytest.mark.parametrize(
    ("changed", "columns"),
    [
        ({"quantity": "3", "amount": "240"}, "quantity"),
        ({"unit_price": "81", "amount": "162"}, "unit_price"),
        ({"buyer_city": "三明"}, "buyer_city"),
    ],
)
def test_what_differs_from_the_record_is_refused(listing, changed, columns):
    make_region("3504")
    run(row(listing))
    before = everything()
    report = run(row(listing) | changed | received())
    assert reasons(report) == {
        2: f"Sale {ProduceSale.objects.get().number} is on record with a different {columns}."
    }
    assert everything() == before


def test_a_number_stands_once_in_a_file(listing):
    report = run(row(listing), row(listing))
    assert reasons(report) == {3: "order_no: line 2 of the file has this number already."}


def test_an_ended_listing_sells_nothing_more_but_its_sales_move_on(listing):
    run(row(listing, "A"))
    end_listing(actor=None, listing=listing)
    report = run(row(listing, "A", **received()), row(listing, "B"), skip_bad=True)
    assert counts(report) == (0, 1, 0, 1)
    assert reasons(report) == {3: "lot: This lot is not for sale on this platform: list it first."}


def test_what_is_over_stays_over(listing):
    run(row(listing, **refunded()))
    before = everything()
    assert counts(run(row(listing, **received(), **refunded()))) == (0, 0, 1, 0)
    assert everything() == before


def test_lots_and_numbers_of_another_county_are_unknown(listing, zjtl001, zhou, tonglu_staff, youxi_staff):
    theirs = make_listing(make_lot(zjtl001, offered=True))
    make_sale(theirs, platform_order_no="T7")
    report = run(row(theirs, "T8"), row(listing, "T7"), actor=youxi_staff)
    assert reasons(report) == {
        2: f"lot: There is no lot {theirs.lot.code}.",
        3: "order_no: This platform order number cannot be used.",
    }
    assert ProduceSale.objects.count() == 1
    assert counts(run(row(theirs, "T8"), actor=tonglu_staff)) == (1, 0, 0, 0)


def test_a_workbook_with_chinese_headers_does_as_well(listing):
    report = import_sales(actor=None, file=xlsx_of(row(listing, quantity=2, unit_price=80.0, amount=160)))
    assert counts(report) == (1, 0, 0, 0)


def test_a_column_that_is_missing_is_named(listing):
    with pytest.raises(Refused) as refused:
        import_sales(actor=None, file=csv_of(row(listing), header=["platform", "order_no"]))
    assert "lot (批次码)" in str(refused.value)


def test_many_rows_cost_no_query_each(listing, django_assert_max_num_queries):
    big = make_listing(make_lot(listing.lot.station, offered=True, quantity=Decimal(1000)), quantity="900")
    with django_assert_max_num_queries(60):
        report = run(*(row(big, f"N{number}", **received()) for number in range(400)))
    assert counts(report) == (400, 0, 0, 0)


def test_the_command_tells_counts_and_lines(listing, tmp_path, youxi_staff):
    file, said = tmp_path / "sales.csv", io.StringIO()
    file.write_bytes(csv_of(row(listing, "A"), row(listing, "B", amount="1")).getvalue())
    with pytest.raises(CommandError, match="1 rows are refused"):
        call_command("import_sales", str(file), user=youxi_staff.username, stdout=said)
    assert "Line 3: amount: Quantity times price" in said.getvalue()
    assert not ProduceSale.objects.exists()
    call_command("import_sales", str(file), skip_bad=True, stdout=said)
    assert ProduceSale.objects.get().platform_order_no == "A"


def test_a_sale_that_somebody_received_by_hand_keeps_its_moment(listing):
    sale = make_sale(listing, platform_order_no="T100")
    at = timezone.now()
    receive_sales(actor=None, received_at={sale.pk: at})
    assert counts(run(row(listing, sold_at=ago(hours=0), received_at=ago(hours=0)))) == (0, 0, 1, 0)
    sale.refresh_from_db()
    assert sale.received_at == at
