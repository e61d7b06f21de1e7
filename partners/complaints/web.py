"""A partner's questions, and what villagers complained of at the partner's stations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from partners.complaints.lifecycle import Origin
from partners.complaints.models import Complaint, ComplaintKind
from partners.complaints.receiving import ask_question
from stations.network.models import Station
from stations.notices.models import masked_text
from stations.refusals import Refused
from stations.requests.claiming import new_token, once
from stations.requests.forms import TokenForm
from stations.scope.web import for_roles, get_visible_or_404
from stations.wording import day

PER_PAGE = 20

partner_page = for_roles("partner")


@partner_page
@require_safe
def my_questions(request: HttpRequest) -> HttpResponse:
    """My questions with their answers; or complaints about my stations, without who complained."""
    about_me = request.GET.get("view") == "complaints"
    mine = Complaint.objects.visible_to(request.user).select_related("kind", "station")
    origin = Origin.VILLAGER if about_me else Origin.PARTNER
    page: Page[Any] = Paginator(mine.filter(origin=origin), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = [_row(one) for one in page.object_list]
    context = {
        "tab": "today",
        "about_me": about_me,
        "views": [
            {"label": _("My questions"), "href": "?", "current": not about_me, "count": ""},
            {
                "label": _("Complaints about my station"),
                "href": "?view=complaints",
                "current": about_me,
                "count": "",
            },
        ],
        "page_obj": page,
        "may_ask": bool(request.user.scope.stations),  # type: ignore[union-attr]
    }
    return render(request, "partners/complaints/my_questions.html", context)


@partner_page
@require_safe
def my_question(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them. Of a complaint a partner reads neither name, number nor text."""
    rows = Complaint.objects.select_related("kind", "station")
    complaint: Complaint = get_visible_or_404(rows, request.user, pk=pk)
    own = complaint.origin == Origin.PARTNER
    context = {
        "tab": "today",
        "complaint": complaint,
        "own": own,
        "title": complaint.subject if own else masked_text(complaint.subject),
        "told": complaint.answer if own else complaint.for_station,
    }
    return render(request, "partners/complaints/my_question.html", context)


class QuestionForm(TokenForm):
    """What a partner wants to know of the county."""

    station: Any = forms.ModelChoiceField(label=gettext_lazy("Station"), queryset=None, empty_label=None)
    kind: Any = forms.ModelChoiceField(
        label=gettext_lazy("What it is about"), queryset=None, empty_label=None, widget=forms.RadioSelect
    )
    subject = forms.CharField(label=gettext_lazy("In a few words"), max_length=60)
    text = forms.CharField(
        label=gettext_lazy("In full"), max_length=1000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, stations: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["station"].queryset = stations  # type: ignore[attr-defined]
        kinds = ComplaintKind.objects.filter(origin=Origin.PARTNER, in_use=True)
        self.fields["kind"].queryset = kinds  # type: ignore[attr-defined]


@partner_page
@require_http_methods(["GET", "HEAD", "POST"])
def question_new(request: HttpRequest) -> HttpResponse:
    """Asks the county; the question's page tells when the answer is due."""
    stations = Station.objects.visible_to(request.user).order_by("code")
    if request.method != "POST":
        first = stations.first()
        if first is None:
            return redirect("my_questions")
        return _show(request, QuestionForm(stations, initial={"token": new_token(), "station": first}))
    form = QuestionForm(stations, request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    asked = {name: form.cleaned_data[name] for name in ("station", "kind", "subject", "text")}
    try:
        pk, _repeat = once(
            actor=request.user,
            token=form.cleaned_data["token"],
            purpose="question",
            content={name: getattr(value, "pk", value) for name, value in asked.items()},
            work=lambda: ask_question(actor=request.user, **asked).pk,
        )
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return _show(request, form, status=409 if refused.conflict else 422)
    messages.success(request, _("The county has your question. The answer will stand here."))
    return redirect("my_question", pk=pk)


def _show(request: HttpRequest, form: Any, *, status: int = 200) -> HttpResponse:
    context = {"tab": "today", "form": form}
    return render(request, "partners/complaints/question_new.html", context, status=status)


def _row(one: Complaint) -> dict[str, Any]:
    """A complaint or question for a list."""
    own = one.origin == Origin.PARTNER
    due = _("answer by %(day)s") % {"day": day(one.due_on)}
    told = [str(one.kind), one.station.name, day(one.answered_at) if one.answered_at else due]
    if one.upheld is not None:
        told.append(_("upheld") if one.upheld else _("not upheld"))
    return {
        "title": one.subject if own else masked_text(one.subject),
        "note": " · ".join(told),
        "href": reverse("my_question", args=[one.pk]),
        "status": one.get_status_display(),
        "tone": one.tone,
    }
