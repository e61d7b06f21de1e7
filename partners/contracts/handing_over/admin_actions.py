"""Hand over, suspend, leave: pages about a contract in force that say first what blocks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from partners.accounts.admin import actor_of
from partners.contracts.admin_forms import CountForm, ExitForm, NextForm
from partners.contracts.handing_over import leaving
from partners.contracts.handing_over.blocking import what_blocks_leaving
from partners.contracts.handing_over.models import HandOverProtocol
from partners.contracts.models import Contract
from partners.people import stock
from partners.people.checks import Blocker
from stations.clock import today
from stations.scope.admin_actions import ReasonForm, VerbActions


def blocked_by(found: Iterable[Blocker]) -> dict[str, Any] | None:
    """A table of what blocks, each with the page where it is settled; None where nothing does."""
    rows = [
        [
            one.text,
            format_html('<a class="text-primary-600 underline" href="{}">{}</a>', one.page, _("Settle it"))
            if one.page
            else "",
        ]
        for one in found
    ]
    return {"headers": [_("What blocks"), _("Where")], "rows": rows} if rows else None


class LeavingActions(VerbActions):
    """Mixed into the admin of contracts."""

    visible_or_404: Any

    def is_suspended(self, contract: Contract) -> bool:
        tenure = contract.tenure
        return tenure is not None and tenure.suspensions.filter(ends_at__isnull=True).exists()

    @display(description=gettext_lazy("partner suspended"), boolean=True)
    def suspended(self, contract: Contract) -> bool:
        return self.is_suspended(contract)

    @action(description=gettext_lazy("Hand the station over"), permissions=["verb"], icon="handshake")
    def hand_over(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._count(request, object_id, NextForm, title=_("Count before the hand-over"))

    @action(description=gettext_lazy("Suspend the partner"), permissions=["verb"], icon="pause_circle")
    def suspend(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._count(request, object_id, CountForm, title=_("Count before the suspension"))

    def _count(
        self, request: HttpRequest, object_id: str, form_class: type[CountForm], *, title: str
    ) -> HttpResponse:
        contract = self.visible_or_404(request, object_id)
        made: list[HandOverProtocol] = []

        def record(row: Contract, answers: dict[str, Any]) -> bool:
            counted = {topic: answers[topic] for topic in stock.kinds()}
            protocol = leaving.record_count(
                actor=actor_of(request),
                contract=row,
                counted=counted,
                next_contract=answers.get("next_contract"),
            )
            made.append(protocol)
            return True

        found = what_blocks_leaving(contract, today(), counted=frozenset(stock.kinds()))
        page = self.verb_page(
            request,
            contract,
            form_class=form_class,
            verb=record,
            title=title,
            submit=_("Write the protocol"),
            done=_("The protocol is written. Print it, let both sides sign it, then carry it out."),
            note=_("Count together and enter what you both found."),
            table=blocked_by(found),
        )
        if made:
            page["Location"] = reverse("admin:partners_handoverprotocol_change", args=[made[0].pk])
        return page

    @action(
        description=gettext_lazy("Exit"),
        permissions=["verb"],
        icon="logout",
        variant=ActionVariant.DANGER,
    )
    def leave(self, request: HttpRequest, object_id: str) -> HttpResponse:
        contract = self.visible_or_404(request, object_id)
        return self.verb_page(
            request,
            contract,
            form_class=ExitForm,
            verb=lambda row, answers: leaving.exit_partner(actor=actor_of(request), contract=row, **answers),
            title=_("The partner leaves for good"),
            submit=_("End tenure and contract"),
            done=_("The partner has left. The deposit is released when the last month is closed."),
            note=_("Nobody runs the station afterwards: find a partner, or suspend or close it."),
            table=blocked_by(what_blocks_leaving(contract, today())),
        )

    @action(description=gettext_lazy("Let the partner work again"), permissions=["verb"], icon="play_circle")
    def resume(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=ReasonForm,
            verb=lambda row, answers: leaving.resume_partner(
                actor=actor_of(request), contract=row, **answers
            ),
            title=_("Let the partner work again"),
            submit=_("End the suspension"),
            done=_("The partner works again."),
        )
