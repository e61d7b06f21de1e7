"""`/county/work/`: what waits for county staff, with the way to where it is dealt with."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stations.report_pages import place_of
from stations.scope.web import county_page
from stations.worklists.lists import list_named, page_of, what_waits

PER_PAGE = 50


@county_page
@require_safe
def work_lists(request: HttpRequest) -> HttpResponse:
    """Counts of all lists, and the most urgent rows of those that are not empty."""
    context = {"place": place_of(request.user), "lists": what_waits(request.user)}
    return render(request, "stations/worklists/work_lists.html", context)


@county_page
@require_safe
def work_list(request: HttpRequest, name: str) -> HttpResponse:
    """All of one list."""
    work = list_named(name, request.user)
    if work is None:
        raise Http404
    page = page_of(work, request.GET.get("page"), PER_PAGE)
    context = {"place": place_of(request.user), "work": work, "page_obj": page}
    return render(request, "stations/worklists/work_list.html", context)
