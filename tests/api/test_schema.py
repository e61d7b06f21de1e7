"""The API does what its schema says, whatever is sent: never an error of ours, always the promised shape."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.authtoken.models import Token
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from orders.agent_orders.lifecycle import OrderStatus
from tests.cast import make_order

EXAMPLES = 6
# The same examples on every run: a failure here is always one's own.
STEADY = settings(derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]


_application = get_wsgi_application()


def from_a_phone(environ, start_response):
    """The limits of the login want to know who knocks."""
    return _application(environ | {"REMOTE_ADDR": "127.0.0.1"}, start_response)


@cache
def told() -> dict[str, Any]:
    schema = SchemaGenerator().get_schema(request=None, public=True)
    rendered: dict[str, Any] = json.loads(OpenApiJsonRenderer().render(schema, renderer_context={}))
    return rendered


def operations() -> list[Any]:
    schema = schemathesis.openapi.from_dict(told())
    schema.app = from_a_phone
    schema.config.update(base_url="http://localhost")
    return [found.ok() for found in schema.get_all_operations()]


@pytest.fixture(autouse=True)
def _one_connection():
    """As Django's test client does: the end of a request must not close the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def token(lin):
    return Token.objects.create(user=lin.user).key


def headers(token):
    return {"Authorization": f"Token {token}", "Accept-Language": "en", "Accept-Encoding": "identity"}


@pytest.fixture
def orders(fjyx001, lin, villager):
    """One in each state that asks for something."""
    return [
        make_order(fjyx001, villager=villager),
        make_order(fjyx001, villager=villager, paid=False),
        make_order(fjyx001, villager=villager, status=OrderStatus.AT_STATION),
    ]


def can_be_wrong(parameter: dict[str, Any]) -> bool:
    """A word in the address that may be any word is at most unknown."""
    return parameter["in"] != "path" or parameter["schema"] != {"type": "string"}


def sendings() -> list[Any]:
    """Good and bad requests for each operation; with nothing to be told there is nothing to get wrong."""
    found = []
    for operation in operations():
        raw = told()["paths"][operation.path][operation.method]
        modes = {"good": GenerationMode.POSITIVE}
        if "requestBody" in raw or any(can_be_wrong(one) for one in raw.get("parameters", [])):
            modes["bad"] = GenerationMode.NEGATIVE
        found += [
            pytest.param(operation, mode, id=f"{operation.label}-{name}") for name, mode in modes.items()
        ]
    return found


@pytest.mark.parametrize(("operation", "mode"), sendings())
def test_an_operation_does_what_its_schema_says(operation, mode, token, orders):
    ids = st.sampled_from([order.pk for order in orders])

    @settings(parent=STEADY, max_examples=EXAMPLES)
    @given(case=operation.as_strategy(generation_mode=mode), pk=st.one_of(ids, st.none()))
    def send(case, pk):
        if pk is not None and "id" in (case.path_parameters or {}) and "agent-orders" in operation.path:
            case.path_parameters["id"] = pk
        example = transaction.atomic()
        example._from_testcase = True  # as Django's own: what asks to be durable may stand inside
        with example:
            answer = case.call(headers=headers(token))
            transaction.set_rollback(True)
        case.validate_response(answer, checks=CHECKS)

    send()


def test_what_the_schema_forbids_is_refused(token, orders):
    """A body that the schema calls wrong never records an order."""
    create = next(one for one in operations() if one.label == "POST /api/v1/agent-orders/")

    @settings(
        max_examples=30,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=create.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def send(case):
        example = transaction.atomic()
        example._from_testcase = True  # as Django's own: what asks to be durable may stand inside
        with example:
            answer = case.call(headers=headers(token))
            transaction.set_rollback(True)
        case.validate_response(answer, checks=[not_a_server_error, negative_data_rejection])

    send()


def test_the_schema_has_no_warnings(tmp_path):
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yml"))


def test_every_operation_tells_what_it_does():
    for path, methods in told()["paths"].items():
        for method, operation in methods.items():
            assert operation.get("summary"), f"{method} {path}"
            assert operation.get("description"), f"{method} {path}"
