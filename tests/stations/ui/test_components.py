"""The parts every page is made of, as they come out in HTML."""

import re
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from stations import inputs
from stations.charts import Chart, Series


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def render(source, **context):
    html = Template("{% load cunzhan %}" + source).render(Context(context))
    return re.sub(r"\s+", " ", html).strip()


class Purchase(forms.Form):
    phone = forms.CharField(label="Phone", widget=inputs.PhoneInput, help_text="Eleven digits")
    price = forms.DecimalField(label="Price", widget=inputs.MoneyInput)
    note = forms.CharField(label="Note", required=False)
    pay = forms.ChoiceField(
        label="Pay", widget=forms.RadioSelect, choices=[("now", "Now"), ("later", "Later")]
    )
    agreed = forms.BooleanField(label="Agreed")


def test_a_field_ties_label_help_and_error_to_its_control():
    html = render("{{ form }}", form=Purchase({"phone": ""}))

    assert '<label for="id_phone">Phone</label>' in html
    control = re.search(r'<input type="tel" name="phone"[^>]*>', html)[0]
    assert 'aria-describedby="id_phone_helptext id_phone_error"' in control
    assert 'aria-invalid="true"' in control
    assert 'inputmode="tel"' in control
    assert 'id="id_phone_helptext"' in html
    assert '<ul class="errorlist" id="id_phone_error"><li>This field is required.</li></ul>' in html


def test_money_shows_its_yen_and_keeps_what_was_typed():
    html = render("{{ form.price.as_field_group }}", form=Purchase({"price": "12,5"}))

    assert '<div class="with-yen"><input type="text" name="price" value="12,5"' in html
    assert 'inputmode="decimal"' in html
    assert "Enter a number." in html


def test_what_may_stay_empty_says_so():
    form = Purchase()
    assert "(if any)" in render("{{ form.note.as_field_group }}", form=form)
    assert "(if any)" not in render("{{ form.phone.as_field_group }}", form=form)


def test_choices_stand_in_a_fieldset_with_a_legend():
    html = render("{{ form.pay.as_field_group }}", form=Purchase())
    assert '<fieldset class="choices"> <legend>Pay</legend>' in html


def test_errors_of_the_whole_form_come_first():
    form = Purchase({})
    form.add_error(None, "The float is too low.")
    assert render("{{ form }}", form=form).startswith(
        '<ul class="errorlist nonfield"><li>The float is too low.</li></ul>'
    )


def test_text_from_people_is_escaped():
    html = render(
        '{% include "ui/list_row.html" with title=text note=text status=text tone="alert" only %}',
        text="<b>方</b>",
    )
    assert "<b>" not in html
    assert html.count("&lt;b&gt;方&lt;/b&gt;") == 3


def test_an_amount_of_nothing_is_a_dash_and_zero_is_zero():
    source = '{% include "ui/amount.html" with value=value only %}'
    assert "—" in render(source, value=None)
    assert render(source, value=Decimal("0")) == (
        '<span class="amount"><span class="amount-yen">¥</span>0<wbr>'
        '<span class="amount-fen">.00</span></span>'
    )


def test_a_row_of_zero_yuan_still_shows_it():
    assert "¥" in render(
        '{% include "ui/list_row.html" with title="x" amount=value only %}', value=Decimal("0")
    )


@pytest.mark.parametrize(
    ("share", "width"), [(0.7321, "73.2%"), (None, "0.0%"), (1.2, "100.0%"), (-1, "0.0%")]
)
def test_a_bar_never_leaves_its_lane(share, width):
    assert render("{{ share|svg_length }}", share=share) == width


def test_a_chart_carries_its_exact_figures_as_a_table():
    chart = Chart(
        id="curve",
        title="Turnover by hour",
        kind="line",
        head="Hour",
        labels=["00:00", "01:00"],
        series=[
            Series("Paid", [Decimal("1234.50"), Decimal("0")]),
            Series("Net", [Decimal("1000"), Decimal("-5")]),
        ],
    )
    assert chart.rows == [["00:00", "¥1,234.50", "¥1,000.00"], ["01:00", "¥0.00", "-¥5.00"]]

    html = render('{% include "ui/chart.html" %}', chart=chart)
    assert '<canvas data-chart="curve-data">' in html
    assert '<script id="curve-data" type="application/json">' in html
    assert '<th scope="row">00:00</th><td class="num">¥1,234.50</td>' in html


def test_no_component_carries_style_or_script_of_its_own(settings):
    # A sheet that is taken away has nobody to ask for a stylesheet.
    alone = settings.BASE_DIR / "templates/orders/festivals/paper_alone.html"
    for path in {*(settings.BASE_DIR / "templates").rglob("*.html")} - {alone}:
        source = path.read_text()
        assert " style=" not in source, path
        assert "<style" not in source, path
        assert not re.search(r"<script(?![^>]*\bsrc=)", source), path
        assert not re.search(r"\son\w+=", source), path
