"""Knocking at the API of agent orders."""

from __future__ import annotations

import itertools
from typing import Any

from rest_framework.test import APIClient

from partners.accounts.models import User
from partners.people.models import Partner
from tests.cast import api_client_of

URL = "/api/v1/agent-orders/"
VILLAGER = {"phone": "13800000001", "name": "黄阿婆", "consent": True}
RICE_COOKER = {"title": "电饭煲", "category": "small_appliances", "quantity": 2, "unit_price": "199.50"}
COAT = {"title": "羽绒服", "category": "clothing", "unit_price": "320.00", "amount": "299.00"}
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}

_keys = itertools.count(1)


def fresh(partner: Partner) -> APIClient:
    """As a new request finds a partner: nothing is known of the scope yet."""
    return api_client_of(User.objects.get(pk=partner.user_id))


def new(**fields: Any) -> dict[str, Any]:
    """The body of a new order: one line for 399 yuan, paid now in cash, unless told otherwise."""
    return {"villager": VILLAGER, "lines": [RICE_COOKER]} | fields


def post(client: APIClient, path: str, body: Any = None, *, key: str | None = "", **headers: Any) -> Any:
    """Posts below the orders' address; with a key of its own, the given one, or none."""
    if key is not None:
        headers["HTTP_IDEMPOTENCY_KEY"] = key or f"key-{next(_keys)}"
    return client.post(URL + path, body if body is not None else {}, format="json", **ENGLISH, **headers)


def get(client: APIClient, path: str = "", **params: Any) -> Any:
    return client.get(URL + path, params, **ENGLISH)
