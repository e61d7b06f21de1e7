from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import action, display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminTextInputWidget

from partners.accounts.admin import actor_of
from partners.journal.subjects import label_of
from partners.ledger.crediting import confirm_credit, propose_credit, withdraw_credit
from partners.ledger.kinds import BY_HAND, AccountKind
from partners.ledger.models import Account, CreditLine, Transfer
from partners.ledger.reversing import reverse_transfer
from partners.ledger.topping_up import pay_out_float, top_up_float
from stations.scope.admin import ReadOnlyAdmin, ScopedAdmin, ScopedForm
from stations.scope.admin_actions import ReasonForm, VerbForm
from stations.scope.filters import ScopedAutocompleteFilter, ScopedRelatedFilter
from stations.scope.large_lists import LargeAdmin
from stations.wording import moment, yuan

RECEIPT = gettext_lazy("Number on the bank's receipt")
ONCE = gettext_lazy("The same number is never recorded twice.")


class MoneyForm(VerbForm):
    """How much, and the bank's word for it."""

    amount = forms.DecimalField(label=gettext_lazy("Amount in yuan"), max_digits=14, decimal_places=2)
    receipt = forms.CharField(label=RECEIPT, max_length=60, help_text=ONCE)


@admin.register(Account)
class AccountAdmin(ReadOnlyAdmin):
    """The floats of stations, and for head office the accounts of the house."""

    list_display: ClassVar = ["name", "place", "holds", "credit", "available"]
    list_filter: ClassVar = [
        ("kind", ChoicesDropdownFilter),
        ("station__center", ScopedRelatedFilter),
    ]
    list_select_related: ClassVar = ["station", "partner", "balance"]
    search_fields: ClassVar = ["^station__code", "station__name"]
    actions_detail: ClassVar = ["top_up", "pay_out"]
    fields: ClassVar = ["name", "place", "holds", "credit", "available", "movements"]
    readonly_fields: ClassVar = fields

    @display(description=gettext_lazy("account"), ordering="station__code")
    def name(self, account: Account) -> str:
        return account.station.code if account.station else str(account)

    @display(description=gettext_lazy("village service station"))
    def place(self, account: Account) -> str:
        return account.station.name if account.station else "—"

    @display(description=gettext_lazy("balance"), ordering="balance__amount")
    def holds(self, account: Account) -> str:
        return yuan(account.balance.amount) if hasattr(account, "balance") else "—"

    @display(description=gettext_lazy("credit line"), ordering="balance__credit_limit")
    def credit(self, account: Account) -> str:
        return yuan(account.balance.credit_limit) if account.station else "—"

    @display(description=gettext_lazy("available"))
    def available(self, account: Account) -> str:
        return yuan(account.balance.available) if account.station else "—"

    @display(description=gettext_lazy("movements"))
    def movements(self, account: Account) -> str:
        if account.station_id is None:
            return "—"
        address = reverse(f"{self.admin_site.name}:partners_transfer_changelist")
        return format_html(
            '<a class="text-primary-600 underline" href="{}?station__id__exact={}">{}</a>',
            address,
            account.station_id,
            _("See what moved it"),
        )

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        account = self.get_object(request, str(object_id))
        if account is None or account.kind != AccountKind.STATION_FLOAT:
            return []
        offered: list[Any] = super().get_actions_detail(request, object_id)
        return offered

    def _money_page(
        self, request: HttpRequest, object_id: str, *, verb: Any, title: str, submit: str, done: str
    ) -> HttpResponse:
        account = self.visible_or_404(request, object_id)
        return self.verb_page(
            request,
            account,
            form_class=MoneyForm,
            verb=lambda row, answers: verb(actor=actor_of(request), station=row.station, **answers),
            title=title,
            submit=submit,
            done=done,
            note=_("It holds %(balance)s now.") % {"balance": self.holds(account)},
        )

    @action(description=gettext_lazy("Top up"), permissions=["verb"], icon="add_card")
    def top_up(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._money_page(
            request,
            object_id,
            verb=top_up_float,
            title=_("Top up the float"),
            submit=_("Record the money"),
            done=_("The float is topped up."),
        )

    @action(description=gettext_lazy("Pay out"), permissions=["verb"], icon="output")
    def pay_out(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._money_page(
            request,
            object_id,
            verb=pay_out_float,
            title=_("Pay money out of the float"),
            submit=_("Record the payment"),
            done=_("The money is out of the float."),
        )


class TopUpForm(ScopedForm):
    amount = forms.DecimalField(
        label=gettext_lazy("Amount in yuan"),
        max_digits=14,
        decimal_places=2,
        widget=UnfoldAdminDecimalFieldWidget,
    )
    receipt = forms.CharField(label=RECEIPT, max_length=60, help_text=ONCE, widget=UnfoldAdminTextInputWidget)

    class Meta:
        model = Transfer
        fields = ("station",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "station" in self.fields:
            self.fields["station"].required = True


@admin.register(Transfer)
class TransferAdmin(LargeAdmin):
    """What moved floats. Adding one records a top-up; nothing is ever typed over."""

    form = TopUpForm
    list_display: ClassVar = ["moved_at", "station", "partner", "kind", "changed", "about", "note", "actor"]
    list_filter: ClassVar = [
        ("kind", ChoicesDropdownFilter),
        ("station", ScopedAutocompleteFilter),
        ("business_date", RangeDateFilter),
    ]
    list_select_related: ClassVar = ["station", "partner", "actor"]
    search_fields: ClassVar = ["subject__exact", "note__exact"]
    autocomplete_fields: ClassVar = ["station"]
    actions_detail: ClassVar = ["reverse"]
    told: ClassVar = [
        "station",
        "partner",
        "kind",
        "from_account",
        "to_account",
        "changed",
        "about",
        "note",
        "reverses",
        "business_date",
        "moved_at",
        "actor",
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        transfers: Any = super().get_queryset(request)
        return transfers.with_effect()

    def get_fieldsets(self, request: HttpRequest, obj: Transfer | None = None) -> Any:
        return [(None, {"fields": self.told if obj else ["station", "amount", "receipt"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Transfer | None = None) -> Any:
        return self.told if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def add_by_verb(self, request: HttpRequest, form: Any) -> Transfer:
        return top_up_float(actor=actor_of(request), **form.cleaned_data)

    @display(description=gettext_lazy("happened at"), ordering="pk")
    def moved_at(self, transfer: Transfer) -> str:
        return moment(transfer.occurred_at)

    @display(description=gettext_lazy("amount"))
    def changed(self, transfer: Any) -> str:
        return yuan(transfer.effect)

    @display(description=gettext_lazy("about"))
    def about(self, transfer: Transfer) -> str:
        return label_of(transfer.subject) or "—"

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        transfer = self.get_object(request, str(object_id))
        if transfer is None or transfer.kind not in BY_HAND or hasattr(transfer, "reversed_by"):
            return []
        offered: list[Any] = super().get_actions_detail(request, object_id)
        return offered

    @action(
        description=gettext_lazy("Correct"),
        permissions=["verb"],
        icon="undo",
        variant=ActionVariant.DANGER,
    )
    def reverse(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=ReasonForm,
            verb=lambda row, answers: reverse_transfer(actor=actor_of(request), transfer=row, **answers),
            title=_("Move the money back"),
            submit=_("Move the money back"),
            done=_("The money is moved back; both movements stay on record."),
        )


class CreditForm(ScopedForm):
    class Meta:
        model = CreditLine
        fields = ("station", "limit", "reason")

    def _get_validation_exclusions(self) -> set[str]:
        """Nothing is asked of the model: the verb says the same, beside the field it is about."""
        return {field.name for field in CreditLine._meta.concrete_fields}


@admin.register(CreditLine)
class CreditLineAdmin(ScopedAdmin):
    """Credit lines and their history. Adding one proposes it; a second person confirms."""

    form = CreditForm
    list_display: ClassVar = [
        "station",
        "partner",
        "amount",
        "where",
        "proposed_by",
        "proposed",
        "confirmed_by",
        "confirmed",
    ]
    list_select_related: ClassVar = ["station", "partner", "proposed_by", "confirmed_by"]
    search_fields: ClassVar = ["^station__code", "partner__name"]
    autocomplete_fields: ClassVar = ["station"]
    actions_detail: ClassVar = ["confirm", "withdraw"]
    told: ClassVar = [*list_display, "reason", "withdrawn_by", "withdrawn"]

    def get_fieldsets(self, request: HttpRequest, obj: CreditLine | None = None) -> Any:
        return [(None, {"fields": self.told if obj else ["station", "limit", "reason"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: CreditLine | None = None) -> Any:
        return self.told if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def add_by_verb(self, request: HttpRequest, form: Any) -> CreditLine:
        return propose_credit(actor=actor_of(request), **form.cleaned_data)

    @display(description=gettext_lazy("credit line"), ordering="limit")
    def amount(self, line: CreditLine) -> str:
        return yuan(line.limit)

    @display(description=gettext_lazy("proposed at"), ordering="proposed_at")
    def proposed(self, line: CreditLine) -> str:
        return moment(line.proposed_at)

    @display(description=gettext_lazy("confirmed at"), ordering="confirmed_at")
    def confirmed(self, line: CreditLine) -> str:
        return moment(line.confirmed_at)

    @display(description=gettext_lazy("withdrawn at"))
    def withdrawn(self, line: CreditLine) -> str:
        return moment(line.withdrawn_at)

    @display(description=gettext_lazy("state"))
    def where(self, line: CreditLine) -> str:
        return line.state

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        line = self.get_object(request, str(object_id))
        if line is None or not line.is_open:
            return []
        offered: list[Any] = super().get_actions_detail(request, object_id)
        if line.proposed_by_id == actor_of(request).pk:
            offered = [one for one in offered if not one.action_name.endswith("_confirm")]
        return offered

    @action(description=gettext_lazy("Confirm"), permissions=["verb"], icon="verified")
    def confirm(self, request: HttpRequest, object_id: str) -> HttpResponse:
        line = self.visible_or_404(request, object_id)
        return self.verb_page(
            request,
            line,
            verb=lambda row, _answers: confirm_credit(actor=actor_of(request), line=row),
            title=_("Confirm the credit line"),
            submit=_("Confirm %(limit)s") % {"limit": yuan(line.limit)},
            done=_("The credit line is in force."),
            note=_("%(partner)s · proposed by %(proposer)s: %(reason)s")
            % {"partner": line.partner, "proposer": line.proposed_by, "reason": line.reason},
        )

    @action(description=gettext_lazy("Withdraw"), permissions=["verb"], icon="cancel")
    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda row, _answers: withdraw_credit(actor=actor_of(request), line=row),
            title=_("Withdraw the proposal"),
            submit=_("Withdraw"),
            done=_("The proposal is withdrawn."),
        )
