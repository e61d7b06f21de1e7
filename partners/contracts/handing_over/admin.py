from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display

from partners.accounts.admin import actor_of
from partners.contracts.admin_forms import DayForm
from partners.contracts.handing_over import leaving
from partners.contracts.handing_over.admin_actions import blocked_by
from partners.contracts.handing_over.blocking import what_blocks_leaving
from partners.contracts.handing_over.models import HandOverProtocol
from partners.people import stock
from stations.clock import today
from stations.documents.admin import WithPapers
from stations.scope.admin import ReadOnlyAdmin
from stations.scope.admin_actions import ReasonForm
from stations.scope.filters import ScopedAutocompleteFilter
from stations.wording import moment

Kind = HandOverProtocol.Kind


@admin.register(HandOverProtocol)
class HandOverProtocolAdmin(WithPapers, ReadOnlyAdmin):
    """What was counted before a hand-over or a suspension; printed, signed, carried out."""

    subject_word = "protocol"
    list_display: ClassVar = ["station", "kind", "leaves", "takes", "counted_when", "where", "day"]
    list_filter: ClassVar = [
        ("kind", ChoicesDropdownFilter),
        ("contract__station", ScopedAutocompleteFilter),
    ]
    list_select_related: ClassVar = [
        "contract__partner",
        "contract__station__center",
        "next_contract__partner",
    ]
    search_fields: ClassVar = ["^contract__station__code", "contract__partner__name"]
    fields: ClassVar = [
        "station",
        "kind",
        "leaves",
        "takes",
        "lies_there",
        "counted_by",
        "counted_when",
        "where",
        "day",
        "done_by",
        "paper",
        "papers",
    ]
    readonly_fields: ClassVar = fields
    actions_detail: ClassVar = ["hand_over", "suspend", "attach", "withdraw"]

    def place_of(self, row: HandOverProtocol) -> dict[str, Any]:
        station = row.contract.station
        return {"center": station.center, "station": station}

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        protocol = self.get_object(request, str(object_id))
        if protocol is None:
            return []
        offered: list[Any] = super().get_actions_detail(request, object_id)
        now = ["_attach"]
        if protocol.is_open:
            now += ["_withdraw", "_hand_over" if protocol.kind == Kind.HAND_OVER else "_suspend"]
        return [one for one in offered if one.action_name.endswith(tuple(now))]

    @display(description=gettext_lazy("village service station"), ordering="contract__station__code")
    def station(self, protocol: HandOverProtocol) -> str:
        return str(protocol.contract.station)

    @display(description=gettext_lazy("leaves"))
    def leaves(self, protocol: HandOverProtocol) -> str:
        return str(protocol.contract)

    @display(description=gettext_lazy("takes over"))
    def takes(self, protocol: HandOverProtocol) -> str:
        return str(protocol.next_contract or "—")

    @display(description=gettext_lazy("counted at"))
    def counted_when(self, protocol: HandOverProtocol) -> str:
        return moment(protocol.counted_at)

    @display(description=gettext_lazy("state"))
    def where(self, protocol: HandOverProtocol) -> str:
        return protocol.state

    @display(description=gettext_lazy("counted"))
    def lies_there(self, protocol: HandOverProtocol) -> str:
        kinds = stock.kinds()
        figures = (
            (kinds[row["topic"]].label, kinds[row["topic"]].written(row["counted"]))
            for row in protocol.stock
            if row["topic"] in kinds
        )
        return format_html_join("", "<div>{}: {}</div>", figures)

    @display(description=gettext_lazy("paper to sign"))
    def paper(self, protocol: HandOverProtocol) -> str:
        address = reverse("hand_over_protocol", args=[protocol.pk])
        return format_html('<a class="text-primary-600 underline" href="{}">{}</a>', address, _("Print it"))

    @action(description=gettext_lazy("Carry it out"), permissions=["verb"], icon="handshake")
    def hand_over(self, request: HttpRequest, object_id: str) -> HttpResponse:
        protocol = self.visible_or_404(request, object_id)
        return self.verb_page(
            request,
            protocol,
            form_class=DayForm,
            verb=lambda row, answers: leaving.hand_over_station(
                actor=actor_of(request), protocol=row, **answers
            ),
            title=_("Hand the station over"),
            submit=_("Hand the station over"),
            done=_("The station is handed over: the next partner begins."),
            table=blocked_by(leaving.what_blocks_hand_over(protocol, today())),
        )

    @action(description=gettext_lazy("Suspend now"), permissions=["verb"], icon="pause_circle")
    def suspend(self, request: HttpRequest, object_id: str) -> HttpResponse:
        protocol = self.visible_or_404(request, object_id)
        counted = frozenset(protocol.counted)
        return self.verb_page(
            request,
            protocol,
            form_class=ReasonForm,
            verb=lambda row, answers: leaving.suspend_partner(
                actor=actor_of(request), protocol=row, **answers
            ),
            title=_("Suspend the partner"),
            submit=_("Suspend"),
            done=_("The partner is suspended, and an open station with them."),
            table=blocked_by(what_blocks_leaving(protocol.contract, today(), counted=counted)),
        )

    @action(description=gettext_lazy("Withdraw"), permissions=["verb"], icon="cancel")
    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda row, _answers: leaving.withdraw_protocol(actor=actor_of(request), protocol=row),
            title=_("Withdraw the protocol"),
            submit=_("Withdraw"),
            done=_("The protocol is withdrawn: count again."),
        )
