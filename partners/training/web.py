"""What partners see of their training: certificates, places and dates, and what they may enrol for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from partners.people.models import Partner
from partners.training.certifying import missing_courses
from partners.training.lifecycle import TONES, EnrolmentStatus
from partners.training.models import Certificate, Course, Enrolment, TrainingSession
from partners.training.seats import has_left, leave_seat, take_seat
from stations.clock import today
from stations.refusals import Refused
from stations.requests.claiming import new_token, once
from stations.requests.forms import TokenForm
from stations.scope.web import IN_THE_COUNTY, for_roles, get_visible_or_404
from stations.wording import day

partner_page = for_roles("partner")


@partner_page
@require_safe
def my_training(request: HttpRequest) -> HttpResponse:
    """Certificates, places in sessions, and what an opening still asks for."""
    partner = _partner_of(request)
    certificates = Certificate.objects.visible_to(request.user).select_related("course")
    places = Enrolment.objects.visible_to(request.user).select_related("session__course", "session__center")
    left = partner is None or has_left(partner)
    context = {
        "certificates": [_certificate_row(one) for one in certificates],
        "places": [_place_row(one) for one in places],
        "missing": ", ".join(course.name for course in _missing(partner)) if not left else "",
        "may_enrol": not left and _offered(partner).exists(),
        "left": left,
    }
    return render(request, "partners/training/my_training.html", context)


class SeatForm(TokenForm):
    session = forms.ChoiceField(label=gettext_lazy("Which session?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, sessions: list[TrainingSession], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["session"]
        field.choices = [(str(one.pk), _in_words(one)) for one in sessions]


@partner_page
@require_http_methods(["GET", "HEAD", "POST"])
def take_my_seat(request: HttpRequest) -> HttpResponse:
    """The sessions to come in the partner's county, one of them to be chosen."""
    partner = _partner_of(request)
    if partner is None or has_left(partner):
        return redirect("my_training")
    sessions = list(_offered(partner).select_related("course", "center").counted().order_by("held_on", "pk"))
    if request.method != "POST":
        form = SeatForm(sessions=sessions, initial={"token": new_token()})
        return render(request, "partners/training/take_my_seat.html", {"form": form, "sessions": sessions})
    form = SeatForm(request.POST, sessions=sessions)
    context = {"form": form, "sessions": sessions}
    if not form.is_valid():
        return render(request, "partners/training/take_my_seat.html", context, status=422)
    chosen = next(one for one in sessions if str(one.pk) == form.cleaned_data["session"])
    try:
        once(
            actor=request.user,
            token=form.cleaned_data["token"],
            purpose="training-seat",
            content={"session": chosen.pk},
            work=lambda: take_seat(actor=request.user, session=chosen, partner=partner).pk,
        )
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        status = 409 if refused.conflict else 422
        return render(request, "partners/training/take_my_seat.html", context, status=status)
    messages.success(request, _("You have a place. Bring your ID card."))
    return redirect("my_training")


@partner_page
@require_http_methods(["GET", "HEAD", "POST"])
def my_seat(request: HttpRequest, pk: int) -> HttpResponse:
    """One place: when and where; up to the day before it can be given back."""
    rows = Enrolment.objects.select_related("session__course", "session__center", "partner")
    place: Enrolment = get_visible_or_404(rows, request.user, pk=pk)
    to_come = place.status == EnrolmentStatus.ENROLLED and place.session.held_on > today()
    form = TokenForm(request.POST or None, initial={"token": new_token()}) if to_come else None
    context = {"place": _place_row(place), "session": place.session, "score": place.score, "form": form}
    if request.method != "POST" or form is None:
        return render(request, "partners/training/my_seat.html", context)
    if not form.is_valid():
        return render(request, "partners/training/my_seat.html", context, status=422)
    try:
        once(
            actor=request.user,
            token=form.cleaned_data["token"],
            purpose="training-leave",
            content={"place": place.pk},
            work=lambda: leave_seat(actor=request.user, enrolment=place).pk,
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        status = 409 if refused.conflict else 422
        return render(request, "partners/training/my_seat.html", context, status=status)
    messages.success(request, _("Your place is free for somebody else."))
    return redirect("my_training")


@for_roles("partner", *IN_THE_COUNTY)
@require_safe
def certificate_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate as it is printed, for its owner and the desk."""
    rows = Certificate.objects.select_related("partner__center", "course", "enrolment__session")
    certificate: Certificate = get_visible_or_404(rows, request.user, pk=pk)
    mine = getattr(request.user, "role", "") == "partner"
    facts = [
        (_("Course"), certificate.course.name),
        (_("Number"), certificate.number),
        (_("Test passed with"), _("%(score)d of 100") % {"score": certificate.score}),
        (_("Issued"), f"{certificate.issued_on:%Y-%m-%d}"),
        (
            _("Valid until"),
            f"{certificate.valid_until:%Y-%m-%d}" if certificate.valid_until else _("without end"),
        ),
        (_("Center"), certificate.partner.center.name),
    ]
    context = {
        "base": "base_partner.html" if mine else "base_report.html",
        "mine": mine,
        "certificate": certificate,
        "facts": facts,
    }
    return render(request, "partners/training/certificate.html", context)


def _partner_of(request: HttpRequest) -> Partner | None:
    partner: Partner | None = (
        Partner.objects.filter(user=request.user.pk)
        .select_related("center")
        .prefetch_related("tenures")
        .first()
    )
    return partner


def _missing(partner: Partner | None) -> list[Course]:
    return missing_courses(partner, today()) if partner is not None else []


def _offered(partner: Partner | None) -> Any:
    if partner is None:
        return TrainingSession.objects.none()
    return TrainingSession.objects.offered_to(partner, today())


def _in_words(session: TrainingSession) -> str:
    free = session.seats - session.taken  # type: ignore[attr-defined]
    told = {
        "course": session.course.name,
        "day": day(session.held_on),
        "time": f"{session.starts_at:%H:%M}",
        "room": session.room,
        "free": max(free, 0),
    }
    return _("%(course)s, %(day)s %(time)s, %(room)s: %(free)d seats free") % told


def _certificate_row(certificate: Certificate) -> dict[str, Any]:
    until = certificate.valid_until
    note = _("valid until %(day)s") % {"day": day(until)} if until else _("without end")
    valid = certificate.revoked_on is None and (until is None or until >= today())
    return {
        "pk": certificate.pk,
        "title": certificate.course.name,
        "note": f"{certificate.number} · {note}",
        "status": certificate.state,
        "tone": "done" if valid else "alert",
    }


def _place_row(place: Enrolment) -> dict[str, Any]:
    session = place.session
    return {
        "pk": place.pk,
        "title": session.course.name,
        "note": f"{day(session.held_on)} {session.starts_at:%H:%M} · {session.room}",
        "status": place.get_status_display(),
        "tone": TONES.get(EnrolmentStatus(place.status), "quiet"),
    }
