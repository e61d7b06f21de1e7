"""What a partner types at the counter."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.agent_orders.models import AgentOrder, AgentOrderLine
from orders.agent_orders.placing import HIGHEST_AMOUNT, NewLine
from partners.journal.kinds import Category
from stations import inputs
from stations.requests.forms import TokenForm as TokenForm
from stations.wording import yuan

# Full-width digits and signs come from Chinese keyboards.
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．，－", "0123456789.,-")


class PhoneField(forms.CharField):
    """A mobile number, however it is grouped or typed."""

    widget = inputs.PhoneInput

    def to_python(self, value: Any) -> str:
        digits = re.sub(r"[\s-]", "", str(super().to_python(value)).translate(_HALF_WIDTH))
        digits = digits.removeprefix("+86")
        if digits and not re.fullmatch(r"1\d{10}", digits):
            raise forms.ValidationError(_("A mobile number has 11 digits and begins with 1."), code="phone")
        return digits


class YuanField(forms.DecimalField):
    """An amount of money above zero, to the fen."""

    widget = inputs.MoneyInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", Decimal("0.01"))
        super().__init__(max_value=HIGHEST_AMOUNT, max_digits=14, decimal_places=2, **kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.translate(_HALF_WIDTH).replace(",", "").lstrip("¥￥ ").removesuffix("元").strip()
        return super().to_python(value)


class NewOrderForm(TokenForm):
    """The villager and the money; the goods are `LineForm`s."""

    phone = PhoneField(
        label=gettext_lazy("Villager's mobile number"),
        help_text=gettext_lazy("Who has been here before is found by it."),
    )
    name = forms.CharField(
        label=gettext_lazy("Villager's name"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Only for somebody new."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    consented = forms.BooleanField(
        label=gettext_lazy("The villager agrees that we keep name and number"), required=False
    )
    pay_when = forms.ChoiceField(
        label=gettext_lazy("When is it paid?"),
        choices=AgentOrder.PayWhen.choices,
        initial=AgentOrder.PayWhen.NOW,
        widget=forms.RadioSelect,
    )
    pay_how = forms.ChoiceField(
        label=gettext_lazy("How is it paid?"),
        choices=AgentOrder.PayHow.choices,
        initial=AgentOrder.PayHow.CASH,
        widget=forms.RadioSelect,
    )
    platform_order_no = forms.CharField(
        label=gettext_lazy("Platform order number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class LineForm(forms.Form):
    bound_field_class = inputs.KeyboardField
    title = forms.CharField(
        label=gettext_lazy("What is bought?"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    category = forms.ChoiceField(
        label=gettext_lazy("Category"),
        choices=[("", gettext_lazy("Please choose")), *Category.choices],
    )
    unit_price = YuanField(label=gettext_lazy("Price of one"))
    quantity = forms.IntegerField(
        label=gettext_lazy("Quantity"),
        initial=1,
        min_value=1,
        max_value=9999,
        widget=inputs.CountInput,
    )

    def line(self) -> NewLine:
        return NewLine(**self.cleaned_data)


MOST_LINES = 10


class _LineFormSet(forms.BaseFormSet):
    # Django speaks of forms that are submitted: nobody at a counter does.
    default_error_messages: ClassVar = {
        "too_few_forms": gettext_lazy("Please fill in what is bought."),
        "too_many_forms": gettext_lazy("Please order the rest separately: this is too much for one order."),
    }

    def lines(self) -> list[NewLine]:
        return [form.line() for form in self.forms if form.has_changed()]


LineFormSet = forms.formset_factory(
    LineForm,
    formset=_LineFormSet,
    extra=0,
    min_num=1,
    validate_min=True,
    max_num=MOST_LINES,
    absolute_max=MOST_LINES,
)


class PayForm(TokenForm):
    pay_how = forms.ChoiceField(
        label=gettext_lazy("How is it paid?"), choices=AgentOrder.PayHow.choices, widget=forms.RadioSelect
    )


class CodeForm(TokenForm):
    code = forms.CharField(label=gettext_lazy("Pick-up code"), max_length=8, widget=inputs.CodeInput)

    def clean_code(self) -> str:
        return re.sub(r"\s", "", self.cleaned_data["code"].translate(_HALF_WIDTH))


class ReasonForm(TokenForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class RefundForm(ReasonForm):
    """One amount a line; what is left empty stays paid."""

    def __init__(self, *args: Any, lines: list[AgentOrderLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in lines:
            left = line.amount - line.refunded
            # What was posted stays a field: a second tap must say the same as the first one.
            if left > 0 or self.data.get(f"line_{line.pk}"):
                self.fields[f"line_{line.pk}"] = YuanField(
                    label=line.title,
                    required=False,
                    help_text=_("At most %(left)s.") % {"left": yuan(left)},
                )
        self.order_fields(["token", *(name for name in self.fields if name.startswith("line_")), "reason"])

    def amounts(self) -> dict[int, Decimal]:
        return {
            int(name.removeprefix("line_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("line_") and value is not None
        }
