"""`/complain/`: a villager writes to the county, without a login and within limits."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from partners.complaints.flooding import check_not_flooding
from partners.complaints.lifecycle import Origin
from partners.complaints.models import ComplaintKind
from partners.complaints.receiving import receive_complaint
from stations.inputs import PhoneInput
from stations.network.models import Station
from stations.phones import is_mobile_number, plain_phone
from stations.refusals import Refused
from stations.requests.claiming import new_token
from stations.requests.forms import TokenForm


class ComplaintForm(TokenForm):
    """Which station, what happened, and where the answer goes."""

    code = forms.CharField(
        label=gettext_lazy("Code of the station"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocapitalize": "characters"}),
        help_text=gettext_lazy("It stands on the sign at the door, like FJYX001."),
    )
    kind: Any = forms.ModelChoiceField(
        label=gettext_lazy("What it is about"), queryset=None, empty_label=None, widget=forms.RadioSelect
    )
    subject = forms.CharField(label=gettext_lazy("In a few words"), max_length=60)
    text = forms.CharField(
        label=pgettext_lazy("of a complaint", "What happened"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    name = forms.CharField(label=gettext_lazy("Your name"), max_length=60, required=False)
    phone = forms.CharField(
        label=gettext_lazy("Your mobile number"),
        max_length=20,
        widget=PhoneInput,
        help_text=gettext_lazy("The answer comes there by SMS. The station does not learn your number."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = ComplaintKind.objects.filter(origin=Origin.VILLAGER, in_use=True)
        self.fields["kind"].queryset = kinds  # type: ignore[attr-defined]

    def clean_code(self) -> Station:
        code = self.cleaned_data["code"].replace("\0", "").strip().upper()
        station = Station.objects.filter(code=code, opened_on__isnull=False).first()
        if station is None:
            raise forms.ValidationError(_("No station has this code: look at the sign at its door."))
        return station

    def clean_phone(self) -> str:
        phone = plain_phone(self.cleaned_data["phone"])
        is_mobile_number(phone)
        return phone


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest) -> HttpResponse:
    """The form, and after it what happens next. Sent twice, it is one complaint."""
    if request.method != "POST":
        initial = {"token": new_token(), "code": request.GET.get("station", "")[:12]}
        return _show(request, ComplaintForm(initial=initial))
    form = ComplaintForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    said = {name: form.cleaned_data[name] for name in ("kind", "subject", "text", "name", "phone")}
    try:
        check_not_flooding(address=get_adapter().get_client_ip(request), phone=said["phone"])
        receive_complaint(
            actor=None,
            station=form.cleaned_data["code"],
            form_token=f"public:{form.cleaned_data['token']}"[:100],
            **said,
        )
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return _show(request, form, status=429 if refused.code == "too_many" else 422)
    return redirect("complain_sent")


@never_cache
@require_http_methods(["GET", "HEAD"])
def complain_sent(request: HttpRequest) -> HttpResponse:
    """Says that it arrived, and nothing of whom."""
    return render(request, "partners/complaints/complain_sent.html")


def _show(request: HttpRequest, form: Any, *, status: int = 200) -> HttpResponse:
    return render(request, "partners/complaints/complain.html", {"form": form}, status=status)
