"""Work stands on people, people stand on places: foreign keys point down too."""

from django.apps import apps
from django.conf import settings

LAYERS = ["stations", "partners", "orders"]


def test_every_foreign_key_points_down_or_to_an_actor() -> None:
    upward, seen = [], 0
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in LAYERS:
            continue
        for field in model._meta.get_fields():
            target = field.related_model
            if not field.concrete or not isinstance(target, type):
                continue
            seen += 1
            label = target._meta.app_label
            if label not in LAYERS or target._meta.label == settings.AUTH_USER_MODEL:
                continue
            if LAYERS.index(label) > LAYERS.index(model._meta.app_label):
                upward.append(f"{field} -> {target._meta.label}")
    assert seen > 10
    assert upward == []


def test_no_generic_foreign_keys() -> None:
    ours = [model for model in apps.get_models() if model._meta.app_label in LAYERS]
    assert [field for model in ours for field in model._meta.private_fields] == []
