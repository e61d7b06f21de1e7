"""Places orders with django-oscar's OrderCreator: a line `N` on stdin, a line of JSON on stdout.

An order of two goods, from the empty basket that OrderCreator asks for until it is placed.
What of it is OrderCreator's own is told beside.
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


def shop() -> list[Any]:
    """Two products with plenty in stock."""
    kind = get_model("catalogue", "ProductClass").objects.create(name="goods", requires_shipping=True)
    partner = get_model("partner", "Partner").objects.create(name="shop")
    products = []
    for title, price in (("cup", "89.90"), ("rice", "35.00")):
        product = get_model("catalogue", "Product").objects.create(title=title, product_class=kind)
        get_model("partner", "StockRecord").objects.create(
            product=product,
            partner=partner,
            partner_sku=title,
            price=Decimal(price),
            num_in_stock=100_000_000,
        )
        products.append(product)
    return products


def filled(user: Any, products: list[Any]) -> Any:
    basket = Basket.objects.create(owner=user)
    basket.strategy = SELECTOR.strategy(user=user)
    for product in products:
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
    products = shop()
    place(user, *filled(user, products))  # the first one asks for what is kept in memory afterwards
    with CaptureQueriesContext(connection) as asked:
        basket = filled(user, products)
        to_fill = len(asked)
        place(user, *basket)
    print(json.dumps({"queries": len(asked), "creator_queries": len(asked) - to_fill}), flush=True)
    for line in sys.stdin:
        began = time.perf_counter()
        baskets = [filled(user, products) for _ in range(int(line))]
        full = time.perf_counter()
        for basket in baskets:
            place(user, *basket)
        end = time.perf_counter()
        print(json.dumps({"seconds": end - began, "creator_seconds": end - full}), flush=True)


main()
