from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter, RangeDateFilter
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from partners.accounts.admin import actor_of
from partners.contracts import converting, signing, terms
from partners.contracts.admin_forms import (
    ChangeOverForm,
    ContractForm,
    DeductionForm,
    DepositRateForm,
    ForceForm,
    PaymentForm,
    SignForm,
)
from partners.contracts.deposits import recording
from partners.contracts.deposits.blocking import what_blocks_release
from partners.contracts.deposits.models import DepositEntry
from partners.contracts.handing_over.admin_actions import LeavingActions, blocked_by
from partners.contracts.lifecycle import ContractStatus
from partners.contracts.models import Contract, ContractChange, DepositRate
from stations.documents.admin import WithPapers
from stations.scope.admin import ScopedAdmin, ScopedTabularInline
from stations.scope.admin_actions import ReasonForm
from stations.scope.filters import ScopedAutocompleteFilter, ScopedRelatedFilter
from stations.wording import moment, yuan

C = ContractStatus

# What is offered in which state; `change_over` takes the place of `force` where it follows one in force.
STEPS = {
    "sign": {C.DRAFTED},
    "force": {C.SIGNED},
    "change_over": {C.SIGNED},
    "pay_in": {C.SIGNED, C.IN_FORCE},
    "give_up": {C.DRAFTED, C.SIGNED},
    "deduct": {C.IN_FORCE, C.ENDED, C.TERMINATED},
    "release": {C.ENDED, C.TERMINATED},
    "hand_over": {C.IN_FORCE},
    "leave": {C.IN_FORCE},
    "suspend": {C.IN_FORCE},
    "resume": {C.IN_FORCE},
    "attach": set(C),
}


class ChangeInline(ScopedTabularInline):
    """Who moved it on, and why."""

    model = ContractChange
    fields: ClassVar = ["happened", "before", "after", "reason", "actor"]
    readonly_fields: ClassVar = fields
    verbose_name_plural = gettext_lazy("Life of the contract")

    @display(description=gettext_lazy("at"))
    def happened(self, change: ContractChange) -> str:
        return moment(change.at)


class EntryInline(ScopedTabularInline):
    """What happened to the deposit."""

    model = DepositEntry
    fields: ClassVar = ["kind", "changed", "receipt", "reason", "where", "proposed_by", "confirmed_by"]
    readonly_fields: ClassVar = fields
    show_change_link = True
    verbose_name_plural = gettext_lazy("Deposit")

    @display(description=gettext_lazy("amount"))
    def changed(self, entry: DepositEntry) -> str:
        return yuan(entry.signed)

    @display(description=gettext_lazy("state"))
    def where(self, entry: DepositEntry) -> str:
        return entry.state


class DepositFilter(DropdownFilter):
    title = gettext_lazy("deposit")
    parameter_name = "deposit"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("short", _("not complete")), ("to_release", _("to be released"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "short":
            return queryset.short()
        return queryset.to_release() if self.value() == "to_release" else queryset


@admin.register(Contract)
class ContractAdmin(WithPapers, LeavingActions, ScopedAdmin):
    """Contracts of partners: draft, sign, deposit, in force; hand over, change over, exit."""

    subject_word = "contract"
    form = ContractForm
    list_display: ClassVar = ["number", "partner", "station", "mode", "status", "starts_on", "due", "held"]
    list_filter: ClassVar = [
        ("status", ChoicesDropdownFilter),
        DepositFilter,
        ("mode", ChoicesDropdownFilter),
        ("partner", ScopedAutocompleteFilter),
        ("station__center", ScopedRelatedFilter),
        ("ends_on", RangeDateFilter),
    ]
    list_select_related: ClassVar = ["partner", "station"]
    search_fields: ClassVar = ["=number", "partner__name", "^station__code"]
    autocomplete_fields: ClassVar = ["partner", "station"]
    inlines: ClassVar = [EntryInline, ChangeInline]
    actions_detail: ClassVar = list(STEPS)
    told: ClassVar = [
        "number",
        "partner",
        "station",
        "mode",
        "status",
        "suspended",
        "starts_on",
        "ends_on",
        "signed_on",
        "over_on",
        "follows",
        "due",
        "held",
        "papers",
    ]

    # --- reading ---------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Contract | None = None) -> Any:
        return [(None, {"fields": self.told if obj else list(ContractForm.Meta.fields)})]

    def get_readonly_fields(self, request: HttpRequest, obj: Contract | None = None) -> Any:
        return self.told if obj else []

    def get_inlines(self, request: HttpRequest, obj: Contract | None) -> Any:
        return self.inlines if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        contract = self.get_object(request, str(object_id))
        if contract is None:
            return []
        now = {name for name, states in STEPS.items() if contract.status in states}
        follows = contract.follows is not None and contract.follows.status == C.IN_FORCE
        now.discard("force" if follows else "change_over")
        now.discard("suspend" if self.is_suspended(contract) else "resume")
        if not contract.frozen:
            now -= {"deduct", "release"}
        if not contract.missing:
            now.discard("pay_in")
        offered: list[Any] = super().get_actions_detail(request, object_id)
        return [one for one in offered if one.action_name.endswith(tuple(f"_{name}" for name in now))]

    @display(description=gettext_lazy("deposit due"), ordering="deposit_due")
    def due(self, contract: Contract) -> str:
        return yuan(contract.deposit_due)

    @display(description=gettext_lazy("deposit held"), ordering="frozen")
    def held(self, contract: Contract) -> str:
        return yuan(contract.frozen)

    # --- writing ---------------------------------------------------------------------

    def add_by_verb(self, request: HttpRequest, form: Any) -> Contract:
        return signing.draft_contract(actor=actor_of(request), **form.cleaned_data)

    @action(description=gettext_lazy("Sign"), permissions=["verb"], icon="signature")
    def sign(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=SignForm,
            verb=lambda row, answers: signing.sign_contract(
                actor=actor_of(request),
                contract=row,
                signed_on=answers["signed_on"],
                papers=[answers["paper"]] if answers["paper"] else [],
            ),
            title=_("Both sides have signed"),
            submit=_("Enter the signature"),
            done=_("The contract is signed. Next: the deposit."),
        )

    @action(description=gettext_lazy("Put in force"), permissions=["verb"], icon="verified")
    def force(self, request: HttpRequest, object_id: str) -> HttpResponse:
        contract = self.visible_or_404(request, object_id)
        return self.verb_page(
            request,
            contract,
            form_class=ForceForm,
            initial={"on": contract.starts_on},
            verb=lambda row, answers: signing.put_in_force(
                actor=actor_of(request), contract=row, on=answers["on"]
            ),
            title=_("Put the contract in force"),
            submit=_("Put in force"),
            done=_("The contract is in force, the deposit is frozen."),
            note=_("Where nobody runs the station, the tenure begins on that day."),
        )

    @action(description=gettext_lazy("Change over"), permissions=["verb"], icon="upgrade")
    def change_over(self, request: HttpRequest, object_id: str) -> HttpResponse:
        contract = self.visible_or_404(request, object_id)
        before = contract.follows
        rows = (
            terms.what_changes(
                before.mode, contract.mode, contract.starts_on, center_id=contract.station.center_id
            )
            if before
            else []
        )
        return self.verb_page(
            request,
            contract,
            form_class=ChangeOverForm,
            initial={"starts_on": contract.starts_on},
            verb=lambda row, answers: converting.change_over(
                actor=actor_of(request), contract=row, **answers
            ),
            title=_("Change over from the contract before"),
            submit=_("Change over"),
            done=_("The new contract is in force; the deposit is carried over."),
            note=str(before or ""),
            table={"headers": [_("What"), _("How it will be")], "rows": rows},
        )

    @action(description=gettext_lazy("Deposit paid in"), permissions=["verb"], icon="add_card")
    def pay_in(self, request: HttpRequest, object_id: str) -> HttpResponse:
        contract = self.visible_or_404(request, object_id)
        return self.verb_page(
            request,
            contract,
            form_class=PaymentForm,
            verb=lambda row, answers: recording.record_payment(
                actor=actor_of(request), contract=row, **answers
            ),
            title=_("Record a payment of the deposit"),
            submit=_("Record the money"),
            done=_("Recorded. A second person confirms it."),
            note=_("%(missing)s are missing.") % {"missing": yuan(contract.missing)},
        )

    @action(description=gettext_lazy("Take from the deposit"), permissions=["verb"], icon="remove")
    def deduct(self, request: HttpRequest, object_id: str) -> HttpResponse:
        contract = self.visible_or_404(request, object_id)
        owed = recording.owed_by(contract.partner_id)
        return self.verb_page(
            request,
            contract,
            form_class=DeductionForm,
            verb=lambda row, answers: recording.propose_deduction(
                actor=actor_of(request), contract=row, **answers
            ),
            title=_("Take something from the deposit"),
            submit=_("Propose"),
            done=_("Proposed. A second person confirms it."),
            note=_("%(held)s are held; the partner owes %(owed)s by the ledger.")
            % {"held": yuan(contract.frozen), "owed": yuan(owed)},
        )

    @action(description=gettext_lazy("Release the deposit"), permissions=["verb"], icon="output")
    def release(self, request: HttpRequest, object_id: str) -> HttpResponse:
        contract = self.visible_or_404(request, object_id)
        return self.verb_page(
            request,
            contract,
            form_class=ReasonForm,
            verb=lambda row, answers: recording.propose_release(
                actor=actor_of(request), contract=row, **answers
            ),
            title=_("Release the deposit"),
            submit=_("Propose to release %(held)s") % {"held": yuan(contract.frozen)},
            done=_("Proposed. When a second person has confirmed it, the next payout pays it."),
            table=blocked_by(what_blocks_release(contract)),
        )

    @action(
        description=gettext_lazy("Give up"),
        permissions=["verb"],
        icon="cancel",
        variant=ActionVariant.DANGER,
    )
    def give_up(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=ReasonForm,
            verb=lambda row, answers: signing.give_up(actor=actor_of(request), contract=row, **answers),
            title=_("Give the contract up"),
            submit=_("Give up"),
            done=_("The contract is given up."),
        )


@admin.register(DepositRate)
class DepositRateAdmin(ScopedAdmin):
    """What each mode puts down, from when on; a new row follows an old one."""

    form = DepositRateForm
    list_display: ClassVar = ["mode", "valid_from", "sum", "source", "entered_by"]
    list_filter: ClassVar = [("mode", ChoicesDropdownFilter)]
    list_select_related: ClassVar = ["entered_by"]
    told: ClassVar = list_display

    def get_fieldsets(self, request: HttpRequest, obj: DepositRate | None = None) -> Any:
        return [(None, {"fields": self.told if obj else list(DepositRateForm.Meta.fields)})]

    def get_readonly_fields(self, request: HttpRequest, obj: DepositRate | None = None) -> Any:
        return self.told if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def add_by_verb(self, request: HttpRequest, form: Any) -> DepositRate:
        return terms.enter_deposit_rate(actor=actor_of(request), **form.cleaned_data)

    @display(description=gettext_lazy("deposit"), ordering="amount")
    def sum(self, rate: DepositRate) -> str:
        return yuan(rate.amount)
