"""The two things a lead or the superuser does on the page of a login: ask what it reaches, look as it."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from unfold.decorators import action

from partners.accounts.adapter import HOMES
from partners.accounts.looking.looking import RIGHT, begin_look
from partners.accounts.looking.middleware import KEY
from partners.accounts.looking.reach import HOUSE, RIGHTS, Reached, places_in_words, reached
from partners.accounts.models import User
from partners.accounts.reach_in_words import reach_in_words
from stations.scope.admin_actions import ReasonForm


class LooksAtLogins:
    """Mixed into the admin of logins."""

    admin_site: Any
    opts: Any

    def has_look_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm(RIGHT))

    @action(description=gettext_lazy("What it reaches"), permissions=["look"], icon="travel_explore")
    def what_it_reaches(self, request: HttpRequest, object_id: str) -> HttpResponse:
        user: User = self.visible_or_404(request, object_id)  # type: ignore[attr-defined]
        tables = reached(user)
        why = places_in_words(user)
        return TemplateResponse(
            request,
            "partners/accounts/looking/reach.html",
            {
                **self.admin_site.each_context(request),
                "title": _("What this login can reach"),
                "opts": self.opts,
                "login": user,
                "lines": reach_in_words(user),
                "tables": [
                    (apps.get_app_config(app).verbose_name, _table([t for t in tables if t.app == app], why))
                    for app in HOUSE
                    if any(one.app == app for one in tables)
                ],
                "back": self._change_url(user),  # type: ignore[attr-defined]
            },
        )

    @action(description=gettext_lazy("Look as this login"), permissions=["look"], icon="visibility")
    def look_as(self, request: HttpRequest, object_id: str) -> HttpResponse:
        user: User = self.visible_or_404(request, object_id)  # type: ignore[attr-defined]
        response: HttpResponse = self.verb_page(  # type: ignore[attr-defined]
            request,
            user,
            form_class=ReasonForm,
            verb=lambda row, answers: _begin(request, row, answers["reason"]),
            title=_("Look as this login"),
            submit=_("Look"),
            done=_("Nothing you do now changes anything."),
            note=_(
                "You see the site as this login sees it and can change nothing. Who looked as whom, why,"
                " and each page is written down for good."
            ),
            after=HOMES.get(user.role, "/"),
        )
        return response


def _begin(request: HttpRequest, user: User, reason: str) -> None:
    look = begin_look(actor=request.user, user=user, reason=reason)  # type: ignore[arg-type]
    request.session[KEY] = look.pk


def _table(tables: list[Reached], why: dict[Any, str]) -> dict[str, Any]:
    return {
        "headers": [_("Table"), pgettext("of a table", "Rows"), _("Why"), _("May")],
        "rows": [
            [
                one.table,
                one.counted,
                "; ".join(why[way] for way in one.ways) or "—",
                ", ".join(str(RIGHTS[right]) for right in one.rights) or "—",
            ]
            for one in tables
        ],
    }
