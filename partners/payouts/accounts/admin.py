from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextInputWidget

from partners.accounts.admin import actor_of
from partners.payouts.accounts.entering import confirm_account, enter_account, withdraw_account
from partners.payouts.accounts.models import PayoutAccount
from stations.scope.admin import ScopedAdmin, ScopedForm
from stations.wording import moment


class AccountForm(ScopedForm):
    number = forms.CharField(
        label=gettext_lazy("account number"),
        max_length=100,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Of the bank account; for Alipay the mobile number or e-mail address."),
    )

    class Meta:
        model = PayoutAccount
        fields = ("partner", "channel", "bank")

    def _get_validation_exclusions(self) -> set[str]:
        """Nothing is asked of the model: the verb says the same, beside the field it is about."""
        return {field.name for field in PayoutAccount._meta.concrete_fields}


class StateFilter(DropdownFilter):
    title = gettext_lazy("state")
    parameter_name = "where"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("open", _("waits for a second person")), ("in_force", _("in force"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "open":
            return queryset.open()
        return queryset.in_force() if self.value() == "in_force" else queryset


@admin.register(PayoutAccount)
class PayoutAccountAdmin(ScopedAdmin):
    """Where partners are paid to. Adding one enters it; a second person confirms. Numbers are masked."""

    form = AccountForm
    list_display: ClassVar = ["partner", "channel", "bank", "hidden", "where", "entered_by", "confirmed_by"]
    list_filter: ClassVar = [StateFilter, ("channel", ChoicesDropdownFilter)]
    list_select_related: ClassVar = ["partner", "entered_by", "confirmed_by"]
    search_fields: ClassVar = ["partner__name", "=last_four"]
    autocomplete_fields: ClassVar = ["partner"]
    actions_detail: ClassVar = ["confirm", "withdraw"]
    told: ClassVar = [
        "partner",
        "channel",
        "bank",
        "holder",
        "hidden",
        "where",
        "entered_by",
        "entered",
        "confirmed_by",
        "confirmed",
        "ended_by",
        "ended",
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        # Nothing at a desk shows the number, so nothing is decrypted.
        return super().get_queryset(request).defer("number")

    def get_fieldsets(self, request: HttpRequest, obj: PayoutAccount | None = None) -> Any:
        return [(None, {"fields": self.told if obj else ["partner", "channel", "bank", "number"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: PayoutAccount | None = None) -> Any:
        return self.told if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def add_by_verb(self, request: HttpRequest, form: Any) -> PayoutAccount:
        return enter_account(actor=actor_of(request), **form.cleaned_data)

    @display(description=gettext_lazy("account number"))
    def hidden(self, account: PayoutAccount) -> str:
        return account.masked

    @display(description=gettext_lazy("state"))
    def where(self, account: PayoutAccount) -> str:
        return account.state

    @display(description=gettext_lazy("entered at"))
    def entered(self, account: PayoutAccount) -> str:
        return moment(account.entered_at)

    @display(description=gettext_lazy("confirmed at"))
    def confirmed(self, account: PayoutAccount) -> str:
        return moment(account.confirmed_at)

    @display(description=gettext_lazy("ended at"))
    def ended(self, account: PayoutAccount) -> str:
        return moment(account.ended_at)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        account = self.get_object(request, str(object_id))
        if account is None or account.confirmed_at or account.ended_at:
            return []
        offered: list[Any] = super().get_actions_detail(request, object_id)
        if account.entered_by_id == actor_of(request).pk:
            offered = [one for one in offered if not one.action_name.endswith("_confirm")]
        return offered

    @action(description=gettext_lazy("Confirm"), permissions=["verb"], icon="verified")
    def confirm(self, request: HttpRequest, object_id: str) -> HttpResponse:
        account = self.visible_or_404(request, object_id)
        return self.verb_page(
            request,
            account,
            verb=lambda row, _answers: confirm_account(actor=actor_of(request), account=row),
            title=_("Confirm the account"),
            submit=_("Confirm"),
            done=_("Payouts go there from now on."),
            note=_("%(holder)s · %(bank)s · %(number)s. Compare it with the paper, not with what was typed.")
            % {
                "holder": account.holder,
                "bank": account.bank or account.get_channel_display(),
                "number": account.masked,
            },
        )

    @action(description=gettext_lazy("Withdraw"), permissions=["verb"], icon="cancel")
    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda row, _answers: withdraw_account(actor=actor_of(request), account=row),
            title=_("Withdraw the account"),
            submit=_("Withdraw"),
            done=_("The account is withdrawn."),
        )
