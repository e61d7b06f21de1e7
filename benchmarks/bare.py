"""The peer of intake: views that insert the rows of a paid agent order in raw SQL, and do nothing else.

Behind the same server, middleware, login and token, and they get the same request: where the login
works and whose number that is, one statement finds. They judge nothing: no form, no scope, no lock, no
word about what is wrong.
"""

from __future__ import annotations

import json
import secrets
from string import ascii_lowercase
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from stations.scope.web import counter_page

FIND = """
    SELECT station.id, station.center_id, partner.id, villager.id
    FROM partners_partner partner
    JOIN partners_tenure tenure ON tenure.partner_id = partner.id AND tenure.ends_on IS NULL
    JOIN stations_station station ON station.id = tenure.station_id
    JOIN orders_villager villager ON villager.station_id = station.id AND villager.phone = %(phone)s
    WHERE partner.user_id = %(actor)s
"""
CLAIM = """
    INSERT INTO stations_requesttoken (actor_id, token, purpose, content, result, created_at)
    VALUES (%(actor)s, %(token)s, 'bare', '', NULL, now())
"""
ORDER = """
    INSERT INTO orders_agentorder
        (station_id, villager_id, platform, platform_order_no, pay_when, pay_how, status, amount, refunded,
         pickup_code, created_by_id, created_at, placed_at, paid_at)
    VALUES (%(station)s, %(villager)s, 'taobao', '', 'now', 'own_account', 'paid', %(amount)s, 0, %(code)s,
            %(actor)s, now(), now(), now())
    RETURNING id
"""
REST = """
    WITH line AS (
        INSERT INTO orders_agentorderline
            (order_id, line_no, title, category, quantity, unit_price, amount, refunded)
        VALUES (%(order)s, 1, %(title)s, %(category)s, 1, %(amount)s, %(amount)s, 0)
    ), log AS (
        INSERT INTO orders_agentorderchange (order_id, before, after, at, reason, actor_id)
        VALUES (%(order)s, 'draft', 'placed', now(), '', %(actor)s),
               (%(order)s, 'placed', 'paid', now(), '', %(actor)s)
    ), journal AS (
        INSERT INTO partners_activity
            (partner_id, station_id, center_id, business, kind, category, amount, orders, category_orders,
             business_date, occurred_at, turnover_at, subject, source_key, recorded_at)
        SELECT %(partner)s, %(station)s, %(center)s, 'agent_order', kind, %(category)s, %(amount)s, 1, 1,
               (now() AT TIME ZONE 'Asia/Shanghai')::date, now(), now(), 'agent-order:' || %(order)s,
               'agent-order:' || %(order)s || ':' || kind || ':' || %(category)s, now()
        FROM unnest(ARRAY['placed', 'paid']) AS kind
        RETURNING id, kind
    ), waiting AS (
        INSERT INTO partners_pendingactivity (consumer, activity_id)
        SELECT consumer, id FROM journal
        JOIN (VALUES ('turnover', 'placed'), ('turnover', 'paid'), ('income', 'paid')) AS w (consumer, kind)
             USING (kind)
    )
    UPDATE stations_requesttoken SET result = %(result)s WHERE actor_id = %(actor)s AND token = %(token)s
"""


def _code() -> str:
    """Letters: it asks nobody which digits are taken, and may not run into ours."""
    return "".join(secrets.choice(ascii_lowercase) for _ in range(6))


def insert_order(*, actor: int, token: str, phone: str, title: str, category: str, amount: str) -> int:
    """The rows of one order of one piece, for the villager with this number where the login works."""
    values: dict[str, Any] = {"actor": actor, "token": token, "phone": phone, "code": _code()}
    values |= {"title": title, "category": category, "amount": amount}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CLAIM, values)
        cursor.execute(FIND, values)
        values |= zip(("station", "center", "partner", "villager"), cursor.fetchone(), strict=True)
        cursor.execute(ORDER, values)
        (order,) = cursor.fetchone()
        cursor.execute(REST, values | {"order": order, "result": json.dumps({"order": order})})
    return int(order)


@counter_page
def bare_form(request: HttpRequest) -> HttpResponse:
    told = request.POST
    order = insert_order(
        actor=request.user.pk or 0,
        token=told["token"],
        phone=told["phone"],
        title=told["lines-0-title"],
        category=told["lines-0-category"],
        amount=told["lines-0-unit_price"],
    )
    return HttpResponse(status=302, headers={"Location": f"/orders/{order}/"})


@api_view(["POST"])
def bare_api(request: Request) -> Response:
    told: Any = request.data
    (line,) = told["lines"]
    order = insert_order(
        actor=request.user.pk or 0,
        token=request.headers["Idempotency-Key"],
        phone=told["villager"]["phone"],
        title=line["title"],
        category=line["category"],
        amount=line["unit_price"],
    )
    return Response({"id": order}, status=201)


urlpatterns = [
    # Below the addresses of ours, so that the middleware does the same for both.
    path("orders/bare/", bare_form),
    path("api/v1/agent-orders/bare/", bare_api),
    path("", include("config.urls")),
]
