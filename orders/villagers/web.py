"""The villager behind a number, while it is being typed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from orders.villagers.models import Villager
from stations.scope.web import counter_page


@counter_page
@require_safe
def villager_lookup(request: HttpRequest) -> HttpResponse:
    """A fragment for htmx: who has this number at the reader's station."""
    digits = "".join(filter(str.isdigit, request.GET.get("phone", "")))
    known = None
    if len(digits) == 11:
        known = Villager.objects.visible_to(request.user).filter(phone=digits).first()
    context = {"known": known, "complete": len(digits) == 11}
    return render(request, "orders/villagers/lookup.html", context)
