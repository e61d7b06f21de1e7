"""A helper works the counter and is told nothing of the partner's money: income, float, credit line."""

import re
from decimal import Decimal

import pytest

from orders.agent_orders.models import AgentOrder
from partners.accounts.models import Role
from partners.income.models import Earning, Statement
from partners.ledger.crediting import confirm_credit, propose_credit
from tests.cast import make_activity, make_user, set_float
from tests.scope.expected_pages import PAGES
from tests.scope.test_pages_walk import BODY, MODELS, address, is_api, knock

# Amounts that stand for nothing else in the world of these tests, as people and programs write them.
FLOAT, LIMIT, AVAILABLE = Decimal("71234.56"), Decimal("4321.00"), Decimal("75555.56")
EARNED = Decimal("6543.21")
MONEY_PAGES = ("/income/", "/float/")


def written(amount):
    return {f"{amount:,.2f}", f"{amount:.2f}"}


SECRET = set().union(*(written(amount) for amount in (FLOAT, LIMIT, AVAILABLE, EARNED)))


@pytest.fixture
def world(world):
    """With a float, a credit line and an income that are known when they are seen."""
    station, staff = world.here.station, world.cast.staff
    line = propose_credit(actor=staff, station=station, limit=LIMIT, reason="备货")
    confirm_credit(actor=make_user(Role.OPS), line=line)
    for model, fields in ((Earning, {"amount": EARNED}), (Statement, {"earned": EARNED, "total": EARNED})):
        make_one(world, model, fields)
    for page in PAGES.values():
        if page.row:  # some of them move money
            world.pair(MODELS[page.model])
    set_float(station, str(FLOAT))
    return world


def make_one(world, model, fields):
    row = world.pair(model)[0]
    row.pk, row._state.adding = None, True
    for name, value in fields.items():
        if name in {field.name for field in model._meta.fields}:
            setattr(row, name, value)
    if model is Statement:
        row.month = row.month.replace(month=9)
    else:
        row.activity = make_activity(world.here.station)
    row.save()


def text_of(answer):
    """As it was sent, and as it is read: on a page an amount's yuan and fen stand in tags of their own."""
    sent = answer.content.decode(errors="ignore")  # a photo is an answer too
    return sent + re.sub(r"<[^>]*>", "", sent)


def read_by(world, who):
    """Everything that pages and endpoints tell somebody, by name."""
    client = world.client(who)
    for name, page in PAGES.items():
        row = world.pair(MODELS[page.model])[0] if page.row else None
        answer = client.get(address(name, row))
        if answer.status_code in {200, 400, 403, 404} and not answer.streaming:
            yield name, answer


def test_no_page_and_no_endpoint_tells_a_helper_of_the_money(world):
    told = {name: text_of(answer) for name, answer in read_by(world, "helper")}
    assert [name for name, text in told.items() if any(amount in text for amount in SECRET)] == []
    assert [name for name, text in told.items() if any(f'href="{page}' in text for page in MONEY_PAGES)] == []


def test_the_control_the_partner_reads_all_of_it(world):
    told = {name: text_of(answer) for name, answer in read_by(world, "partner")}
    pages = " ".join(text for name, text in told.items() if not is_api(name))
    programs = " ".join(text for name, text in told.items() if is_api(name))
    for amount in (FLOAT, LIMIT, AVAILABLE, EARNED):
        assert any(form in pages for form in written(amount)), amount
        assert any(form in programs for form in written(amount)), amount
    assert all(f'href="{page}' in pages for page in MONEY_PAGES)


def test_a_refusal_does_not_tell_what_the_float_holds(world):
    client = world.client("helper")
    orders = AgentOrder.objects.filter(station=world.here.station)
    before = orders.count()
    body = {
        "station": world.here.station.code,
        "villager": {"name": "黄阿婆", "phone": "13800000001", "consented": True},
        "lines": [{"title": "电视", "category": "large_appliances", "quantity": 1, "unit_price": "90000.00"}],
        "pay_when": "now",
        "pay_how": "cash",
    }
    headers = {"Idempotency-Key": "helper-too-much"}
    answer = client.post("/api/v1/agent-orders/", body, content_type="application/json", headers=headers)
    assert answer.status_code in {400, 409}
    assert not any(amount in answer.content.decode() for amount in SECRET)
    assert orders.count() == before


def test_no_post_of_a_helper_reaches_the_money(world):
    client = world.client("helper")
    for name, page in PAGES.items():
        if "partner" in page.who and "helper" not in page.who:
            row = world.pair(MODELS[page.model])[0] if page.row else None
            assert knock(client, name, "post", row).status_code in {403, 405}, name
            assert knock(client, name, "get", row).status_code in {403, 405}, name
    assert client.get("/admin/").status_code == 302
    assert client.post("/api/v1/float/", BODY, content_type="application/json").status_code in {403, 405}


def test_which_pages_are_the_partners_alone():
    alone = {name for name, page in PAGES.items() if "partner" in page.who and "helper" not in page.who}
    assert {name for name in alone if is_api(name)} >= {"api_income", "api_float", "api-statement-list"}
