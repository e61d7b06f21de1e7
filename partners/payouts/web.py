"""My payouts and where they go, on a phone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from partners.ledger.kinds import AccountKind
from partners.ledger.models import Balance
from partners.payouts.accounts.entering import enter_account
from partners.payouts.accounts.models import PayoutAccount
from partners.payouts.lifecycle import TONES, Channel, PayoutStatus
from partners.payouts.models import Payout, PayoutRule
from partners.people.models import Partner
from stations.clock import today
from stations.money import ZERO
from stations.refusals import Refused
from stations.requests.claiming import new_token, once
from stations.requests.forms import TokenForm
from stations.scope import scope_of
from stations.scope.web import for_roles
from stations.wording import day
from stations.wording import month as month_in_words

PER_PAGE = 20

partner_page = for_roles("partner")


@partner_page
@require_safe
def my_payouts(request: HttpRequest) -> HttpResponse:
    """What is owed, where it goes and when, and every payout with what became of it."""
    told = Payout.objects.visible_to(request.user).told()
    mine = told.select_related("batch", "account").defer("account__number")
    page: Page[Any] = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = [_row(payout) for payout in page.object_list]
    accounts = PayoutAccount.objects.visible_to(request.user).defer("number")
    owed = Balance.objects.filter(account__kind=AccountKind.PAYABLE)
    balance = owed.filter(account__partner=scope_of(request.user).person).first()
    context = {
        "tab": "income",
        "owed": balance.amount if balance else ZERO,
        "paid": Payout.objects.visible_to(request.user).paid_sum(),
        "rule": PayoutRule.objects.on(today()).first(),
        "account": accounts.in_force().first(),
        "waiting": accounts.open().first(),
        "page_obj": page,
    }
    return render(request, "partners/payouts/my_payouts.html", context)


class AccountForm(TokenForm):
    """Where to; the holder is the partner. The number is called `card`, which a draft seals."""

    channel = forms.ChoiceField(
        label=gettext_lazy("Pay me through"), choices=Channel.choices, widget=forms.RadioSelect
    )
    bank = forms.CharField(
        label=gettext_lazy("Bank and branch"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("For a bank account, as it stands on the card or the passbook."),
    )
    card = forms.CharField(
        label=gettext_lazy("Account number"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Of the bank account; for Alipay the mobile number or e-mail address."),
    )


@partner_page
@require_http_methods(["GET", "HEAD", "POST"])
def my_account(request: HttpRequest) -> HttpResponse:
    """Enters where the partner wants to be paid; the county confirms it."""
    partner = Partner.objects.filter(user=request.user.pk).first()
    if partner is None:
        return redirect("my_payouts")
    if request.method != "POST":
        initial = {"token": new_token(), "channel": Channel.BANK}
        return _show(request, partner, AccountForm(initial=initial))
    form = AccountForm(request.POST)
    if not form.is_valid():
        return _show(request, partner, form, status=422)
    typed = {name: form.cleaned_data[name] for name in ("channel", "bank")}
    typed["number"] = form.cleaned_data["card"]
    try:
        once(
            actor=request.user,
            token=form.cleaned_data["token"],
            purpose="payout-account",
            content=typed,
            work=lambda: enter_account(actor=request.user, partner=partner, **typed).pk,
        )
    except Refused as refused:
        field = "card" if refused.field == "number" else refused.field
        form.add_error(field if field in form.fields else None, str(refused))
        return _show(request, partner, form, status=409 if refused.conflict else 422)
    messages.success(request, _("The county compares it with your papers and confirms it."))
    return redirect("my_payouts")


def _show(request: HttpRequest, partner: Partner, form: Any, *, status: int = 200) -> HttpResponse:
    context = {"tab": "income", "partner": partner, "form": form}
    return render(request, "partners/payouts/my_account.html", context, status=status)


def _row(payout: Payout) -> dict[str, Any]:
    """A payout for a list."""
    when = payout.paid_at or payout.ended_at or payout.sent_at
    told = [day(when), str(payout.account), payout.number]
    if payout.reason:
        told.append(payout.reason)
    return {
        "title": month_in_words(payout.batch.month),
        "note": " · ".join(told),
        "amount": payout.amount,
        "status": payout.get_status_display(),
        "tone": TONES.get(PayoutStatus(payout.status), ""),
    }
