"""The ways past `get_queryset` that Django's admin leaves open, each tried on every table."""

import csv
import io

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import ModelChoiceField, ModelMultipleChoiceField
from django.urls import reverse

from tests.scope.expected_admin import ADMIN
from tests.scope.test_admin_walk import TABLES, by_table, expected, request_of, url
from tests.scope.world import ROWS


def keys_of(model):
    """Foreign keys of a table that lead to a table with rows of two counties."""
    for field in model._meta.concrete_fields:
        if field.is_relation and field.related_model._meta.label in SCOPED:
            yield field


SCOPED = {label for label in ROWS if not (label in ADMIN and ADMIN[label].public)} - {
    "stations.Region",
    "orders.Festival",
    "partners.CommissionRate",
}
scoped_tables = pytest.mark.parametrize(
    "model",
    [model for model in TABLES if model._meta.label in SCOPED],
    ids=lambda model: model._meta.label,
)


@by_table
def test_the_sidebar_offers_no_foreign_rows(world, model):
    if "staff" not in expected(model).see:
        pytest.skip("not for staff")
    changes = world.client("staff").get(url(model, "changelist")).context["cl"]

    for spec in changes.filter_specs:
        field = getattr(spec, "field", None)
        if field is None or not field.is_relation or field.related_model._meta.label not in SCOPED:
            continue
        _here, there = world.pair(field.related_model)
        assert str(there.pk) not in {str(key) for key, _ in spec.lookup_choices}, spec.title


@by_table
def test_a_foreign_id_in_the_address_finds_no_name(world, model):
    if "staff" not in expected(model).see:
        pytest.skip("not for staff")
    client = world.client("staff")

    for field in keys_of(model):
        _here, there = world.pair(field.related_model)
        lookup = f"{field.name}__{field.target_field.name}__exact"
        response = client.get(url(model, "changelist"), {lookup: there.pk})
        assert response.status_code in {200, 400}, field
        assert str(there) not in response.content.decode(), field


@by_table
def test_a_lookup_does_not_feel_its_way_through_a_column(world, model):
    if "staff" not in expected(model).see:
        pytest.skip("not for staff")
    client = world.client("staff")
    offered = {
        spec.field_path.split("__")[0]
        for spec in client.get(url(model, "changelist")).context["cl"].filter_specs
        if hasattr(spec, "field_path")
    }
    hidden = [
        f"{field.name}__startswith"
        for field in model._meta.concrete_fields
        if not field.is_relation and not field.primary_key and field.name not in offered
    ]
    behind = [f"{field.name}__{field.target_field.name}__gte" for field in keys_of(model)]

    for lookup in hidden + behind:
        assert client.get(url(model, "changelist"), {lookup: "1"}).status_code == 400, lookup


@by_table
def test_a_form_takes_no_foreign_row(world, model):
    table = admin.site._registry[model]
    request = request_of(world.cast.staff)
    here, _there = world.pair(model)

    for row in (None, here):
        form = table.get_form(request, row, change=row is not None)
        sets = [inline.get_formset(request, row).form for inline in table.get_inline_instances(request, row)]
        for fields in (kind.base_fields for kind in (form, *sets)):
            for name, field in fields.items():
                if not isinstance(field, ModelChoiceField):
                    continue
                related = field.queryset.model
                if related._meta.label not in SCOPED:
                    continue
                _own, foreign = world.pair(related)
                several = isinstance(field, ModelMultipleChoiceField)
                with pytest.raises(ValidationError) as refused:
                    field.clean([foreign.pk] if several else foreign.pk)
                with pytest.raises(ValidationError) as unknown:
                    field.clean([987654321] if several else 987654321)
                assert refused.value.code == unknown.value.code == "invalid_choice", name
                # What a select or an autocomplete would print for the posted id.
                assert str(foreign) not in str(field.widget.render(name, foreign.pk)), name


@by_table
def test_posting_a_foreign_row_adds_nothing(world, model):
    if "staff" not in expected(model).add:
        pytest.skip("staff add none")
    client = world.client("staff")
    posted = {field.name: world.pair(field.related_model)[1].pk for field in keys_of(model)}
    before = model._default_manager.count()

    response = client.post(url(model, "add"), posted)

    assert response.status_code == 200
    shown = set(posted) & set(response.context["adminform"].form.fields)
    assert shown <= set(response.context["adminform"].form.errors)
    assert model._default_manager.count() == before


@by_table
def test_autocomplete_finds_no_foreign_rows(world, model):
    client = world.client("staff")
    for field in keys_of(model):
        here, there = world.pair(field.related_model)
        response = client.get(
            reverse("admin:autocomplete"),
            {
                "app_label": model._meta.app_label,
                "model_name": model._meta.model_name,
                "field_name": field.name,
            },
        )
        if response.status_code != 200:
            assert response.status_code in {403, 404}, field
            continue
        found = {row["id"] for row in response.json()["results"]}
        assert str(there.pk) not in found, field
        assert str(here.pk) in found, field


@scoped_tables
def test_inlines_show_no_foreign_rows(world, model):
    table = admin.site._registry[model]
    request = request_of(world.cast.staff)
    for inline in table.get_inline_instances(request, None):
        rows = inline.get_queryset(request)
        assert set(rows) == set(inline.model.objects.visible_to(world.cast.staff)), inline


@scoped_tables
def test_an_action_leaves_foreign_rows_alone(world, model):
    if "staff" not in expected(model).see:
        pytest.skip("not for staff")
    _here, there = world.pair(model)
    client = world.client("staff")
    before = model._default_manager.filter(pk=there.pk).values().get()

    for action in admin.site._registry[model].get_actions(request_of(world.cast.staff)):
        ticked = {"action": action, "_selected_action": [there.pk], "index": 0, "apply": "1", "reason": "x"}
        response = client.post(url(model, "changelist"), ticked, follow=True)
        assert str(there) not in response.content.decode(), action
    assert model._default_manager.filter(pk=there.pk).values().get() == before


def first_cell(row):
    """A row begins with its code or its number, or with a month and the number of whose it is."""
    return next(str(getattr(row, name)) for name in ("code", "number", "partner_id") if hasattr(row, name))


@by_table
def test_exports_hold_the_readers_rows_only(world, model):
    table = expected(model)
    if "export" not in table.pages:
        assert not table.export
        pytest.skip("no export")
    here, there = (first_cell(row) for row in world.pair(model))
    for who in ("staff", "ops"):
        client = world.client(who)
        response = client.post(url(model, "export"), {"format": "1", "resource": ""})
        if who not in table.export:
            assert response.status_code == 403
            continue
        assert response["Content-Type"] == "text/csv"
        assert response.content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))[1:]
        first = {cell for row in rows for cell in row[:2]}
        seen = {"staff": {here}, "ops": {here, there}}[who]
        assert first & {here, there} == seen, who
