"""A list of the admin renders once what its rows have in common, and looks as unfold has it."""

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils.translation import override
from unfold.admin import ModelAdmin
from unfold.templatetags import unfold_list

from orders.agent_orders.models import AgentOrder
from stations.scope import list_rows
from tests.cast import client_of, make_order

LIST = reverse("admin:orders_agentorder_changelist")


def test_the_heads_are_made_once_for_all_rows(fjyx001, superuser, monkeypatch):
    made = []

    def heads(cl):
        made.append(cl)
        return unfolds_own(cl)

    unfolds_own = list_rows._heads_made_anew
    monkeypatch.setattr(list_rows, "_heads_made_anew", heads)
    orders = [make_order(fjyx001) for _ in range(3)]

    page = client_of(superuser).get(LIST)

    assert len(made) == 1
    assert [page.content.decode().count(order.number) > 0 for order in orders] == [True] * 3


def test_a_page_is_what_unfold_renders_row_by_row(fjyx001, superuser, monkeypatch):
    for _ in range(3):
        make_order(fjyx001)
    client = client_of(superuser)
    ours = client.get(LIST).context["cl"]

    quick = [list(row) for row in unfold_list.results(ours)]
    monkeypatch.setattr(unfold_list, "result_headers", list_rows._heads_made_anew)
    monkeypatch.setattr(unfold_list, "display_for_label", list_rows._label_made_anew)
    monkeypatch.delattr(list_rows.QuickRows, "action_checkbox")

    assert [list(row) for row in unfold_list.results(ours)] == quick
    assert len(quick) == 3


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_box_of_a_row_is_unfolds_own_in_each_language(fjyx001, language):
    order, table = make_order(fjyx001), admin.site._registry[AgentOrder]
    with override(language):
        assert table.action_checkbox(order) == ModelAdmin.action_checkbox(table, order)
        assert f'value="{order.pk}"' in table.action_checkbox(order)
