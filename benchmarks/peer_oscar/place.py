"""Places orders with django-oscar's OrderCreator: a line `N` on stdin, a line of JSON on stdout.

Timed is OrderCreator alone: the baskets that it asks for are filled before.
"""

import json
import sys
import time
from decimal import Decimal
from typing import Any

import django
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from oscar.core.loading import get_class, get_model  # noqa: E402

SELECTOR = get_class("partner.strategy", "Selector")()
CREATOR = get_class("order.utils", "OrderCreator")()
NUMBERS = get_class("order.utils", "OrderNumberGenerator")()
FREE = get_class("shipping.methods", "Free")()
TOTALS = get_class("checkout.calculators", "OrderTotalCalculator")()
Basket = get_model("basket", "Basket")


def shop() -> Any:
    """A product with plenty in stock."""
    kind = get_model("catalogue", "ProductClass").objects.create(name="goods", requires_shipping=True)
    product = get_model("catalogue", "Product").objects.create(title="cup", product_class=kind)
    get_model("partner", "StockRecord").objects.create(
        product=product,
        partner=get_model("partner", "Partner").objects.create(name="shop"),
        partner_sku="cup",
        price=Decimal("89.90"),
        num_in_stock=100_000_000,
    )
    return product


def filled(user: Any, product: Any) -> Any:
    basket = Basket.objects.create(owner=user)
    basket.strategy = SELECTOR.strategy(user=user)
    basket.add_product(product, 1)
    charge = FREE.calculate(basket)
    return basket, charge, TOTALS.calculate(basket, charge)


def place(user: Any, basket: Any, charge: Any, total: Any) -> None:
    CREATOR.place_order(
        basket=basket,
        total=total,
        shipping_method=FREE,
        shipping_charge=charge,
        user=user,
        order_number=NUMBERS.order_number(basket),
    )


def main() -> None:
    call_command("migrate", verbosity=0)
    user = get_user_model().objects.create_user("somebody")
    product = shop()
    basket = filled(user, product)
    with CaptureQueriesContext(connection) as asked:
        place(user, *basket)
        queries = len(asked)
    print(json.dumps({"queries": queries}), flush=True)
    for line in sys.stdin:
        baskets = [filled(user, product) for _ in range(int(line))]
        began = time.perf_counter()
        for basket in baskets:
            place(user, *basket)
        took = time.perf_counter() - began
        orders = get_model("order", "Order").objects.count()
        print(json.dumps({"seconds": took, "orders": orders}), flush=True)


main()
