from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import action, display

from partners.accounts.admin import actor_of
from partners.contracts.deposits.deciding import confirm_entry, withdraw_entry
from partners.contracts.deposits.models import DepositEntry
from stations.scope.admin import ReadOnlyAdmin
from stations.scope.filters import ScopedRelatedFilter
from stations.wording import moment, yuan


class OpenFilter(DropdownFilter):
    title = gettext_lazy("state")
    parameter_name = "where"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("open", _("waits for a second person")), ("counting", _("confirmed"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "open":
            return queryset.open()
        return queryset.counting() if self.value() == "counting" else queryset


@admin.register(DepositEntry)
class DepositEntryAdmin(ReadOnlyAdmin):
    """What happened to deposits: recorded at the contract, confirmed here by a second person."""

    list_display: ClassVar = ["contract", "kind", "changed", "where", "proposed_by", "confirmed_by"]
    list_filter: ClassVar = [
        OpenFilter,
        ("kind", ChoicesDropdownFilter),
        ("contract__station__center", ScopedRelatedFilter),
    ]
    list_select_related: ClassVar = ["contract__partner", "proposed_by", "confirmed_by"]
    search_fields: ClassVar = ["=receipt", "=contract__number", "contract__partner__name"]
    fields: ClassVar = [
        "contract",
        "kind",
        "changed",
        "receipt",
        "reason",
        "where",
        "proposed_by",
        "proposed",
        "confirmed_by",
        "confirmed",
        "withdrawn_by",
    ]
    readonly_fields: ClassVar = fields
    actions_detail: ClassVar = ["confirm", "withdraw"]

    @display(description=gettext_lazy("amount"), ordering="amount")
    def changed(self, entry: DepositEntry) -> str:
        return yuan(entry.signed)

    @display(description=gettext_lazy("state"))
    def where(self, entry: DepositEntry) -> str:
        return entry.state

    @display(description=gettext_lazy("recorded at"))
    def proposed(self, entry: DepositEntry) -> str:
        return moment(entry.proposed_at)

    @display(description=gettext_lazy("confirmed at"))
    def confirmed(self, entry: DepositEntry) -> str:
        return moment(entry.confirmed_at)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        entry = self.get_object(request, str(object_id))
        if entry is None or not entry.is_open:
            return []
        offered: list[Any] = super().get_actions_detail(request, object_id)
        if entry.proposed_by_id == actor_of(request).pk:
            offered = [one for one in offered if not one.action_name.endswith("_confirm")]
        return offered

    @action(description=gettext_lazy("Confirm"), permissions=["verb"], icon="verified")
    def confirm(self, request: HttpRequest, object_id: str) -> HttpResponse:
        entry = self.visible_or_404(request, object_id)
        return self.verb_page(
            request,
            entry,
            verb=lambda row, _answers: confirm_entry(actor=actor_of(request), entry=row),
            title=_("Confirm the deposit entry"),
            submit=_("Confirm %(amount)s") % {"amount": yuan(entry.amount)},
            done=_("Confirmed: the money is moved."),
            note=_("%(contract)s · recorded by %(who)s: %(why)s")
            % {
                "contract": entry.contract,
                "who": entry.proposed_by,
                "why": entry.receipt or entry.reason,
            },
        )

    @action(description=gettext_lazy("Withdraw"), permissions=["verb"], icon="cancel")
    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda row, _answers: withdraw_entry(actor=actor_of(request), entry=row),
            title=_("Withdraw the entry"),
            submit=_("Withdraw"),
            done=_("The entry is withdrawn."),
        )
