"""What head office and the county tell a partner."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partners.announcements.models import Announcement
from partners.announcements.reading import confirm_announcement, read_announcement
from stations.clock import today
from stations.refusals import Refused
from stations.requests.claiming import new_token
from stations.requests.forms import TokenForm
from stations.scope import scope_of
from stations.scope.web import for_roles, get_visible_or_404
from stations.wording import day

PER_PAGE = 20

partner_page = for_roles("partner")


@partner_page
@require_safe
def announcement_list(request: HttpRequest) -> HttpResponse:
    """What is told to me now; pinned ones first."""
    person = scope_of(request.user).person
    rows = Announcement.objects.visible_to(request.user).told_on(today()).with_reading_of(person)
    page: Page[Any] = Paginator(rows.select_related("owner"), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = [announcement_row(one) for one in page.object_list]
    context = {"tab": "today", "page_obj": page}
    return render(request, "partners/announcements/announcement_list.html", context)


@partner_page
@require_http_methods(["GET", "HEAD", "POST"])
def announcement_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them. Opening it is noted; confirming is a button."""
    rows = Announcement.objects.select_related("owner")
    announcement: Announcement = get_visible_or_404(rows, request.user, pk=pk)
    if request.method != "POST":
        return _show(request, announcement, TokenForm(initial={"token": new_token()}))
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _show(request, announcement, form, status=422)
    try:
        confirm_announcement(actor=request.user, announcement=announcement)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _show(request, announcement, form, status=409 if refused.conflict else 422)
    messages.success(request, _("Confirmed. Thank you for reading."))
    return redirect("announcement_list")


def _show(
    request: HttpRequest, announcement: Announcement, form: TokenForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "tab": "today",
        "announcement": announcement,
        "reading": read_announcement(actor=request.user, announcement=announcement),
        "form": form,
    }
    return render(request, "partners/announcements/announcement_page.html", context, status=status)


def announcement_row(one: Any) -> dict[str, Any]:
    """An announcement for a list; wants `with_reading_of`."""
    told = [one.sender, day(one.valid_from)]
    if one.pinned:
        told.append(_("pinned"))
    if one.is_read:
        status, tone = _("read"), "done"
    else:
        status, tone = (_("please confirm"), "alert") if one.must_confirm else (_("new"), "waiting")
    return {
        "title": one.headline,
        "note": " · ".join(told),
        "href": reverse("announcement_page", args=[one.pk]),
        "status": status,
        "tone": tone,
    }
