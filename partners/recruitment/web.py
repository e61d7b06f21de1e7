"""`/apply/`: for everybody, without a login. Floods are stopped by counts in PostgreSQL."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from partners.people.identity import fingerprint
from partners.recruitment.applying import find_application, submit_application, withdraw_application
from partners.recruitment.codes import check_form_token, new_form_token
from partners.recruitment.forms import ApplicationForm, StateForm
from partners.recruitment.lifecycle import TONES, UNDECIDED, ApplicationStatus, VacancyStatus
from partners.recruitment.models import Application, Vacancy
from partners.recruitment.places import plain_place, search_places
from stations.clock import today
from stations.phones import plain_phone
from stations.refusals import Refused
from stations.requests.limiting import MINUTE, address_of, is_flood, seconds_left
from stations.wording import day, moment

AN_HOUR = 60
# Looking costs less than writing, and one looks more often.
SEARCHES = 10
TYPED = 60


@require_safe
def apply_home(request: HttpRequest) -> HttpResponse:
    """Villages by name, and the places that are open there."""
    text = request.GET.get("q", "").replace("\0", "").strip()[:TYPED]
    limit = settings.APPLY_PER_ADDRESS * SEARCHES
    if text and _floods(request, "search", limit):
        return _too_many(request)
    found = search_places(text)
    context = {
        "q": text,
        "places": [_place(vacancy) for vacancy in found.vacancies],
        "without": [village.full_path for village in found.without],
    }
    return render(request, "partners/recruitment/apply_home.html", context)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def application_new(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for one place. Sent twice it is answered twice with the same number and code."""
    rows = Vacancy.objects.select_related("station__center", "station__village__parent__parent")
    vacancy: Vacancy = get_object_or_404(rows, pk=pk)
    if vacancy.status != VacancyStatus.OPEN or vacancy.closes_on < today():
        return render(request, "partners/recruitment/application_over.html", {"place": _place(vacancy)})
    if request.method != "POST":
        return _show_form(request, vacancy, ApplicationForm(initial={"token": new_form_token()}))
    if _floods(request, "apply", settings.APPLY_PER_ADDRESS):
        return _too_many(request)
    form = ApplicationForm(request.POST)
    if not form.is_valid():
        return _show_form(request, vacancy, form, status=422)
    try:
        token = check_form_token(form.cleaned_data["token"])
    except Refused as refused:
        form.add_error(None, str(refused))
        form.data = request.POST.dict() | {"token": new_form_token()}
        return _show_form(request, vacancy, form, status=422)
    if _phone_floods(form.cleaned_data["phone"], token):
        return _too_many(request)
    try:
        sent = submit_application(
            vacancy=vacancy, details=form.details(), consented=form.cleaned_data["consented"], token=token
        )
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return _show_form(request, vacancy, form, status=409 if refused.conflict else 422)
    context = {"number": sent.application.number, "code": sent.code, "place": _place(vacancy)}
    return render(request, "partners/recruitment/application_sent.html", context)


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def application_state(request: HttpRequest) -> HttpResponse:
    """Where an application stands, for whoever knows number and code; and its withdrawal."""
    form = StateForm(request.POST or None)
    if request.method != "POST":
        return render(request, "partners/recruitment/application_state.html", {"form": form})
    number = "".join(request.POST.get("number", "").upper().split())[:20]
    by_address = _floods(request, "state", settings.LOOK_UP_PER_ADDRESS)
    who = f"apply-number:{fingerprint(number)[:32]}"
    if is_flood(who=who, limit=settings.LOOK_UP_PER_NUMBER, minutes=AN_HOUR) or by_address:
        return _too_many(request)
    found = find_application(**form.cleaned_data) if form.is_valid() else None
    if form.is_valid() and found is None:
        form.add_error(None, _("Number and code do not go together. Please look again."))
    if found is None:
        context = {"form": form}
        return render(request, "partners/recruitment/application_state.html", context, status=422)
    refusal = ""
    if request.POST.get("withdraw"):
        try:
            found = withdraw_application(actor=None, application=found)
        except Refused as refused:
            refusal = str(refused)
    told: dict[str, Any] = {
        "application": found,
        "code": form.cleaned_data["code"],
        "refusal": refusal,
        "facts": _facts(found),
        "tone": TONES.get(ApplicationStatus(found.status), "waiting"),
        "undecided": found.status in UNDECIDED,
    }
    return render(request, "partners/recruitment/application_told.html", told)


# --- limits --------------------------------------------------------------------------


def _floods(request: HttpRequest, what: str, limit: int) -> bool:
    return is_flood(who=f"{what}:{address_of(request)}", limit=limit, minutes=AN_HOUR)


def _phone_floods(typed: str, token: str) -> bool:
    """By the number's keyed hash: the table of counts holds nobody's number. A repeat is free."""
    if Application.objects.filter(token=token).exists():
        return False
    who = f"apply-phone:{fingerprint(plain_phone(typed))[:32]}"
    return is_flood(who=who, limit=settings.APPLY_PER_PHONE, minutes=AN_HOUR)


def _too_many(request: HttpRequest) -> HttpResponse:
    wait = seconds_left(minutes=AN_HOUR)
    context = {"minutes": -(-wait // MINUTE)}
    response = render(request, "partners/recruitment/too_many.html", context, status=429)
    response["Retry-After"] = str(wait)
    return response


# --- what is shown -------------------------------------------------------------------


def _show_form(request: HttpRequest, vacancy: Vacancy, form: Any, *, status: int = 200) -> HttpResponse:
    context = {"place": _place(vacancy), "form": form}
    return render(request, "partners/recruitment/application_new.html", context, status=status)


def _place(vacancy: Vacancy) -> dict[str, Any]:
    village = vacancy.station.village
    above = [region.name for region in _above(village)]
    return {
        "pk": vacancy.pk,
        "title": vacancy.station.name,
        "lies_in": " › ".join([*above, plain_place(village.name)]),
        "until": _("until %(day)s") % {"day": day(vacancy.closes_on)},
        "words": vacancy.words,
        "center": vacancy.station.center.name,
        "phone": vacancy.station.center.phone,
    }


def _above(region: Any) -> list[Any]:
    path = []
    while region.parent_id:
        region = region.parent
        path.append(region)
    return path[::-1]


def _facts(application: Application) -> list[tuple[str, str]]:
    facts = [
        (_("Place"), application.vacancy.station.name),
        (_("Applied"), moment(application.created_at)),
    ]
    if application.status == ApplicationStatus.INVITED:
        facts += [
            (_("Interview"), moment(application.interview_at)),
            (_("Where"), application.interview_place),
        ]
    if application.reason:
        facts.append((_("Reason"), application.reason))
    center = application.vacancy.station.center
    return [*facts, (_("Your county center"), f"{center.name} {center.phone}".strip())]
