"""A badge has its colour in every language."""

import pytest
from django.contrib import admin
from django.utils.translation import override

from orders.agent_orders.lifecycle import OrderStatus
from stations.scope.badges import Badges

COLOURED = [
    (model, name)
    for model, table in admin.site._registry.items()
    for name in dir(type(table))
    if isinstance(getattr(getattr(type(table), name), "label", None), dict)
]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_colour_is_found_by_the_word_that_is_shown(language):
    badges = Badges({OrderStatus.HANDED_OVER: "success"})
    with override(language):
        assert badges[str(OrderStatus.HANDED_OVER.label)] == "success"
        assert str(OrderStatus.PLACED.label) not in badges


def test_every_list_finds_its_colours_so():
    assert len(COLOURED) >= 8
    for model, name in COLOURED:
        assert isinstance(getattr(type(admin.site._registry[model]), name).label, Badges), (model, name)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_colour_of_every_list_is_found_in_both_languages(language):
    with override(language):
        for model, name in COLOURED:
            badges = getattr(type(admin.site._registry[model]), name).label
            for choice, colour in badges.items():
                assert badges[str(getattr(choice, "label", choice))] == colour, (model, name, choice)
