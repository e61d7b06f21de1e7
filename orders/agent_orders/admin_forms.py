"""What the desk still has to be asked before an order changes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.agent_orders.models import AgentOrder
from stations.scope.admin_actions import VerbForm
from stations.wording import yuan


class PaymentForm(VerbForm):
    pay_how = forms.ChoiceField(label=gettext_lazy("Paid how"), choices=AgentOrder.PayHow.choices)


class CodeForm(VerbForm):
    code = forms.CharField(label=gettext_lazy("Pick-up code"), max_length=6)


class RefundForm(VerbForm):
    """One amount for each line that has something left, and why."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)

    def prepare(self) -> None:
        for line in self.row.lines.all():
            left = line.amount - line.refunded
            # A second click must say the same as the first one, which has changed what is left:
            # the form takes what was posted, and the verb says whether it may go back.
            if left > 0 or self.data.get(f"line_{line.pk}"):
                self.fields[f"line_{line.pk}"] = forms.DecimalField(
                    label=f"{line.line_no}. {line.title}",
                    required=False,
                    min_value=Decimal("0.01"),
                    max_value=line.amount,
                    max_digits=14,
                    decimal_places=2,
                    help_text=_("At most %(left)s. Left empty: nothing.") % {"left": yuan(left)},
                )
        self.order_fields([name for name in self.fields if name != "reason"])

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if not self.errors and not self.amounts(answers):
            raise forms.ValidationError(_("Say how much goes back."))
        return answers

    @staticmethod
    def amounts(answers: dict[str, Any]) -> dict[int, Decimal]:
        """What goes back by line id."""
        return {
            int(name.removeprefix("line_")): amount
            for name, amount in answers.items()
            if name.startswith("line_") and amount is not None
        }
