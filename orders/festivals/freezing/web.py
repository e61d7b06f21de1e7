"""Snapshots of a festival: head office takes them, everybody at a desk reads their own part."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from orders.festivals.freezing.differences import Differences, differences, reading_of_now
from orders.festivals.freezing.document import checksum_of, thaw
from orders.festivals.freezing.files import DIFFERENCE_FORMATS, SNAPSHOT_FORMATS, definitions_of
from orders.festivals.freezing.models import SnapshotPart
from orders.festivals.freezing.queries import snapshots_of
from orders.festivals.freezing.tables import (
    change_table,
    day_table,
    elsewhere_in_words,
    places_table,
    whole_table,
)
from orders.festivals.freezing.taking import freeze_festival
from orders.festivals.models import Festival
from orders.festivals.pictures import curve
from orders.festivals.rankings import mix
from stations.clock import SHANGHAI
from stations.exporting.recording import may_export
from stations.refusals import Refused
from stations.report_pages import place_of, report_file
from stations.requests.claiming import new_token, once
from stations.requests.forms import TokenForm
from stations.scope.web import county_page, get_visible_or_404

PER_PAGE = 50


class FreezeForm(TokenForm):
    reason = forms.CharField(
        label=gettext_lazy("What for"),
        max_length=200,
        help_text=gettext_lazy("Stands beside it for ever, like “midnight, for the press”."),
    )


@county_page
@require_http_methods(["GET", "HEAD", "POST"])
def snapshots(request: HttpRequest, slug: str) -> HttpResponse:
    """A festival's snapshots; whoever may takes another one."""
    festival: Festival = get_visible_or_404(Festival, request.user, slug=slug)
    may_freeze = request.user.has_perm("orders.add_festivalsnapshot")
    form: FreezeForm | None = FreezeForm(initial={"token": new_token()}) if may_freeze else None
    status = 200
    if request.method == "POST":
        if not may_freeze:
            raise PermissionDenied
        form = FreezeForm(request.POST)
        if form.is_valid():
            try:
                pk = _freeze(request, festival, form)
            except Refused as refused:
                status = form.refuse(refused)
            else:
                messages.success(request, _("The snapshot is taken."))
                return redirect("festival_snapshot", slug, pk)
        else:
            status = 422
    rows = snapshots_of(request.user).filter(festival=festival)
    context = {
        "festival": festival,
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "form": form,
        "place": place_of(request.user),
    }
    return render(request, "orders/festivals/snapshots.html", context, status=status)


def _freeze(request: HttpRequest, festival: Festival, form: FreezeForm) -> Any:
    reason = form.cleaned_data["reason"]
    pk, _repeated = once(
        actor=request.user,
        token=form.cleaned_data["token"],
        purpose="freeze",
        content={"festival": festival.pk, "reason": reason},
        work=lambda: freeze_festival(actor=request.user, festival=festival, reason=reason).pk,  # type: ignore[arg-type]
    )
    return pk


@county_page
@require_safe
def snapshot(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What was frozen, out of its document alone: the same page whatever happens afterwards."""
    part = part_or_404(request, slug, pk)
    frozen = thaw(part.document)
    report = frozen.report
    page = Paginator(report.stations, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "slug": slug,
        "pk": pk,
        "asked": asked(request, part),
        "part": part,
        "as_of": written(report.as_of),
        "starts": written(report.festival.starts_at),
        "ends": written(report.festival.ends_at),
        "fits": checksum_of(part.document) == part.checksum,
        "report": report,
        "county": None if report.national else report.counties[0],
        "definitions": definitions_of(frozen.definitions),
        "may_export": may_export(request.user, "festival"),
        "curve": curve(report),
        "mix": mix(report),
        "provinces": places_table("provinces", report.provinces),
        "counties": places_table("counties", report.counties),
        "page_obj": page,
        "stations": places_table("stations", list(page), start=page.start_index()),
        "place": place_of(request.user),
    }
    return render(request, "orders/festivals/snapshot.html", context)


@county_page
@require_safe
def snapshot_file(request: HttpRequest, slug: str, pk: int, kind: str) -> HttpResponse:
    """The same to take away; the JSON is the document that the checksum is of."""
    if kind not in SNAPSHOT_FORMATS:
        raise Http404
    part = part_or_404(request, slug, pk)
    write, content_type = SNAPSHOT_FORMATS[kind]
    return report_file(
        request,
        write(part),
        what="festival",
        name=f"{slug}-snapshot-{pk}{_of_county(part)}.{kind}",
        content_type=content_type,
        rows=part.stations,
    )


@county_page
@require_safe
def snapshot_differences(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What changed since, or up to another snapshot."""
    part = part_or_404(request, slug, pk)
    found = found_differences(request, slug, part)
    later = [
        {
            "label": f"{_('Snapshot')} {written(other.as_of)}",
            "href": f"?against={other.pk}",
            "current": request.GET.get("against") == str(other.pk),
            "count": "",
        }
        for other in snapshots_of(request.user).filter(
            festival__slug=slug, as_of__gt=found.before.report.as_of
        )[:5]
    ]
    now = {"label": _("Now"), "href": "?", "current": not request.GET.get("against"), "count": ""}
    page = Paginator(found.stations, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "slug": slug,
        "pk": pk,
        "asked": f"?{request.GET.urlencode()}" if request.GET else "",
        "part": part,
        "found": found,
        "from": written(found.before.report.as_of),
        "to": written(found.after.report.as_of),
        "views": [now, *later] if later else [],
        "whole": whole_table(found),
        "days": day_table(found),
        "elsewhere": elsewhere_in_words(found),
        "provinces": change_table(_("Province"), found.provinces),
        "counties": change_table(_("County"), found.counties),
        "categories": change_table(_("Category"), found.categories),
        "page_obj": page,
        "stations": change_table(_("Station"), page),
        "place": place_of(request.user),
    }
    return render(request, "orders/festivals/differences.html", context)


@county_page
@require_safe
def differences_file(request: HttpRequest, slug: str, pk: int, kind: str) -> HttpResponse:
    if kind not in DIFFERENCE_FORMATS:
        raise Http404
    part = part_or_404(request, slug, pk)
    write, content_type = DIFFERENCE_FORMATS[kind]
    found = found_differences(request, slug, part)
    return report_file(
        request,
        write(found),
        what="festival",
        name=f"{slug}-snapshot-{pk}{_of_county(part)}-differences.{kind}",
        content_type=content_type,
        rows=len(found.stations),
    )


# --- parts ---------------------------------------------------------------------------


def part_or_404(request: HttpRequest, slug: str, pk: int) -> SnapshotPart:
    """The reader's part of a snapshot; head office may ask for a county's (`?county=350426`)."""
    rows = SnapshotPart.objects.of(request.user, request.GET.get("county", ""))
    part: SnapshotPart = get_visible_or_404(
        rows.select_related("snapshot", "center__county"),
        request.user,
        snapshot=pk,
        snapshot__festival__slug=slug,
    )
    return part


def asked(request: HttpRequest, part: SnapshotPart) -> str:
    """What an address needs to name the same part: nothing where it is the reader's own."""
    return f"?county={part.center.county_id}" if request.GET.get("county") and part.center else ""


def found_differences(request: HttpRequest, slug: str, part: SnapshotPart) -> Differences:
    """From a part to now, or to the same part of the snapshot that `?against=` names."""
    before = thaw(part.document)
    if not (against := request.GET.get("against")):
        return differences(before, reading_of_now(part))
    after = thaw(part_or_404(request, slug, against).document)  # type: ignore[arg-type]
    if not before.precedes(after):
        raise Http404
    return differences(before, after)


def written(moment: Any) -> str:
    """With its year, or the page would read otherwise in the next one."""
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _of_county(part: SnapshotPart) -> str:
    return f"-{part.center.county_id}" if part.center else ""
