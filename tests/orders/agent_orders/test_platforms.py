"""A platform has one code in the data and a name on every page."""

import pytest
from django.urls import reverse
from django.utils import translation

from orders.agent_orders.platforms import platform_code, platform_name
from tests.cast import client_of, make_order


@pytest.fixture
def bought(fjyx001, lin, villager):
    return make_order(fjyx001, villager=villager, platform="tmall", platform_order_no="1287436509281")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("淘宝", "taobao"),
        ("淘宝网", "taobao"),
        ("TaoBao", "taobao"),
        ("天猫", "tmall"),
        ("拼多多", "拼多多"),
        ("JD", "jd"),
    ],
)
def test_however_it_is_named_it_has_one_code(name, code):
    assert platform_code(name) == code


@pytest.mark.parametrize(
    ("code", "chinese", "english"),
    [("taobao", "淘宝", "Taobao"), ("tmall", "天猫", "Tmall"), ("拼多多", "拼多多", "拼多多")],
)
def test_its_name_is_in_the_readers_language(code, chinese, english):
    with translation.override("zh-hans"):
        assert platform_name(code) == chinese
    with translation.override("en"):
        assert platform_name(code) == english


@pytest.mark.parametrize("page", ["order_page", "order_receipt"])
def test_the_counter_reads_the_name(page, bought, lin):
    shown = client_of(lin).get(reverse(page, args=[bought.pk])).content.decode()
    assert "天猫 · 1287436509281" in shown
    assert "tmall" not in shown


def test_the_desk_reads_the_name(bought, youxi_staff):
    shown = client_of(youxi_staff).get(reverse("admin:orders_agentorder_change", args=[bought.pk]))
    assert "天猫" in shown.content.decode()
    assert "tmall" not in shown.content.decode()


def test_an_exported_list_has_the_name(bought, youxi_staff):
    response = client_of(youxi_staff).post(
        reverse("admin:orders_agentorder_export"), {"format": "1", "resource": ""}
    )
    text = response.content.decode("utf-8-sig")
    assert ",天猫,1287436509281," in text
