"""What a partner types for a presale, and a county center for what it has laid in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.agent_orders.forms import PhoneField
from orders.agent_orders.models import AgentOrder
from orders.presale.models import PresaleGood
from orders.presale.stocking import MOST_PIECES
from stations import inputs
from stations.centers.models import CountyCenter
from stations.requests.forms import TokenForm
from stations.wording import moment, yuan

MOST_ORDERED = 999


class GoodField(forms.ModelChoiceField):
    """A good with what a villager asks: price, deposit, and from when the rest is paid."""

    widget = forms.RadioSelect

    def label_from_instance(self, good: Any) -> str:
        return _("%(title)s: %(price)s. Deposit %(deposit)s, balance %(balance)s from %(begin)s") % {
            "title": good.title,
            "price": yuan(good.price),
            "deposit": yuan(good.deposit),
            "balance": yuan(good.balance),
            "begin": moment(good.balance_from),
        }


class NewPresaleForm(TokenForm):
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
    good = GoodField(
        label=gettext_lazy("What is ordered?"), queryset=PresaleGood.objects.none(), empty_label=None
    )
    quantity = forms.IntegerField(
        label=gettext_lazy("Quantity"),
        initial=1,
        min_value=1,
        max_value=MOST_ORDERED,
        widget=inputs.CountInput,
    )
    pay_how = forms.ChoiceField(
        label=gettext_lazy("How is the deposit paid?"),
        choices=AgentOrder.PayHow.choices,
        initial=AgentOrder.PayHow.CASH,
        help_text=gettext_lazy("The balance is paid the same way."),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        goods: Any = self.fields["good"]
        goods.queryset = PresaleGood.objects.on_offer(timezone.now())


class GiveUpForm(TokenForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class ArrivalForm(TokenForm):
    """Pieces of one good at one of the reader's county centers."""

    center = forms.ModelChoiceField(
        label=gettext_lazy("County operation center"), queryset=CountyCenter.objects.none(), empty_label=None
    )
    good = forms.ModelChoiceField(
        label=gettext_lazy("What has arrived?"), queryset=PresaleGood.objects.none(), empty_label=None
    )
    pieces = forms.IntegerField(
        label=gettext_lazy("Pieces"),
        min_value=-MOST_PIECES,
        max_value=MOST_PIECES,
        help_text=gettext_lazy("Below zero takes back what was counted wrongly."),
        widget=forms.NumberInput(attrs={"autocomplete": "off"}),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example the delivery note; needed for a correction."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, reader: Any, festival: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        centers: Any = self.fields["center"]
        centers.queryset = CountyCenter.objects.visible_to(reader).order_by("code")
        goods: Any = self.fields["good"]
        goods.queryset = PresaleGood.objects.filter(festival=festival)
