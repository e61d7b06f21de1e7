"""The report to take away: files, a sheet to print, and each county's sheet in one zip."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from orders.festivals.by_county import OfCenter, county_reports
from orders.festivals.definitions import in_words
from orders.festivals.exporting.paper import Paper, People, alone, people_of
from orders.festivals.exporting.streaming import in_pieces, streamed_file, zipped
from orders.festivals.files import FORMATS, csv_sheet
from orders.festivals.freezing.document import thaw
from orders.festivals.freezing.files import definitions_of
from orders.festivals.freezing.models import SnapshotPart
from orders.festivals.freezing.web import asked, part_or_404
from orders.festivals.models import Festival
from orders.festivals.report import FestivalReport, festival_report
from orders.festivals.snapshot import one_snapshot
from stations.centers.models import CountyCenter
from stations.exporting.recording import may_export, record_export
from stations.report_pages import place_of, report_file
from stations.scope.web import county_page, get_visible_or_404
from stations.sheets import csv_lines

ZIP = "application/zip"


@county_page
@require_safe
def festival_file(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """The report of the page as a file."""
    if kind not in FORMATS:
        raise Http404
    _may_export(request)
    report = festival_report(_festival(request, slug), request.user)
    name, rows = f"{_name(report)}.{kind}", len(report.stations)
    write, content_type = FORMATS[kind]
    if kind == "csv":
        lines = in_pieces(csv_lines(csv_sheet(report)))
        return streamed_file(
            request, _in_this_language(lines), name=name, content_type=content_type, rows=rows
        )
    document = write(report)
    return report_file(request, document, what="festival", name=name, content_type=content_type, rows=rows)


@county_page
@require_safe
def festival_print(request: HttpRequest, slug: str) -> HttpResponse:
    """The report on paper; head office may ask for one county's (`?county=350426`)."""
    _may_export(request)
    festival = _festival(request, slug)
    reader: Any = request.user
    if county := request.GET.get("county"):
        center: CountyCenter = get_visible_or_404(CountyCenter, request.user, county=county)
        reader = OfCenter(center.pk)
    report = festival_report(festival, reader)
    paper = Paper(report, in_words(), people_of(report, reader))
    back = reverse("festival_report", args=[slug])
    return _paper(request, paper, name=f"{_name(report)}.html", back=back)


@county_page
@require_safe
def festival_counties(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A sheet for each county of the reader's, packed one by one."""
    _may_export(request)
    with one_snapshot():
        report = festival_report(_festival(request, slug), request.user)
        counties = county_reports(report)
        people = people_of(report, request.user)
    papers = (Paper(one, in_words(), _those_of(one, people)) for one in counties)
    name = f"{_name(report)}-counties.zip"
    return _zip(request, papers, name=name, rows=len(report.stations), as_of=report.as_of)


@county_page
@require_safe
def snapshot_print(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What was frozen, on paper. It names nobody: what is kept for ever holds no person."""
    _may_export(request)
    part = part_or_404(request, slug, pk)
    back = f"{reverse('festival_snapshot', args=[slug, pk])}{asked(request, part)}"
    return _paper(request, _frozen(part), name=f"{slug}-snapshot-{pk}.html", back=back)


@county_page
@require_safe
def snapshot_counties(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """A sheet for each county's part of a snapshot that the reader may see."""
    _may_export(request)
    own = part_or_404(request, slug, pk)
    parts = SnapshotPart.objects.visible_to(request.user).filter(snapshot=own.snapshot_id)
    papers = map(_frozen, parts.exclude(center=None).order_by("center__county").iterator(chunk_size=20))
    name = f"{slug}-snapshot-{pk}-counties.zip"
    return _zip(request, papers, name=name, rows=own.stations, as_of=own.snapshot.as_of)


# --- parts ---------------------------------------------------------------------------


def _may_export(request: HttpRequest) -> None:
    """Asked before the work; the log asks again."""
    if not may_export(request.user, "festival"):
        raise PermissionDenied


def _festival(request: HttpRequest, slug: str) -> Festival:
    festival: Festival = get_visible_or_404(Festival, request.user, slug=slug)
    return festival


def _name(report: FestivalReport) -> str:
    return f"{report.festival.slug}-{timezone.localtime(report.as_of):%Y%m%d-%H%M}"


def _frozen(part: SnapshotPart) -> Paper:
    frozen = thaw(part.document)
    return Paper(frozen.report, definitions_of(frozen.definitions), {}, checksum=part.checksum)


def _those_of(report: FestivalReport, people: People) -> People:
    return {row.code: people[row.code] for row in report.stations if row.code in people}


def _paper(request: HttpRequest, paper: Paper, *, name: str, back: str) -> HttpResponse:
    record_export(request, what="festival", name=name, rows=len(paper.report.stations))
    context = {"paper": paper, "back": back, "place": place_of(request.user)}
    return render(request, "orders/festivals/paper.html", context)


def _zip(
    request: HttpRequest, papers: Iterator[Paper], *, name: str, rows: int, as_of: dt.datetime
) -> HttpResponseBase:
    files = ((_file_name(paper), alone(paper)) for paper in papers)
    pieces = _in_this_language(zipped(files, as_of=as_of))
    return streamed_file(request, pieces, name=name, content_type=ZIP, rows=rows)


def _file_name(paper: Paper) -> str:
    return f"{paper.county.code}-{paper.county.name}.html"


def _in_this_language(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """What is streamed is written after the view, when the language of the request is over."""
    return _spoken(pieces, get_language() or "zh-hans")


def _spoken(pieces: Iterator[bytes], language: str) -> Iterator[bytes]:
    while True:
        # Entered for each piece: between two of them the thread may speak for somebody else.
        with override(language):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece
