"""A partner says that a line is wrong, from the line's own page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from partners.income.disputes.disputing import check_disputable, raise_dispute
from partners.income.models import Earning
from partners.journal.subjects import label_of
from stations.refusals import Refused
from stations.requests.claiming import new_token, once
from stations.requests.forms import TokenForm
from stations.scope.web import for_roles, get_visible_or_404


class DisputeForm(TokenForm):
    """What is wrong, in the partner's words."""

    text = forms.CharField(
        label=gettext_lazy("What is wrong?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Say what you expected, and why. The county answers within a week."),
    )


@for_roles("partner")
@require_http_methods(["GET", "HEAD", "POST"])
def line_dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a dispute; once sent, the line's page tells of it."""
    rows = Earning.objects.select_related("statement", "partner")
    line: Earning = get_visible_or_404(rows, request.user, pk=pk)
    if request.method != "POST":
        try:
            check_disputable(line)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("my_income_line", pk=line.pk)
        return _show(request, line, DisputeForm(initial={"token": new_token()}))
    form = DisputeForm(request.POST)
    if not form.is_valid():
        return _show(request, line, form, status=422)
    try:
        once(
            actor=request.user,
            token=form.cleaned_data["token"],
            purpose="dispute",
            content={"line": line.pk, "text": form.cleaned_data["text"]},
            work=lambda: raise_dispute(actor=request.user, line=line, text=form.cleaned_data["text"]).pk,
        )
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return _show(request, line, form, status=409 if refused.conflict else 422)
    messages.success(request, _("The county has your question. The answer will stand here."))
    return redirect("my_income_line", pk=line.pk)


def _show(request: HttpRequest, line: Earning, form: Any, *, status: int = 200) -> HttpResponse:
    context = {"tab": "income", "line": line, "name": label_of(line.subject), "form": form}
    return render(request, "partners/income/line_dispute.html", context, status=status)
