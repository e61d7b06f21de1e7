"""What `ScopedAdmin` refuses to be, and what it never says."""

import pytest
from django import forms
from django.contrib import admin
from django.contrib.admin import ModelAdmin, TabularInline
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

from orders.villagers.models import Villager
from partners.people.models import Partner
from stations.network.models import Station
from stations.refusals import Refused
from stations.scope.admin import ScopedAdmin, ScopedForm
from stations.scope.filters import scoped_filter
from stations.scope.rows import visible_rows
from tests.cast import client_of, make_center, make_region
from tests.scope.test_admin_walk import request_of


class PlainInline(TabularInline):
    model = Villager


@pytest.mark.parametrize(
    "options", [{"raw_id_fields": ["village"]}, {"list_editable": ["name"]}, {"form": forms.ModelForm}]
)
def test_a_way_past_the_rule_is_an_error_of_the_check(options):
    kind = type("Leaky", (ScopedAdmin,), {"list_display": ["code", "name"], **options})
    assert "scope.E001" in [error.id for error in kind(Station, admin.site).check()]


def test_an_inline_that_is_not_scoped_is_an_error_of_the_check():
    kind = type("Leaky", (ScopedAdmin,), {"inlines": [PlainInline]})
    assert "scope.E001" in [error.id for error in kind(Station, admin.site).check()]


def test_the_site_takes_scoped_admins_only():
    with pytest.raises(ImproperlyConfigured):
        admin.site.register(Villager, ModelAdmin)


def test_a_filter_that_lists_the_values_of_every_county_is_a_mistake():
    with pytest.raises(ImproperlyConfigured):
        scoped_filter(Villager, ("station__name", admin.AllValuesFieldListFilter))


def test_a_model_that_does_not_say_who_sees_it_is_a_mistake(youxi_staff):
    with pytest.raises(ImproperlyConfigured):
        visible_rows(ContentType, youxi_staff)


def test_an_admin_without_verbs_only_reads_even_for_the_superuser(superuser):
    bare = type("Bare", (ScopedAdmin,), {})(Villager, admin.site)
    request = request_of(superuser)

    assert not bare.has_add_permission(request)
    assert not bare.has_change_permission(request)
    assert not bare.has_delete_permission(request)
    assert bare.has_view_permission(request)


def station_form(reader, **answers):
    class StationForm(ScopedForm):
        class Meta:
            model = Station
            fields = ("code", "name", "village", "center", "status", "opened_on")

    StationForm.reader = reader
    with translation.override("en"):
        form = StationForm(answers)
        return form, str(form.errors)


def test_a_code_in_use_elsewhere_is_refused_without_saying_so(youxi_staff, fjyx001, zjtl001, youxi):
    village = make_region("350426103201").pk
    typed = {"name": "x", "village": village, "center": youxi.pk, "status": "applied"}

    _form, own = station_form(youxi_staff, code=fjyx001.code, **typed)
    _form, foreign = station_form(youxi_staff, code=zjtl001.code, **typed)

    assert "already exists" in own
    assert "already exists" not in foreign
    assert "This value cannot be used." in foreign


def test_a_refusal_of_a_verb_comes_back_in_the_filled_form(superuser, monkeypatch):
    table = admin.site._registry[Partner]

    def refuse(self, request, form):
        raise Refused("No room for this name.", field="name")

    monkeypatch.setattr(type(table), "add_by_verb", refuse)
    answers = {"name": "新人", "phone": "13800000077", "center": make_center().pk}
    response = client_of(superuser).post("/admin/partners/partner/add/", answers)

    assert response.status_code == 200
    form = response.context["adminform"].form
    assert form.errors == {"name": ["No room for this name."]}
    assert form["phone"].value() == "13800000077"
    assert not Partner.objects.exists()


def test_a_phone_in_a_list_shows_its_ends_only(youxi_staff, villager):
    body = client_of(youxi_staff).get("/admin/orders/villager/").content.decode()
    assert "138 **** 0001" in body
    assert "13800000001" not in body
